import type { FeedBytes } from "../feeds/read-feed.ts";
import { readFeed } from "../feeds/read-feed.ts";
import { type HtmlContext, readHtml } from "../markup/html.ts";
import { runWithin } from "../short-lived.ts";
import { readPosts } from "../wordpress/posts.ts";

/** Bytes of a feed, the HTML of one text, or a page of WordPress's posts. */
export type MarkupTask =
  | ({ readonly kind: "feed"; readonly patience: number } & FeedBytes)
  | ({ readonly kind: "posts"; readonly patience: number } & FeedBytes)
  | ({ readonly kind: "html"; readonly patience: number; readonly html: string } & HtmlContext);

// A process of its own, see short-lived.ts. It ends by itself when its parent does. Null where the time was up.
process.on("message", (task: MarkupTask) =>
  process.send?.(runWithin(task.patience, () => read(task)) ?? null),
);

function read(task: MarkupTask): unknown {
  switch (task.kind) {
    case "feed":
      return readFeed(task);
    case "posts":
      return readPosts(task);
    case "html":
      return readHtml(task.html, task);
  }
}
