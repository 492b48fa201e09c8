import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { gunzipSync } from "node:zlib";
import { reasonOf } from "../../../operator-error.ts";
import type { Feed } from "../feeds/feed.ts";
import type { MarkupReader } from "./markup-reader.ts";

/** A feed in a file, and the name by which it is known again; or one clause that says why it is none. */
export type FeedFile =
  | { readonly ok: true; readonly id: string; readonly feed: Feed }
  | { readonly ok: false; readonly why: string };

/** Bytes, unpacked: an export of WordPress with some thousand texts. */
const largest = 30_000_000;

/** Reads a feed or an export of WordPress from a file, packed with gzip or not. */
export async function openFeedFile(
  path: string,
  reader: MarkupReader,
  now: number,
): Promise<FeedFile> {
  let bytes: Uint8Array;
  try {
    if ((await stat(path)).size > largest)
      return { ok: false, why: `is larger than ${largest / 1_000_000} MB` };
    const packed = await readFile(path);
    bytes =
      packed[0] === 0x1f && packed[1] === 0x8b
        ? gunzipSync(packed, { maxOutputLength: largest })
        : packed;
  } catch (error) {
    return { ok: false, why: `cannot be read: ${reasonOf(error)}` };
  }
  // A relative address in a file leads nowhere.
  const read = await reader.readFeed({ bytes, url: "about:blank", now });
  if (!read.ok) return { ok: false, why: read.why };
  const { feed } = read;
  return { ok: true, id: `file:${feed.self ?? (feed.title || basename(path))}`, feed };
}
