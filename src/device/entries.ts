import type { Picture, PictureFile, Sound } from "../protocol/article.ts";
import type { Entry } from "../protocol/edition.ts";
import { type InterfaceLanguage, interfaceLanguageOf } from "../protocol/language.ts";
import type { EntryRecord, Stored, Transaction, Upgrade } from "./database.ts";

// A phone may hold thousands of entries. No start reads them all: each record says what of it is here (`stored`) and bears
// the keys that it is found under, and whoever writes an entry, a text or a picture keeps both true in its own transaction.

/** The entry of a stored line. It was parsed when it arrived, so it is trusted here. */
export const storedEntry = (record: { readonly line: string }): Entry =>
  JSON.parse(record.line) as Entry;

/** Every picture of an article, the lead one first. */
export const picturesOf = (entry: Entry): readonly Picture[] =>
  entry.lead === undefined ? entry.pictures : [entry.lead, ...entry.pictures];

/** A picture or a recording: any of its files stands for all of them. */
export interface Medium {
  readonly files: readonly MediumFile[];
}

export type MediumFile = Pick<PictureFile | Sound, "hash" | "type" | "bytes"> & {
  /** CSS pixels; of a recording 0. */
  readonly width: number;
};

/** Everything that an article shows and plays: pictures, the lead one first, then recordings. */
export const mediaOf = (entry: Entry): readonly Medium[] => [
  ...picturesOf(entry),
  ...recordingsOf(entry),
];

export const recordingsOf = ({ sounds = [] }: Pick<Entry, "sounds">): readonly Medium[] =>
  sounds.map((sound) => ({ files: [{ ...sound, width: 0 }] }));

/** The newest first; of one day in a fixed order. */
export const newestFirst = (a: Pick<Entry, "id" | "date">, b: Pick<Entry, "id" | "date">): number =>
  a.date === b.date ? (a.id < b.id ? -1 : 1) : a.date < b.date ? 1 : -1;

/** One of the lists that screens show, the newest first. */
export type ListName =
  | "shelf"
  | {
      readonly language: InterfaceLanguage;
      readonly tag?: string | undefined;
      /** Only what is here with its text. */
      readonly onPhone?: boolean;
    };

/** What the keys of a list begin with. */
export const listPrefix = (list: ListName): string =>
  list === "shelf"
    ? "kept:"
    : `${list.onPhone ? "here" : "all"}${list.tag === undefined ? "" : `/${encodeURIComponent(list.tag)}`}:${list.language}:`;

/** All keys that begin so, whichever language follows where the prefix ends before it. */
export const beginningWith = (prefix: string, after?: IDBValidKey): IDBKeyRange =>
  IDBKeyRange.bound(after ?? prefix, `${prefix}\uffff`, after !== undefined);

/** What an entry is found under by its text's hash, by a picture, by an address that it once had, by its work. */
export const textKey = (hash: string): string => `text:${hash}`;
export const pictureKey = ({ files }: Medium): string => `picture:${files[0]?.hash}`;
export const formerKey = (slug: string): string => `former:${slug}`;
export const workKey = (work: string): string => `work:${work}`;
/** What the reader let go of, and what the reader asked for. */
export const spareKey = "spare";
export const askedKey = "asked";

/** Where an entry stands in every list. Its digits are turned round, so that ascending keys begin with the newest. */
export const rankOf = ({ date, id }: Pick<Entry, "date" | "id">): string =>
  date.replace(/\d/g, (digit) => String(9 - Number(digit))) + id;

/** Everything that an entry is found under. */
export function keysOf(
  entry: Entry,
  { kept, listed, stored, spare }: Omit<EntryRecord, "id" | "slug" | "line" | "under">,
): readonly string[] {
  const language = interfaceLanguageOf(entry.language);
  const lists: ListName[] = kept ? ["shelf"] : [];
  for (const tag of listed ? [undefined, ...entry.tags] : []) {
    lists.push({ language, tag });
    if (stored !== "headline") lists.push({ language, tag, onPhone: true });
  }
  return [
    ...new Set([
      ...lists.map((list) => listPrefix(list) + rankOf(entry)),
      ...mediaOf(entry).map(pictureKey),
      textKey(entry.article),
      workKey(entry.work),
      ...(entry.formerly ?? []).map(formerKey),
      ...(spare === undefined ? [] : [spare ? spareKey : askedKey]),
    ]),
  ];
}

/** Writes an entry with what is true of it now. Stores: entries, articles, media. */
export async function putEntry(
  transaction: Transaction<"readwrite"> | Upgrade,
  record: Pick<EntryRecord, "line" | "kept" | "listed" | "spare">,
): Promise<void> {
  const entry = storedEntry(record);
  const stored = await storedOf(transaction, entry);
  await transaction.objectStore("entries").put(recordOf(entry, { ...record, stored }));
}

/** A record with all that follows from its entry. */
export function recordOf(
  entry: Entry,
  {
    line,
    kept,
    listed,
    stored,
    spare,
  }: Pick<EntryRecord, "line" | "kept" | "listed" | "stored" | "spare">,
): EntryRecord {
  const { id, slug } = entry;
  const record = { id, slug, line, kept, listed, stored, ...(spare !== undefined && { spare }) };
  return { ...record, under: keysOf(entry, record) };
}

/** Makes `stored` true again for every entry found under the keys, after a text or a picture came or went. */
export async function renewEntries(
  transaction: Transaction<"readwrite">,
  keys: readonly string[],
): Promise<void> {
  const entries = transaction.objectStore("entries");
  const found = await Promise.all(keys.map((key) => entries.index("under").getAll(key)));
  await Promise.all(
    found.flat().map(async (record) => {
      const entry = storedEntry(record);
      const stored = await storedOf(transaction, entry);
      if (stored !== record.stored) await entries.put(recordOf(entry, { ...record, stored }));
    }),
  );
}

async function storedOf(
  transaction: Transaction<IDBTransactionMode> | Upgrade,
  entry: Entry,
): Promise<Stored> {
  const text = await transaction.objectStore("articles").getKey(entry.article);
  if (text === undefined) return "headline";
  const media = transaction.objectStore("media");
  const isHere = async ({ files }: Medium): Promise<boolean> => {
    const keys = await Promise.all(files.map(({ hash }) => media.getKey([hash, 0])));
    return keys.some((key) => key !== undefined);
  };
  const here = await Promise.all(mediaOf(entry).map(isHere));
  return here.every(Boolean) ? "complete" : "text";
}

const atOnce = 100;

/** All entries in order of id, some at a time: thousands in one piece would hold the page up. */
export async function* entriesInSteps(
  transaction: Transaction<IDBTransactionMode>,
): AsyncGenerator<readonly EntryRecord[], void, undefined> {
  let after: IDBKeyRange | undefined;
  for (;;) {
    const records = await transaction.objectStore("entries").getAll(after, atOnce);
    yield records;
    const last = records.at(-1);
    if (last === undefined || records.length < atOnce) return;
    after = IDBKeyRange.lowerBound(last.id, true);
  }
}
