// Ending browsers the hard way, and proving that nothing of them is left.
// Only ever acts on a process that a driver here started, on its children, on its group, and on what bears its mark.
import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import process from "node:process";
import { until } from "./waiting.ts";

/**
 * A browser that we started. `pid` leads its own process group. `mark` is a value in the environment of all it starts:
 * crash handlers leave the group, and init adopts them, so that nothing but the mark still tells whose they are.
 */
export type Started = { pid: number; mark: string };

type Process = { pid: number; parent: number; group: number };

/** A fresh mark, and the environment to start a browser with so that it can be found by it. */
export function markedEnvironment(): { mark: string; env: Record<string, string> } {
  const mark = `SONIAKH_BROWSER=${randomUUID()}`;
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { mark, env: Object.fromEntries([...inherited, mark.split("=") as [string, string]]) };
}

/**
 * The living processes of a browser: what bears its mark, with groups and descendants. Zombies do not count.
 * Where there is no /proc (macOS), at most the process itself.
 */
export async function processTree({ pid, mark }: Started): Promise<number[]> {
  const all = await livingProcesses();
  if (all === undefined) return isAlive(pid) ? [pid] : [];
  const bearing = await Promise.all(all.map((one) => bears(one.pid, mark)));
  // The number alone proves nothing: it may have been given to a stranger since. So everything starts from the mark.
  const marked = all.filter((_, at) => bearing[at]);
  const groups = new Set(marked.filter((one) => one.pid === one.group).map((one) => one.group)); // led by one of ours
  const found = new Set(
    [...marked, ...all.filter((one) => groups.has(one.group))].map((one) => one.pid),
  );
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const one of all) if (found.has(one.parent)) found.add(one.pid);
  }
  return [...found];
}

/** SIGKILL for the whole tree, as when a battery is pulled. Resolves when all of it is gone; gone already is fine. */
export async function killTree(started: Started): Promise<void> {
  // The list is taken before the first signal: orphans go to init and some could not be found afterwards.
  const tree = await processTree(started);
  if (tree.includes(started.pid)) signal(-started.pid, "SIGKILL");
  for (const pid of tree) signal(pid, "SIGKILL");
  await untilGone(started, tree);
}

/** Resolves when neither the tree nor any of `others` (pids seen in it earlier) is alive. */
export async function untilGone(started: Started, others: readonly number[] = []): Promise<void> {
  await until(`process ${started.pid} and its children end`, async () => {
    const alive = await livingPids(others);
    return alive.length === 0 && (await processTree(started)).length === 0;
  });
}

/** Which of these pids are alive. */
export async function livingPids(pids: readonly number[]): Promise<number[]> {
  const all = await livingProcesses();
  if (all === undefined) return pids.filter(isAlive);
  return pids.filter((pid) => all.some((one) => one.pid === pid));
}

async function livingProcesses(): Promise<Process[] | undefined> {
  const names = await readdir("/proc").catch(() => undefined);
  if (names === undefined) return undefined;
  const read = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(readProcess));
  return read.filter((one) => one !== undefined);
}

/** proc(5), /proc/pid/stat: `pid (comm) state ppid pgrp …`; comm may itself hold spaces and brackets. */
async function readProcess(name: string): Promise<Process | undefined> {
  const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => undefined);
  if (stat === undefined) return undefined; // ended while we looked
  const [state, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (state === "Z" || state === "X") return undefined;
  return { pid: Number(name), parent: Number(parent), group: Number(group) };
}

async function bears(pid: number, mark: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => ""); // not ours to read, or gone
  return environment.split("\0").includes(mark);
}

/** For a runner's `exit` event, where nothing can be awaited: SIGKILL for the group, if it is still there. */
export function killGroupNow({ pid }: Started): void {
  signal(-pid, "SIGKILL");
}

function isAlive(pid: number): boolean {
  return signal(pid, 0);
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}
