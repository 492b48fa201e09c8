import { decodeText } from "../markup/decoding.ts";
import type { Feed, FeedItem, ReadFeed } from "./feed.ts";
import { isJson, readJsonFeed } from "./json-feed.ts";
import { readPage } from "./page.ts";
import { readXmlFeed } from "./xml-feed.ts";

/** Bytes from elsewhere, and what came with them. */
export interface FeedBytes {
  readonly bytes: Uint8Array;
  readonly contentType?: string;
  /** Where they came from, after redirects. */
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const mostItems = 5_000;

/**
 * Reads RSS, Atom or JSON Feed by what the bytes are, whatever their type says; or a page, for what it says about feeds.
 * Never throws. What cannot be an article is refused by a clause, the rest is there.
 */
export function readFeed({ bytes, contentType, url, now }: FeedBytes): ReadFeed {
  const text = decodeText(bytes, contentType).replace(/^[\s\ufeff\u0000]+/, "");
  if (text === "") return { ok: false, page: undefined, why: "is empty" };
  if (/^[[{]/.test(text)) return readJson(text, url, now);
  const feed = /^<!doctype\s+html|^<html/i.test(text) ? undefined : readXmlFeed(text, url, now);
  if (feed !== undefined) return { ok: true, feed: sift(feed) };
  if (!/<(?:html|head|body|link|meta)\b/i.test(text)) {
    return { ok: false, page: undefined, why: "is no RSS, Atom or JSON Feed" };
  }
  return { ok: false, page: readPage(text, url), why: "is a page that names no feed" };
}

function readJson(text: string, url: string, now: number): ReadFeed {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, page: undefined, why: "is JSON that broke off or has a mistake in it" };
  }
  const feed = readJsonFeed(json, url, now);
  if (feed !== undefined) return { ok: true, feed: sift(feed) };
  const isRest = isJson(json) && Array.isArray(json["namespaces"]);
  const page = isRest ? { feeds: [], rest: url, looksLikeWordPress: true } : undefined;
  return { ok: false, page, why: "is JSON, but no JSON Feed" };
}

/** Items that can be articles, each once. */
function sift(feed: Feed): Feed {
  const remarks = [...feed.remarks];
  const told = feed.items.filter((item) => {
    const hasWords = item.title !== "" || item.html.trim() !== "";
    if (!hasWords)
      remarks.push(
        `${item.link ?? (item.key || "an item")} has neither a title nor a text`.slice(0, 300),
      );
    return hasWords;
  });
  if (told.length > mostItems)
    remarks.push(`has ${told.length} items; the first ${mostItems} are read`);
  return { ...feed, items: withOwnKeys(told.slice(0, mostItems)), remarks };
}

/**
 * Each key once. A key that several pages share is none (some feeds give every item the address of the site): then the
 * page's address is the key. The same page twice is the same article, as its last version says.
 */
function withOwnKeys(items: readonly FeedItem[]): readonly FeedItem[] {
  const links = new Map<string, Set<string>>();
  for (const { key, link = "" } of items) links.set(key, (links.get(key) ?? new Set()).add(link));
  const kept = new Map<string, FeedItem>();
  for (const item of items) {
    const isShared = (links.get(item.key)?.size ?? 1) > 1 && item.link !== undefined;
    const key = isShared ? item.link : item.key;
    const before = kept.get(key);
    if (before === undefined || timeOf(item) > timeOf(before)) kept.set(key, { ...item, key });
  }
  return [...kept.values()];
}

const timeOf = ({ updated, date }: FeedItem): number => updated?.time ?? date?.time ?? 0;
