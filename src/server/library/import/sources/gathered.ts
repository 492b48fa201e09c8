import type { FeedItem } from "../feeds/feed.ts";
import type { Fetching } from "../fetching/fetching.ts";
import type { WordPress } from "../wordpress/rest.ts";
import type { MarkupReader } from "./markup-reader.ts";

/** What was learnt of a source while it was asked; undefined is nothing. */
export type Found = {
  readonly [
    K in "kind" | "title" | "feed" | "rest" | "language" | "cursor" | "etag" | "lastModified"
  ]?: string | undefined;
} & { readonly address?: string };

/** How asking a source ended. Waits are milliseconds that it asked for. */
export type Gathered =
  | {
      readonly kind: "items";
      readonly items: readonly (FeedItem & { readonly post?: number })[];
      /** Keys that the source says are deleted. */
      readonly deleted: readonly string[];
      readonly found: Found;
      readonly waits: number;
      readonly remarks: readonly string[];
      /** Present where it is asked by number what has become of a post. */
      readonly wordpress?: WordPress;
    }
  | { readonly kind: "unchanged"; readonly waits: number }
  | {
      readonly kind: "failed";
      readonly why: string;
      readonly waits: number;
      readonly isGone: boolean;
    };

/** What asking a source takes. */
export interface GatheringDeps {
  readonly fetching: Fetching;
  readonly reader: MarkupReader;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
