// Servers in processes of their own, and what the kernel says of them (proc(5); Linux alone).
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

export interface Served {
  readonly pid: number;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts a Node program that prints `listening on HOST:PORT`. */
export async function serveByNode(program: string, ...args: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /listening on [^ ]+:(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    child.stdout.resume();
    const close = async (): Promise<void> => {
      child.kill("SIGTERM");
      await ended;
    };
    return { pid: child.pid ?? 0, port: Number(port), close };
  }
  throw new Error(`${program} did not start`);
}

/** Resident memory now and its highest mark since {@link forgetPeak}, in bytes. */
export function memoryOf(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const read = (name: string): number =>
    1_024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]);
  return { now: read("VmRSS"), peak: read("VmHWM") };
}

/** Sets the high-water mark back to what is resident now. */
export const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, "5");

/** Processor time that a process has used, in seconds; the kernel counts hundredths. */
export function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const [user, system] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13)
    .map(Number);
  return ((user ?? Number.NaN) + (system ?? Number.NaN)) / 100;
}
