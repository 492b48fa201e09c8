import { runInNewContext } from "node:vm";
import { type ReadBody, readMarkdown } from "./markdown.ts";

/** One text and the milliseconds that it may take. */
export interface ReadingTask {
  readonly text: string;
  readonly patience: number;
}

// A process of its own, see markdown-reader.ts. It ends by itself when its parent does.
process.on("message", ({ text, patience }: ReadingTask) => process.send?.(read(text, patience)));

function read(text: string, patience: number): ReadBody {
  try {
    // The one way to stop code that never waits: the engine interrupts it when the time is up.
    return runInNewContext(
      "read()",
      { read: () => readMarkdown(text) },
      { timeout: patience },
    ) as ReadBody;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    return { ok: false, why: "takes too long to read: it is nested or marked up too much" };
  }
}
