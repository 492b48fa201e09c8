import { Worker } from "node:worker_threads";
import type { ReadBody } from "./markdown.ts";

/** Reads Markdown beside the server's own thread. */
export interface MarkdownReader {
  /** See {@link readMarkdown}; a text that takes too long or too much memory is a clause too. One at a time. */
  read(text: string): Promise<ReadBody>;
  close(): Promise<void>;
}

/** Milliseconds that one text may take. An honest megabyte takes about one second. */
const longest = 10_000;

/**
 * A reader in a worker. There is Markdown whose parsing time grows with the square of its length: in a worker it costs
 * its file and nothing else.
 */
export function createMarkdownReader(patience = longest): MarkdownReader {
  let worker: Worker | undefined;
  let answer: (read: ReadBody) => void = () => undefined;
  const start = () => {
    const started = new Worker(new URL("./markdown.worker.ts", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 160, stackSizeMb: 4 },
    });
    started.on("message", (read: ReadBody) => answer(read));
    started.on("error", (error) => answer({ ok: false, why: `cannot be read (${error.message})` }));
    return started;
  };
  const drop = async () => {
    const dropped = worker;
    worker = undefined;
    await dropped?.terminate();
  };
  return {
    async read(text) {
      const asked = (worker ??= start());
      const read = await new Promise<ReadBody>((resolve) => {
        const timer = setTimeout(() => answer(tooLong), patience);
        answer = (one) => {
          clearTimeout(timer);
          resolve(one);
        };
        asked.postMessage(text);
      });
      // After a failure nobody knows what the worker is still busy with.
      if (!read.ok) await drop();
      return read;
    },
    close: drop,
  };
}

const tooLong: ReadBody = {
  ok: false,
  why: "takes too long to read: it is nested or marked up too much",
};
