import { fileURLToPath } from "node:url";
import type { ReadBody } from "./markdown.ts";
import type { ReadingTask } from "./markdown.worker.ts";
import { createShortLived } from "./short-lived.ts";

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

/** A reader in a process of its own, started with the first text. */
export function createMarkdownReader(patience = longest): MarkdownReader {
  const beside = createShortLived<ReadingTask, ReadBody>(entry, heap);
  return {
    read: async (text) =>
      (await beside.ask({ text, patience })) ?? {
        ok: false,
        why: "takes too much memory to read: it is marked up too much",
      },
    close: beside.close,
  };
}
