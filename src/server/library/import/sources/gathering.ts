import type { SourceRecord } from "../../../storage/source-storage.ts";
import type { Feed, FoundOnPage } from "../feeds/feed.ts";
import type { Answer } from "../fetching/fetching.ts";
import { maxAge, retryAfter } from "../fetching/politeness.ts";
import { askWordPress } from "./asking-wordpress.ts";
import type { Gathered, GatheringDeps } from "./gathered.ts";
import { feedBeside, folderOf, restsOf } from "./site-addresses.ts";

const feedAsking = {
  accept:
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.8, */*;q=0.5",
  limit: 20_000_000,
  patience: 60_000,
  orPart: true,
} as const;

/** Asks a source what it has: WordPress by REST, anything else by its feed. With `all`, not only what has changed. */
export async function gather(
  deps: GatheringDeps,
  source: SourceRecord,
  all: boolean,
): Promise<Gathered> {
  if (source.rest !== undefined) {
    const found = await askWordPress(deps, source, { rest: source.rest, feed: source.feed }, all);
    if (found.kind !== "off") return found;
  }
  const address = source.feed ?? source.address;
  const gathered = await askFeed(deps, source, address, all);
  // A feed that is gone from its address may stand elsewhere on the same site.
  const isLost =
    gathered.kind === "failed" && source.feed !== undefined && source.feed !== source.address;
  return isLost && gathered.waits === 0 ? askFeed(deps, source, source.address, true) : gathered;
}

async function askFeed(
  deps: GatheringDeps,
  source: SourceRecord,
  address: string,
  all: boolean,
): Promise<Gathered> {
  const { etag, lastModified } = source;
  const validators = {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  };
  const fetched = await deps.fetching.get(address, { ...feedAsking, ...(all ? {} : validators) });
  if (!fetched.ok) return { kind: "failed", why: fetched.why, waits: 0, isGone: false };
  const waits = maxAge(fetched.header("cache-control"));
  if (fetched.status === 304) return { kind: "unchanged", waits };
  const read = await deps.reader.readFeed({ ...typed(fetched), now: deps.now() });
  if (fetched.status === 200 && read.ok) return itemsOf(fetched, read.feed, address, source, waits);
  const page = read.ok ? undefined : read.page;
  const discovered = await discover(deps, source, fetched, page, all);
  if (discovered !== undefined) return discovered;
  return refusal(fetched, read.ok ? "" : read.why, deps.now());
}

const typed = (answer: Answer) => {
  const contentType = answer.header("content-type");
  return {
    bytes: answer.bytes,
    url: answer.url,
    ...(contentType === undefined ? {} : { contentType }),
  };
};

function itemsOf(
  answer: Answer,
  feed: Feed,
  address: string,
  source: SourceRecord,
  waits: number,
): Gathered {
  const isOwn = address === source.address;
  return {
    kind: "items",
    items: feed.items,
    deleted: feed.deleted,
    remarks: feed.remarks,
    waits: Math.max(waits, (feed.minutes ?? 0) * 60_000),
    found: {
      kind: source.rest === undefined ? feed.kind : `WordPress (${feed.kind}, its REST is closed)`,
      title: feed.title,
      feed: address,
      rest: source.rest,
      language: feed.language ?? source.language,
      cursor: source.cursor,
      etag: answer.header("etag"),
      lastModified: answer.header("last-modified"),
      ...(isOwn && answer.movedTo !== undefined
        ? { address: answer.movedTo, feed: answer.movedTo }
        : {}),
    },
  };
}

function refusal(answer: Answer, why: string, now: number): Gathered {
  const { status } = answer;
  const waits = retryAfter(answer.header("retry-after"), now) ?? 0;
  return {
    kind: "failed",
    why: status === 200 ? why : `answers ${status}`,
    waits,
    isGone: status === 410,
  };
}

/** Looks behind a page for WordPress, then for a feed. */
async function discover(
  deps: GatheringDeps,
  source: SourceRecord,
  answer: Answer,
  page: FoundOnPage | undefined,
  all: boolean,
): Promise<Gathered | undefined> {
  const feeds = page?.feeds ?? [];
  const rests = restsOf(answer, page);
  for (const rest of rests) {
    const found = await askWordPress(
      deps,
      source,
      { rest, feed: feeds[0] ?? feedBeside(rest), language: page?.language },
      all,
    );
    if (found.kind === "items") return found;
    if (found.kind === "failed" && found.waits > 0) return found;
  }
  if (source.feed !== undefined && answer.url === source.feed) return undefined;
  const guesses = ["feed/", "rss.xml", "feed.xml", "atom.xml", "index.xml", "?feed=rss2"];
  const beside = guesses.map((guess) => new URL(guess, folderOf(answer.url)).href);
  const besideRest = rests.slice(0, 1).map(feedBeside);
  for (const feed of [
    ...feeds,
    ...besideRest,
    ...(answer.status === 200 || page !== undefined ? beside : []),
  ]) {
    const fetched = await deps.fetching.get(feed, feedAsking);
    if (!fetched.ok || fetched.status !== 200) continue;
    const read = await deps.reader.readFeed({ ...typed(fetched), now: deps.now() });
    const [shut] = rests;
    const spoken = {
      ...source,
      ...(page?.language === undefined ? {} : { language: page.language }),
      ...(shut === undefined ? {} : { rest: shut }),
    };
    if (read.ok)
      return itemsOf(fetched, read.feed, feed, spoken, maxAge(fetched.header("cache-control")));
  }
  return undefined;
}
