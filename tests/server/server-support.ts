import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createTrialNewsroom } from "../../src/server/trial.ts";

export const root = new URL("../../", import.meta.url).pathname;
/** A cheap scrypt, for keys that guard nothing. */
export const quick = 2;
export const today = new Date("2026-11-11T12:00:00Z");

/** An empty folder, gone after the test. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "soniakh-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A data folder with a trial newsroom and a page that stands for the built app. */
export async function aDataFolder(): Promise<string> {
  const folder = join(aFolder(), "data");
  await createTrialNewsroom(folder, today, "http://localhost:8080", quick);
  for (const [name, page] of [
    ["app", "index.html"],
    ["desk", "desk.html"],
  ] as const) {
    mkdirSync(join(folder, name));
    writeFileSync(
      join(folder, name, page),
      '<!doctype html><html lang="uk"><head><!--head--><style>p{color:red}</style></head>' +
        '<body><div id="app"><!--app--></div><!--data--></body></html>',
    );
  }
  return folder;
}

/** A program that was started: what it says, and how it ends. */
export interface Started {
  /** Resolves with the text so far once it matches; rejects with it when the program ends first. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<{ readonly code: number | null; readonly text: string }>;
}

/** Starts a program with the given variables added; stopped after the test at the latest. */
export function start(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Started {
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env } });
  let text = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<{ code: number | null; text: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, text }));
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return {
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(text);
          if (found) resolve(found);
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`It ended without saying ${pattern}:\n${text}`)));
      }),
    kill: (signal) => void child.kill(signal),
    ended,
  };
}

/** The server's own process, on a free port, with one small article. */
export const startServer = (env: Readonly<Record<string, string>>): Started =>
  start(process.execPath, [join(root, "src/server/main.ts")], { ...usual(), ...env });

/** A free port and one small article. */
export function usual(): { readonly PORT: string; readonly CONTENT_DIR: string } {
  const content = aFolder();
  writeFileSync(join(content, "seeds.txt"), "Seeds in a pocket grow. The rest of the text stays.");
  return { PORT: "0", CONTENT_DIR: content };
}

/** The address that a started server prints. */
export async function addressOf(server: Started): Promise<string> {
  const [, address = ""] = await server.says(/^Read: +(\S+)\/$/m);
  return address;
}
