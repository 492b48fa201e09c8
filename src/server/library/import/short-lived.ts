import { type ChildProcess, fork } from "node:child_process";
import { runInNewContext } from "node:vm";

/** A process that reads what may be hostile, beside the server. */
export interface ShortLived<Task, Answer> {
  /** Undefined where the process ended instead of answering: it took too much memory. One task at a time. */
  ask(task: Task): Promise<Answer | undefined>;
  close(): void;
}

/**
 * A process of its own, started with the first task. There are texts whose parsing takes the square of their length in
 * time, or hundreds of times in memory: this way they cost themselves and nothing else. (A worker thread that runs out
 * of memory can take the whole process with it, whatever its resourceLimits say.) `heap` in megabytes.
 */
export function createShortLived<Task extends object, Answer>(
  entry: string,
  heap: number,
): ShortLived<Task, Answer> {
  let child: ChildProcess | undefined;
  const close = () => {
    child?.kill("SIGKILL");
    child = undefined;
  };
  return {
    async ask(task) {
      child ??= fork(entry, {
        execArgv: [`--max-old-space-size=${heap}`],
        serialization: "advanced",
        stdio: ["ignore", "ignore", "ignore", "ipc"],
      });
      const answer = await answerOf<Answer>(child, task);
      if (answer === undefined) close();
      return answer;
    },
    close,
  };
}

function answerOf<Answer>(child: ChildProcess, task: object): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const end = (answer: Answer | undefined) => {
      child.off("message", onMessage).off("exit", onEnd).off("error", onEnd);
      resolve(answer);
    };
    const onMessage = (answer: unknown) => end(answer as Answer);
    const onEnd = () => end(undefined);
    child.on("message", onMessage).on("exit", onEnd).on("error", onEnd);
    child.send(task, (error) => {
      if (error !== null) onEnd();
    });
  });
}

/** Runs code for at most so many milliseconds; undefined where they were not enough. */
export function runWithin<T>(patience: number, read: () => T): T | undefined {
  try {
    // The one way to stop code that never waits: the engine interrupts it when the time is up.
    return runInNewContext("read()", { read }, { timeout: patience }) as T;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    return undefined;
  }
}
