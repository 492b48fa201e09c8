import { fileURLToPath } from "node:url";
import type { ReadFeed } from "../feeds/feed.ts";
import type { FeedBytes } from "../feeds/read-feed.ts";
import type { HtmlContext, ReadHtml } from "../markup/html.ts";
import { createShortLived } from "../short-lived.ts";
import type { ReadPosts } from "../wordpress/posts.ts";
import type { MarkupTask } from "./markup.worker.ts";

/** Reads what comes from elsewhere, beside the server: nothing in it can stop the server or take its memory. One at a time. */
export interface MarkupReader {
  /** See {@link readFeed}. */
  readFeed(bytes: FeedBytes): Promise<ReadFeed>;
  /** See {@link readPosts}. */
  readPosts(bytes: FeedBytes): Promise<ReadPosts>;
  /** See {@link readHtml}; a clause where it takes too long or too much memory. */
  readHtml(html: string, context: HtmlContext): Promise<ReadHtml | string>;
  /** Ends the process; the next task starts another. */
  close(): void;
}

/** Milliseconds that a feed and one text may take. */
const longest = { feed: 10_000, posts: 5_000, html: 5_000 } as const;
/** Megabytes of heap. */
const heap = 256;

const entry = fileURLToPath(new URL("./markup.worker.ts", import.meta.url));
const tooMuch = "takes too much time or memory to read";

/** A reader in a process of its own, started with the first task. */
export function createMarkupReader(): MarkupReader {
  const child = createShortLived<MarkupTask, unknown>(entry, heap);
  const ask = async <T>(task: MarkupTask): Promise<T | undefined> =>
    ((await child.ask(task)) as T | null | undefined) ?? undefined;
  return {
    readFeed: async (bytes) =>
      (await ask<ReadFeed>({ kind: "feed", patience: longest.feed, ...bytes })) ?? {
        ok: false,
        page: undefined,
        why: tooMuch,
      },
    readPosts: async (bytes) =>
      (await ask<ReadPosts>({ kind: "posts", patience: longest.posts, ...bytes })) ?? {
        ok: false,
        why: tooMuch,
      },
    readHtml: async (html, context) =>
      (await ask<ReadHtml>({ kind: "html", patience: longest.html, html, ...context })) ?? tooMuch,
    close: child.close,
  };
}
