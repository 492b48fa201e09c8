import type { ItemRecord } from "../../../storage/source-storage.ts";
import type { FeedItem } from "../feeds/feed.ts";

/** The same page, by http or https, with `www.` and a slash at its end or without. */
const pageOf = (link: string): string =>
  link.replace(/^https?:\/\/(?:www\.)?/i, "").replace(/(?:#.*|\/+)$/, "");

/** Pages that only one of them has: an address that several share is the site's, not a text's. */
function onlyOnes<T extends { readonly link?: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  const found = new Map<string, T | undefined>();
  for (const one of all) {
    if (one.link === undefined) continue;
    const page = pageOf(one.link);
    found.set(page, found.has(page) ? undefined : one);
  }
  return new Map(
    [...found].flatMap(([page, one]) => (one === undefined ? [] : [[page, one] as const])),
  );
}

/**
 * Items under the keys that they are known by. A site that gives its texts new keys (it moved to https, it makes keys
 * anew each time) would otherwise have each text twice here: a new key with the page of one that is named no more is that one.
 */
export function withKnownKeys<T extends FeedItem>(
  items: readonly T[],
  known: readonly ItemRecord[],
): readonly T[] {
  const named = new Set(items.map(({ key }) => key));
  const keys = new Set(known.map(({ key }) => key));
  const before = onlyOnes(known);
  const now = onlyOnes(items);
  return items.map((item) => {
    if (keys.has(item.key) || item.link === undefined) return item;
    const page = pageOf(item.link);
    const record = before.get(page);
    const isSame = record !== undefined && !named.has(record.key) && now.get(page) === item;
    return isSame ? { ...item, key: record.key } : item;
  });
}
