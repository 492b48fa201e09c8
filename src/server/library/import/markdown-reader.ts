import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ReadBody } from "./markdown.ts";
import type { ReadingTask } from "./markdown.worker.ts";

/** Reads Markdown beside the server. */
export interface MarkdownReader {
  /** See {@link readMarkdown}; a text that takes too long or too much memory is a clause too. One at a time. */
  read(text: string): Promise<ReadBody>;
  close(): void;
}

/** Milliseconds that one text may take. An honest megabyte takes two or three seconds. */
const longest = 10_000;
/** Megabytes of heap that one text may take. */
const heap = 220;

const entry = fileURLToPath(new URL("./markdown.worker.ts", import.meta.url));

/**
 * A reader in a process of its own, started with the first text. There is Markdown whose parsing takes the square of
 * its length in time, or hundreds of times in memory: this way it costs its file and nothing else. (A worker thread
 * that runs out of memory can take the whole process with it, whatever its resourceLimits say.)
 */
export function createMarkdownReader(patience = longest): MarkdownReader {
  let child: ChildProcess | undefined;
  const close = () => {
    child?.kill("SIGKILL");
    child = undefined;
  };
  return {
    async read(text) {
      child ??= fork(entry, {
        execArgv: [`--max-old-space-size=${heap}`],
        stdio: ["ignore", "ignore", "ignore", "ipc"],
      });
      const read = await answerOf(child, { text, patience });
      if (read === undefined) close();
      return read ?? { ok: false, why: "takes too much memory to read: it is marked up too much" };
    },
    close,
  };
}

/** Undefined where the process has ended instead. */
function answerOf(child: ChildProcess, task: ReadingTask): Promise<ReadBody | undefined> {
  return new Promise((resolve) => {
    const end = (read: ReadBody | undefined) => {
      child.off("message", onMessage).off("exit", onEnd).off("error", onEnd);
      resolve(read);
    };
    const onMessage = (read: unknown) => end(read as ReadBody);
    const onEnd = () => end(undefined);
    child.on("message", onMessage).on("exit", onEnd).on("error", onEnd);
    child.send(task, (error) => {
      if (error !== null) onEnd();
    });
  });
}
