import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { serverMemory } from "../../tools/server-memory.mjs";

const root = join(import.meta.dirname, "../..");
const run = promisify(execFile);

export interface NewsroomOptions {
  /** A data folder with newsroom.json and the built app; it is copied, never used itself. */
  readonly template: string;
  /** Absent: the sample articles. */
  readonly contentDir?: string;
  /** Where phones find it, if not at the server's own port. */
  readonly origin?: string;
  /** Its clock is ahead by so many days. */
  readonly daysAhead?: number;
}

/** A real newsroom: the server's own process over a data folder of its own. */
export interface RunningNewsroom {
  readonly port: number;
  readonly origin: string;
  readonly dataDir: string;
  readonly pid: number;
  /** What it printed, both streams. */
  printed(): string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** The same data folder and port again. */
  restart(change?: Pick<NewsroomOptions, "daysAhead">): Promise<RunningNewsroom>;
  /** A one-time way in for an editor, by the command that an operator uses. */
  deskLink(): Promise<string>;
  /** `npm run desk -- export DIR`. */
  exportTo(folder: string): Promise<void>;
  readonly deskKeyFile: string;
  passphrase(): Promise<string>;
  readonly recoveryKeyFile: string;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
}

/** Starts a newsroom over a copy of `template`; resolves when it answers. */
export async function openNewsroom(options: NewsroomOptions): Promise<RunningNewsroom> {
  const dataDir = await mkdtemp(join(tmpdir(), "soniakh-newsroom-"));
  await cp(options.template, dataDir, { recursive: true });
  return start(dataDir, options, 0);
}

/** Publishes the sample articles in the data folder itself. */
export async function publishInto(dataDir: string): Promise<void> {
  const newsroom = await start(dataDir, { template: dataDir }, 0);
  await newsroom.stop();
}

async function start(
  dataDir: string,
  options: NewsroomOptions,
  port: number,
): Promise<RunningNewsroom> {
  const environment = {
    ...process.env,
    // As npm start does.
    ...serverMemory,
    DATA_DIR: dataDir,
    CONTENT_DIR: options.contentDir ?? join(root, "content"),
    HOST: "127.0.0.1",
    PORT: String(port),
    ...(options.origin !== undefined && { ORIGIN: options.origin }),
    ...(options.daysAhead !== undefined && {
      DAYS_AHEAD: String(options.daysAhead),
      NODE_OPTIONS: `--import ${join(root, "tests/support/server/days-ahead.ts")}`,
    }),
  };
  const child = spawn(process.execPath, [join(root, "src/server/main.ts")], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const found = await listening(child, lines);
  const ended = once(child, "exit");
  const command = async (name: string, ...args: string[]): Promise<string> => {
    const path = join(root, `src/server/commands/${name}.ts`);
    return (
      await run(process.execPath, [path, ...args], { env: { ...environment, PORT: String(found) } })
    ).stdout;
  };
  const newsroom: RunningNewsroom = {
    port: found,
    origin: options.origin ?? `http://127.0.0.1:${found}`,
    dataDir,
    pid: child.pid ?? 0,
    printed: () => lines.join("\n"),
    async stop() {
      child.kill("SIGTERM");
      await ended;
      return child.exitCode;
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    restart: (change) => start(dataDir, { ...options, ...change }, found),
    deskLink: async () => (await command("desk", "link")).split("\n")[0] ?? "",
    exportTo: async (folder) => void (await command("desk", "export", folder)),
    deskKeyFile: join(dataDir, "keys/trial/desk-key.age"),
    passphrase: async () =>
      (await readFile(join(dataDir, "keys/trial/desk-passphrase.txt"), "utf8")).trim(),
    recoveryKeyFile: join(dataDir, "keys/trial/recovery-key.txt"),
    async close() {
      if (child.exitCode === null && child.signalCode === null) await newsroom.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return newsroom;
}

function listening(child: ChildProcess, lines: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) =>
      reject(new Error(`The newsroom ended with ${code}:\n${lines.join("\n")}`)),
    );
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        const port = /listening on [^ ]+:(\d+)/.exec(line)?.[1];
        if (port !== undefined) resolve(Number(port));
      });
    }
  });
}
