import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { loadKeys } from "../../../src/server/keys.ts";
import type { Signer } from "../../../src/server/signing.ts";
import { createTrialNewsroom } from "../../../src/server/trial.ts";
import type { CrashPoint } from "./crash-points.ts";

/** A running server. */
export interface ServerProcess {
  readonly origin: string;
  /** Resolves when it is gone, to the signal that ended it. */
  readonly gone: Promise<NodeJS.Signals | null>;
  kill(): Promise<void>;
  /** All that it wrote to stdout and stderr so far. */
  written(): string;
}

const here = dirname(fileURLToPath(import.meta.url));
const main = join(here, "../../../src/server/main.ts");
type Environment = Readonly<Record<string, string>>;

/** Makes a folder that `startNewsroom` can serve, with an app of one empty page; what its receipts are signed with. */
export async function prepareNewsroom(folder: string): Promise<Signer> {
  const cheap = 2;
  await createTrialNewsroom(folder, new Date(), "http://127.0.0.1", cheap);
  for (const name of ["app", "content"]) await mkdir(join(folder, name));
  const page =
    "<!doctype html><html lang=uk><head><!--head--></head><body><!--app--><!--data--></body></html>";
  await writeFile(join(folder, "app", "index.html"), page);
  return (await loadKeys(folder)).receipt;
}

/** Starts the real server, `src/server/main.ts`; with `crashAt` it kills itself at that step. */
export const startNewsroom = (folder: string, crashAt?: CrashPoint): Promise<ServerProcess> =>
  start(main, {
    DATA_DIR: folder,
    CONTENT_DIR: join(folder, "content"),
    PORT: "0",
    STEPS: stepsFile(folder),
    ...(crashAt !== undefined && { CRASH_AT: crashAt }),
  });

/** Where a newsroom of a test writes what it made durable, step by step. */
export const stepsFile = (folder: string): string => join(folder, "steps.txt");

/** Starts a process with nothing but the intake, whose reserves of disk can be set. */
export const startIntake = (folder: string, environment: Environment): Promise<ServerProcess> =>
  start(join(here, "intake-server.ts"), { DATA_DIR: folder, ...environment });

async function start(entry: string, environment: Environment): Promise<ServerProcess> {
  const child = spawn(process.execPath, ["--import", join(here, "crash-points.ts"), entry], {
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let written = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      written += String(text);
    });
  }
  const gone = once(child, "exit").then(([, signal]) => signal as NodeJS.Signals | null);
  const port = await readPort(child);
  if (port === undefined) throw new Error(`the server did not start: ${written}`);
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await gone;
  };
  return { origin: `http://127.0.0.1:${port}`, gone, kill, written: () => written };
}

async function readPort({ stdout }: ChildProcess): Promise<string | undefined> {
  if (stdout === null) return undefined;
  const lines = createInterface({ input: stdout });
  for await (const line of lines) {
    const match = /listening on [\d.]+:(\d+)/.exec(line);
    if (match === null) continue;
    stdout.resume();
    return match[1];
  }
  return undefined;
}
