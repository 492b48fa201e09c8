import type { SourceRecord } from "../../../storage/source-storage.ts";
import type { FeedItem, FoundOnPage } from "../feeds/feed.ts";
import { isJson, textAt } from "../feeds/json-feed.ts";
import type { Answer, Fetching } from "../fetching/fetching.ts";
import { maxAge, retryAfter } from "../fetching/politeness.ts";
import {
  addressOf,
  createWordPress,
  type RestFailure,
  restRoot,
  type WordPress,
} from "../wordpress/rest.ts";
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

export interface GatheringDeps {
  readonly fetching: Fetching;
  readonly reader: MarkupReader;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

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
  feed: Extract<Awaited<ReturnType<MarkupReader["readFeed"]>>, { ok: true }>["feed"],
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

/** Where WordPress's REST may be: where it says, where it usually is, where it is without permalinks. */
function restsOf(answer: Answer, page: FoundOnPage | undefined): readonly string[] {
  const linked = /<([^<>]+)>\s*;\s*rel="?https:\/\/api\.w\.org\/"?/i.exec(
    answer.header("link") ?? "",
  )?.[1];
  const said = [linked, page?.rest].flatMap((rest) =>
    rest !== undefined && URL.canParse(rest, answer.url)
      ? restRoot(new URL(rest, answer.url).href)
      : [],
  );
  const folder = folderOf(answer.url);
  const usual =
    page?.looksLikeWordPress === true
      ? [new URL("wp-json/", folder).href, new URL("?rest_route=/", folder).href]
      : [];
  return [...new Set([...said, ...usual])];
}

const folderOf = (url: string): string =>
  new URL(new URL(url).pathname.endsWith("/") ? "." : `${url.replace(/[?#].*$/, "")}/`, url).href;

function feedBeside(rest: string): string {
  const url = new URL(rest);
  if (url.searchParams.has("rest_route")) return new URL("?feed=rss2", new URL(".", rest)).href;
  return new URL("../feed/", url).href;
}

interface Site {
  readonly rest: string;
  readonly feed: string | undefined;
  readonly language?: string | undefined;
}

async function askWordPress(
  deps: GatheringDeps,
  source: SourceRecord,
  site: Site,
  all: boolean,
): Promise<Gathered | { readonly kind: "off" }> {
  const wordpress = createWordPress(site.rest, deps.fetching, deps.reader, deps.now);
  const after = all || source.rest !== site.rest ? undefined : source.cursor;
  const listed = await wordpress.list({
    most: source.options.most,
    ...(after === undefined ? {} : { after }),
  });
  if (!listed.ok) return listed.isOff ? { kind: "off" } : restFailure(listed, deps.now());
  const title = source.title ?? (await titleOf(deps, site.rest));
  return {
    kind: "items",
    items: listed.posts,
    deleted: [],
    remarks: [],
    waits: 0,
    wordpress,
    found: {
      kind: "WordPress",
      title,
      feed: site.feed,
      rest: site.rest,
      language: site.language ?? source.language,
      cursor: listed.cursor ?? source.cursor,
    },
  };
}

const restFailure = ({ why, retryAfter: header }: RestFailure, now: number): Gathered => ({
  kind: "failed",
  why,
  waits: retryAfter(header, now) ?? 0,
  isGone: false,
});

async function titleOf({ fetching }: GatheringDeps, rest: string): Promise<string | undefined> {
  const about = addressOf(rest, "", { _fields: "name" });
  const fetched = await fetching.get(about, {
    accept: "application/json",
    limit: 2_000_000,
    patience: 20_000,
  });
  if (!fetched.ok || fetched.status !== 200) return undefined;
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(fetched.bytes));
    return isJson(json) ? textAt(json, "name") : undefined;
  } catch {
    return undefined;
  }
}
