import {
  type Article,
  type ArticleId,
  parseArticleJson,
  type Picture,
  type Slug,
} from "../protocol/article.ts";
import type { Hash } from "../protocol/bytes.ts";
import type { Entry } from "../protocol/edition.ts";
import type { Store, Transaction } from "./database.ts";
import { createFacts, type HeldEdition } from "./facts.ts";
import { hashOf } from "./hashing.ts";
import { heldMedia, isPictureHeld } from "./media.ts";

/** An entry with what this phone knows of it. */
export interface ListedEntry extends Entry {
  /** Put on the shelf by the reader. */
  readonly kept: boolean;
  /** False for a shelved article that the newsroom lists no more. */
  readonly listed: boolean;
  /** What of it is on the phone. */
  readonly stored: "headline" | "text" | "complete";
}

/** What `find` knows of one address. */
export interface Found {
  readonly entry: ListedEntry;
  /** The text, with its file's exact bytes as text; absent while only the headline is here. */
  readonly article?: { readonly article: Article; readonly hash: Hash; readonly json: string };
  /** True when the text is here but was written for a newer app. */
  readonly newer?: true;
}

/** What this phone holds of what the newsroom published. Reads storage alone: no call waits for a network. */
export interface Library {
  /** The edition shown, or undefined before the first one is here. */
  edition(): Promise<HeldEdition | undefined>;
  /** Everything held, the newest first. */
  list(): Promise<readonly ListedEntry[]>;
  find(slug: Slug): Promise<Found | undefined>;
  /** True for an address whose article was taken back while this phone held it. */
  isWithdrawn(slug: Slug): Promise<boolean>;
  /** On the shelf: stays until discarded, also when the newsroom lists it no more. */
  keep(id: ArticleId): Promise<void>;
  /** Off the shelf; an article that is listed no more goes from the phone. */
  discard(id: ArticleId): Promise<void>;
  /**
   * Takes in the text of a served page (the exact bytes of its script block), so that it need not travel again; resolves
   * to false where its hash does not fit. It is shown only once a signed edition names it.
   */
  takeServed(served: { readonly hash: string; readonly json: string }): Promise<boolean>;
}

type EntryRecord = { readonly line: string; readonly kept: boolean; readonly listed: boolean };

/** The entry of a stored line. It was parsed when it arrived, so it is trusted here: thousands are read at a start. */
export const storedEntry = (record: { readonly line: string }): Entry =>
  JSON.parse(record.line) as Entry;

/** Every picture of an article, the lead one first. */
export const picturesOf = (entry: Entry): readonly Picture[] =>
  entry.lead === undefined ? entry.pictures : [entry.lead, ...entry.pictures];

/** The newest first; of one day in a fixed order. */
export const newestFirst = (a: Entry, b: Entry): number =>
  a.date === b.date ? (a.id < b.id ? -1 : 1) : a.date < b.date ? 1 : -1;

/** The library in one store. */
export function createLibrary(store: Store): Library {
  const facts = createFacts(store);
  return {
    edition: () => facts.get("edition"),
    list: () => store.transact(["entries", "articles", "media"], "readonly", listEntries),
    find: (slug) =>
      store.transact(["entries", "articles", "media"], "readonly", (transaction) =>
        findArticle(transaction, slug),
      ),
    isWithdrawn: async (slug) => (await facts.get("withdrawn"))?.slugs.includes(slug) ?? false,
    keep: (id) =>
      store.transact(
        ["entries"],
        "readwrite",
        (transaction) => setKept(transaction, id, true),
        "strict",
      ),
    discard: (id) =>
      store.transact(["entries"], "readwrite", (transaction) => setKept(transaction, id, false)),
    async takeServed({ hash, json }) {
      if ((await hashOf(new TextEncoder().encode(json))) !== hash) return false;
      await store.transact(["articles"], "readwrite", async (transaction) => {
        await transaction.objectStore("articles").put({ hash, json });
      });
      return true;
    },
  };
}

async function listEntries(
  transaction: Transaction<IDBTransactionMode>,
): Promise<readonly ListedEntry[]> {
  const [records, texts, media] = await Promise.all([
    transaction.objectStore("entries").getAll(),
    transaction.objectStore("articles").getAllKeys(),
    heldMedia(transaction),
  ]);
  const held = new Set(texts);
  return records.map((record) => listed(record, held, media)).sort(newestFirst);
}

function listed(
  record: EntryRecord,
  texts: ReadonlySet<string>,
  media: ReadonlySet<string>,
): ListedEntry {
  const entry = storedEntry(record);
  const pictures = picturesOf(entry);
  const complete = pictures.every((picture) => isPictureHeld(picture, media));
  const stored = !texts.has(entry.article) ? "headline" : complete ? "complete" : "text";
  return { ...entry, kept: record.kept, listed: record.listed, stored };
}

async function findArticle(
  transaction: Transaction<IDBTransactionMode>,
  slug: Slug,
): Promise<Found | undefined> {
  const record = await findRecord(transaction, slug);
  if (record === undefined) return undefined;
  const hash = storedEntry(record).article;
  const [text, media] = await Promise.all([
    transaction.objectStore("articles").get(hash),
    heldMedia(transaction),
  ]);
  const entry = listed(record, new Set(text === undefined ? [] : [hash]), media);
  if (text === undefined) return { entry };
  const parsed = parseArticleJson(text.json);
  return parsed.ok
    ? { entry, article: { article: parsed.value, hash, json: text.json } }
    : { entry, newer: true };
}

/** By its slug, or by one that it had before it was renamed: a link that was passed on long ago leads there too. */
async function findRecord(transaction: Transaction<IDBTransactionMode>, slug: Slug) {
  const entries = transaction.objectStore("entries");
  const found = await entries.index("slug").get(slug);
  if (found !== undefined) return found;
  return (await entries.getAll()).find((record) => storedEntry(record).formerly?.includes(slug));
}

async function setKept(
  transaction: Transaction<"readwrite">,
  id: ArticleId,
  kept: boolean,
): Promise<void> {
  const entries = transaction.objectStore("entries");
  const record = await entries.get(id);
  if (record === undefined) return;
  await (kept || record.listed ? entries.put({ ...record, kept }) : entries.delete(id));
}
