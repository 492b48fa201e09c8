import type { SourceRecord } from "../../../storage/source-storage.ts";
import { isJson, textAt } from "../feeds/json-feed.ts";
import { retryAfter } from "../fetching/politeness.ts";
import { addressOf, createWordPress, type RestFailure } from "../wordpress/rest.ts";
import type { Gathered, GatheringDeps } from "./gathered.ts";

/** A WordPress site: the root of its REST, its feed, its pages' language. */
export interface Site {
  readonly rest: string;
  readonly feed: string | undefined;
  readonly language?: string | undefined;
}

/** Asks WordPress for its posts; `off` where it is there and does not answer strangers. */
export async function askWordPress(
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
