import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { CrashPoint } from "./crash-points.ts";

/** A running intake. */
export interface IntakeProcess {
  readonly origin: string;
  /** Resolves when it is gone, to the signal that ended it. */
  readonly gone: Promise<NodeJS.Signals | null>;
  /** What it wrote to stdout and stderr so far. */
  readonly output: () => string;
  kill(): Promise<void>;
}

const here = dirname(fileURLToPath(import.meta.url));

/** Starts a real intake process on a folder; with `crashAt` it kills itself at that step. Rejects where it does not start. */
export async function startIntake(
  folder: string,
  options: {
    readonly key: string;
    readonly crashAt?: CrashPoint;
    readonly environment?: Readonly<Record<string, string>>;
  },
): Promise<IntakeProcess> {
  const child = spawn(
    process.execPath,
    ["--import", join(here, "crash-points.ts"), join(here, "intake-server.ts")],
    {
      env: {
        PATH: process.env["PATH"],
        DATA_DIR: folder,
        KEY: options.key,
        CRASH_AT: options.crashAt ?? "",
        ...options.environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  const listen = (text: unknown): void => {
    output += String(text);
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const gone = once(child, "exit").then(([, signal]) => signal as NodeJS.Signals | null);
  const port = await readPort(child);
  if (port === undefined) throw new Error(`the intake did not start: ${output}`);
  return {
    origin: `http://127.0.0.1:${port}`,
    gone,
    output: () => output,
    kill: async () => {
      child.kill("SIGKILL");
      await gone;
    },
  };
}

async function readPort(child: ChildProcess): Promise<string | undefined> {
  if (child.stdout === null) return undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const match = /^listening on (\d+)$/.exec(line);
    if (match !== null) return match[1];
  }
  return undefined;
}
