import { type ReadBody, readMarkdown } from "./markdown.ts";
import { runWithin } from "./short-lived.ts";

/** One text and the milliseconds that it may take. */
export interface ReadingTask {
  readonly text: string;
  readonly patience: number;
}

// A process of its own, see short-lived.ts. It ends by itself when its parent does.
process.on("message", ({ text, patience }: ReadingTask) => process.send?.(read(text, patience)));

const read = (text: string, patience: number): ReadBody =>
  runWithin(patience, () => readMarkdown(text)) ?? {
    ok: false,
    why: "takes too long to read: it is nested or marked up too much",
  };
