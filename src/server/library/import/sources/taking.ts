import type { LibraryStorage } from "../../../storage/library-storage.ts";
import type { ItemRecord, SourceRecord, SourceStorage } from "../../../storage/source-storage.ts";
import type { Library } from "../../library.ts";
import type { Media } from "../../media.ts";
import { createFetching, type FetchingOptions } from "../fetching/fetching.ts";
import { createBatches } from "./batches.ts";
import type { Found, Gathered } from "./gathered.ts";
import { gather } from "./gathering.ts";
import { withKnownKeys } from "./known-keys.ts";
import type { MarkupReader } from "./markup-reader.ts";
import { findTakeDowns, type Gone } from "./take-downs.ts";

/** What taking from sources is made of. */
export interface TakingDeps {
  readonly storage: SourceStorage;
  readonly articles: Pick<LibraryStorage, "findArticle">;
  readonly library: Pick<Library, "findBySlug" | "publish" | "unlist" | "withdraw">;
  readonly media: Media;
  readonly reader: MarkupReader;
  /** Every source may be a private host, whatever its own option. */
  readonly allowPrivate: boolean;
  readonly lookup?: FetchingOptions["lookup"];
  /** Ends what is under way. */
  readonly signal?: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How a look at a source ended. */
export interface Taken {
  readonly ok: boolean;
  /** The source as it is known now. */
  readonly source: SourceRecord;
  readonly added: number;
  readonly changed: number;
  readonly kept: number;
  readonly takenDown: number;
  readonly unlisted: number;
  readonly refused: number;
  /** Milliseconds that the source asked to be left alone. */
  readonly waits: number;
  /** True where it said that it is gone for good. */
  readonly isGone: boolean;
  /** True where nothing had changed, and nothing travelled. */
  readonly isUnchanged: boolean;
  /** One sentence each. */
  readonly messages: readonly string[];
}

const nothing = {
  added: 0,
  changed: 0,
  kept: 0,
  takenDown: 0,
  unlisted: 0,
  refused: 0,
  messages: [],
};

/** Milliseconds for one look at one source, all its pages and pictures; what came by then is published. */
const patience = 30 * 60_000;

/**
 * Looks at a source and publishes what is new or has changed, newest first, in editions of some articles each; takes
 * down what was taken down there. Remembers items and source in the storage. Does not reject for anything that the
 * source says or fails to say.
 */
export async function takeSource(
  deps: TakingDeps,
  source: SourceRecord,
  all: boolean,
): Promise<Taken> {
  const late = AbortSignal.timeout(patience);
  const fetching = createFetching({
    allowPrivate: deps.allowPrivate || source.options.allowPrivate,
    signal: deps.signal === undefined ? late : AbortSignal.any([late, deps.signal]),
    ...(deps.lookup === undefined ? {} : { lookup: deps.lookup }),
  });
  try {
    const gathered = await gather({ fetching, reader: deps.reader, now: deps.now }, source, all);
    return gathered.kind === "items"
      ? await takeItems(deps, fetching, source, gathered)
      : { ...nothing, ...endedWithout(gathered), source };
  } finally {
    deps.reader.close();
  }
}

function endedWithout(
  gathered: Exclude<Gathered, { kind: "items" }>,
): Pick<Taken, "ok" | "waits" | "isGone" | "isUnchanged" | "messages"> {
  const { waits } = gathered;
  if (gathered.kind === "unchanged")
    return { ok: true, waits, isGone: false, isUnchanged: true, messages: [] };
  return {
    ok: false,
    waits,
    isGone: gathered.isGone,
    isUnchanged: false,
    messages: [`${gathered.why}.`],
  };
}

/** Takes items that were gathered; also those of a file. */
export async function takeItems(
  deps: TakingDeps,
  fetching: ReturnType<typeof createFetching>,
  source: SourceRecord,
  told: Extract<Gathered, { kind: "items" }>,
): Promise<Taken> {
  const known = await deps.storage.listItems(source.id);
  const gathered = { ...told, items: withKnownKeys(told.items, known) };
  const batches = createBatches(deps, fetching, source, gathered.found.language, known);
  const newestFirst = gathered.items.toSorted(
    (one, other) => (other.date?.time ?? 0) - (one.date?.time ?? 0),
  );
  for (const item of newestFirst) await batches.add(item);
  const done = await batches.finish();
  const gone = await findTakeDowns(
    gathered,
    await deps.storage.listItems(source.id),
    fetching,
    deps.now(),
  );
  await takeDown(deps, source.id, gone);
  const excerpts = gathered.items.filter(
    ({ isExcerpt, link }) => isExcerpt && link !== undefined,
  ).length;
  const short =
    excerpts * 2 > gathered.items.length
      ? [
          `gives only the beginnings of its texts (${excerpts} of ${gathered.items.length}); each ends with a link to the whole`,
        ]
      : [];
  const messages = [...short, ...gathered.remarks, ...gone.remarks].map((clause) => `${clause}.`);
  return {
    ...done,
    ok: true,
    // Something that could not be had this time is asked for again: the next answer must not be 304.
    source: withFound(
      source,
      done.isIncomplete ? forgetful(gathered.found, source) : gathered.found,
    ),
    takenDown: gone.takenDown.length,
    unlisted: gone.missing.length,
    refused: done.refused + gathered.remarks.length,
    waits: gathered.waits,
    isGone: false,
    isUnchanged: false,
    messages: [...messages, ...done.messages],
  };
}

const forgetful = (found: Found, source: SourceRecord): Found => ({
  ...found,
  etag: undefined,
  lastModified: undefined,
  cursor: source.cursor,
});

/** A source with what was learnt of it; what was not found is not known any more. */
function withFound(source: SourceRecord, found: Found): SourceRecord {
  const { etag: _, lastModified: __, feed: ___, rest: ____, cursor: _____, ...lasting } = source;
  const told = Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined && value !== ""),
  );
  return { ...lasting, ...(told as Partial<SourceRecord>) };
}

async function takeDown(deps: TakingDeps, source: string, gone: Gone): Promise<void> {
  for (const { article } of gone.takenDown) await deps.library.withdraw(article);
  if (gone.missing.length > 0)
    await deps.library.unlist(gone.missing.map(({ article }) => article));
  const records: readonly ItemRecord[] = [
    ...gone.takenDown.map((item): ItemRecord => ({
      ...item,
      standing: "taken-down",
      hash: "",
      pictures: [],
    })),
    ...gone.missing.map((item): ItemRecord => ({ ...item, standing: "gone", hash: "" })),
    ...gone.asked,
  ];
  if (records.length > 0) await deps.storage.putItems(source, records);
}
