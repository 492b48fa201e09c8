import { spawn } from "node:child_process";

const signals = ["SIGTERM", "SIGINT", "SIGHUP"];
const children = new Set();
let stoppedBy;

// Whoever stops this process stops what it started: a child that outlives it would keep the port.
for (const signal of signals) {
  process.on(signal, () => {
    stoppedBy = signal;
    for (const child of children) child.kill(signal);
  });
}

/**
 * Starts a program, hands on SIGTERM, SIGINT and SIGHUP, and resolves with its exit code (128 + n where
 * a signal ended it). With `ipc`, a child that listens for "disconnect" learns of our end even after SIGKILL.
 */
export function run(command, args, { env = {}, output = "inherit", ipc = false } = {}) {
  if (stoppedBy !== undefined) return Promise.resolve(143);
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", output, output, ...(ipc ? ["ipc"] : [])],
  });
  children.add(child);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      children.delete(child);
      resolve(code ?? (signal === "SIGINT" ? 130 : 143));
    });
  });
}

/** Like {@link run}, but keeps what is printed: `{code, text}`. */
export async function capture(command, args, { env = {} } = {}) {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.add(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (part) => (text += part));
  }
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  children.delete(child);
  return { code: code ?? 143, text };
}

/** True once somebody asked this process to end. */
export const isStopped = () => stoppedBy !== undefined;

/** Says one sentence and ends with exit code 1. */
export function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}
