import { type Article, type ArticleId, parseArticleJson, type Slug } from "../protocol/article.ts";
import type { Hash } from "../protocol/bytes.ts";
import type { Entry } from "../protocol/edition.ts";
import type { EntryRecord, ObjectStore, Store, Stored, Transaction } from "./database.ts";
import {
  beginningWith,
  entriesInSteps,
  formerKey,
  listPrefix,
  type ListName,
  newestFirst,
  putEntry,
  renewEntries,
  storedEntry,
  textKey,
  workKey,
} from "./entries.ts";
import { createFacts, type HeldEdition } from "./facts.ts";
import { hashOf } from "./hashing.ts";

/** An entry with what this phone knows of it. */
export interface ListedEntry extends Entry {
  /** Put on the shelf by the reader. */
  readonly kept: boolean;
  /** False for a shelved article that the newsroom lists no more. */
  readonly listed: boolean;
  /** What of it is on the phone. */
  readonly stored: Stored;
}

/** How many articles the newsroom lists, in all languages, and how many of them are here with their text. */
export interface Counts {
  readonly listed: number;
  readonly texts: number;
}

/** What `find` knows of one address. */
export interface Found {
  readonly entry: ListedEntry;
  /** The text, with its file's exact bytes as text; absent while only the headline is here. */
  readonly article?: { readonly article: Article; readonly hash: Hash; readonly json: string };
  /** True when the text is here but was written for a newer app. */
  readonly newer?: true;
  /** The same text in another language, where the newsroom lists one. */
  readonly translation?: Slug | undefined;
}

/** What this phone holds of what the newsroom published. Reads storage alone: no call waits for a network. */
export interface Library {
  /** The edition shown, or undefined before the first one is here. */
  edition(): Promise<HeldEdition | undefined>;
  /** Everything held, the newest first. Thousands, perhaps: for whoever needs them all. Screens ask for pages. */
  list(): Promise<readonly ListedEntry[]>;
  /** A list from its n-th entry on. Its beginning is as quick with thousands as with fifty. */
  page(list: ListName, from: number, count: number): Promise<readonly ListedEntry[]>;
  /** How many entries a list has. Counted one by one, as all of them are: no start waits for that. */
  lengthOf(list: ListName): Promise<number>;
  counts(): Promise<Counts>;
  find(slug: Slug): Promise<Found | undefined>;
  /** True for an address whose article was taken back while this phone held it. */
  isWithdrawn(slug: Slug): Promise<boolean>;
  /** On the shelf: stays until discarded, also when the newsroom lists it no more. */
  keep(id: ArticleId): Promise<void>;
  /** Off the shelf; an article that is listed no more goes from the phone. */
  discard(id: ArticleId): Promise<void>;
  /** Asked for: it comes with the next network, though it was let go or is old. */
  want(slug: Slug): Promise<void>;
  /**
   * Takes in the text of a served page (the exact bytes of its script block), so that it need not travel again; resolves
   * to false where its hash does not fit. It is shown only once a signed edition names it.
   */
  takeServed(served: { readonly hash: string; readonly json: string }): Promise<boolean>;
}

/** The library in one store. */
export function createLibrary(store: Store): Library {
  const facts = createFacts(store);
  return {
    edition: () => facts.get("edition"),
    list: () => store.transact(["entries"], "readonly", listEntries),
    page: (list, from, count) =>
      store.transact(["entries"], "readonly", (transaction) =>
        readPage(transaction, list, from, count),
      ),
    lengthOf: (list) =>
      store.transact(["entries"], "readonly", (transaction) =>
        count(transaction, listPrefix(list)),
      ),
    counts: () => store.transact(["entries"], "readonly", countEntries),
    find: (slug) =>
      store.transact(["entries", "articles"], "readonly", (transaction) =>
        findArticle(transaction, slug),
      ),
    isWithdrawn: async (slug) => (await facts.get("withdrawn"))?.slugs.includes(slug) ?? false,
    keep: (id) => change(store, (entries) => entries.get(id), { kept: true, spare: undefined }),
    discard: (id) => change(store, (entries) => entries.get(id), { kept: false }),
    want: (slug) => change(store, (entries) => entries.index("slug").get(slug), { spare: false }),
    async takeServed({ hash, json }) {
      if ((await hashOf(new TextEncoder().encode(json))) !== hash) return false;
      await putTexts(store, [{ hash, json }]);
      return true;
    },
  };
}

/** Keeps texts, and lets the entries that name them say so, both or neither. */
export const putTexts = (
  store: Store,
  texts: readonly { readonly hash: string; readonly json: string }[],
): Promise<void> =>
  store.transact(["entries", "articles", "media"], "readwrite", async (transaction) => {
    const articles = transaction.objectStore("articles");
    await Promise.all(texts.map((text) => articles.put(text)));
    await renewEntries(
      transaction,
      texts.map(({ hash }) => textKey(hash)),
    );
  });

const listed = (record: EntryRecord): ListedEntry => {
  const { kept, listed, stored } = record;
  return { ...storedEntry(record), kept, listed, stored };
};

async function listEntries(transaction: Transaction): Promise<readonly ListedEntry[]> {
  const all: ListedEntry[] = [];
  for await (const records of entriesInSteps(transaction)) all.push(...records.map(listed));
  return all.sort(newestFirst);
}

async function readPage(
  transaction: Transaction,
  list: ListName,
  from: number,
  most: number,
): Promise<readonly ListedEntry[]> {
  const under = transaction.objectStore("entries").index("under");
  let range = beginningWith(listPrefix(list));
  if (from > 0) {
    const first = await under.openKeyCursor(range);
    const cursor = await first?.advance(from);
    if (!cursor) return [];
    range = IDBKeyRange.bound(cursor.key, range.upper);
  }
  return (await under.getAll(range, most)).map(listed);
}

const count = (transaction: Transaction, prefix: string): Promise<number> =>
  transaction.objectStore("entries").index("under").count(beginningWith(prefix));

async function countEntries(transaction: Transaction): Promise<Counts> {
  const [all, texts] = await Promise.all([count(transaction, "all:"), count(transaction, "here:")]);
  return { listed: all, texts };
}

async function findArticle(transaction: Transaction, slug: Slug): Promise<Found | undefined> {
  const entries = transaction.objectStore("entries");
  const record = await findRecord(transaction, slug);
  if (record === undefined) return undefined;
  const entry = listed(record);
  const [text, work] = await Promise.all([
    transaction.objectStore("articles").get(entry.article),
    entries.index("under").getAll(workKey(entry.work)),
  ]);
  const other = work.find((one) => one.listed && storedEntry(one).language !== entry.language);
  const found = { entry, translation: other?.slug as Slug | undefined };
  if (text === undefined) return found;
  const parsed = parseArticleJson(text.json);
  return parsed.ok
    ? { ...found, article: { article: parsed.value, hash: entry.article, json: text.json } }
    : { ...found, newer: true };
}

/** By its slug, or by one that it had before it was renamed: a link that was passed on long ago leads there too. */
async function findRecord(transaction: Transaction<IDBTransactionMode>, slug: Slug) {
  const entries = transaction.objectStore("entries");
  const found = await entries.index("slug").get(slug);
  return found ?? (await entries.index("under").get(formerKey(slug)));
}

type Entries = ObjectStore<"entries">;

const change = (
  store: Store,
  find: (entries: Entries) => Promise<EntryRecord | undefined>,
  to: { readonly kept?: boolean; readonly spare?: boolean | undefined },
): Promise<void> =>
  store.transact(
    ["entries", "articles", "media"],
    "readwrite",
    async (transaction) => {
      const entries = transaction.objectStore("entries");
      const record = await find(entries);
      if (record === undefined) return;
      const next = { ...record, ...to };
      await (next.kept || next.listed ? putEntry(transaction, next) : entries.delete(next.id));
    },
    "strict",
  );
