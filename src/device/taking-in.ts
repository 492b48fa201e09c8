import type { ArticleId } from "../protocol/article.ts";
import type { Hash } from "../protocol/bytes.ts";
import type { KeyList } from "../protocol/keys.ts";
import type { Store, Transaction } from "./database.ts";
import { DeviceError } from "./errors.ts";
import type { HeldEdition, Signed, WithdrawnList } from "./facts.ts";
import { newestFirst, putEntry, renewEntries, storedEntry, textKey } from "./entries.ts";
import { putPicture } from "./media.ts";
import { type CheckingDeps, type PassedOn, readPassedOn, type Unfit } from "./reading-passed-on.ts";
import { putEdition, putWithdrawn, type StagedEntry } from "./staging.ts";
import { tidy } from "./tidying.ts";
import { withRoom } from "./with-room.ts";

/** What becomes of an article of a file on this phone. */
export type Fate =
  /** Its text is not here yet. */
  | "new"
  /** An older version of it is here, and gives way. */
  | "newer"
  /** The same is here. */
  | "here"
  /** What this phone has is newer; it stays. */
  | "older"
  /** The newsroom has taken it back: it is not taken in. */
  | "withdrawn"
  /** An older edition's article that the newsroom lists no more: it is not taken in with the rest. */
  | "unlisted"
  /** The file has the headline alone. */
  | "headline";

/** What stands in a checked file, the newest article first. */
export interface Contents {
  readonly kind: PassedOn["kind"];
  readonly publishedAt: string;
  readonly articles: readonly (Pick<
    StagedEntry["entry"],
    "id" | "slug" | "title" | "language" | "date"
  > & {
    readonly fate: Fate;
  })[];
  readonly pictures: number;
}

/** A file that was looked at. Taking in resolves to what was added; nothing is added before. */
export type Opened =
  | { readonly kind: "unfit"; readonly why: Unfit }
  | { readonly kind: "fits"; readonly contents: Contents; takeIn(): Promise<Taken> };

/** How taking in ended; in any case but the first nothing was added. */
export type Taken =
  | { readonly kind: "taken"; readonly contents: Contents }
  | { readonly kind: "full" }
  /** Another edition of the same number: one of both is a lie. */
  | { readonly kind: "unfit"; readonly why: "damaged" };

/** What taking in needs. */
export interface TakingInDeps extends Omit<CheckingDeps, "keys"> {
  readonly store: Store;
  readonly locks: Pick<LockManager, "request">;
  /** Called when the library changed. */
  readonly announce: () => void;
}

/** What of this phone decides about a file. */
interface Held {
  readonly edition: HeldEdition | undefined;
  readonly withdrawn: ReadonlySet<string>;
  readonly records: ReadonlyMap<string, EntryRecord>;
  readonly texts: ReadonlySet<string>;
}
type EntryRecord = {
  readonly id: string;
  readonly slug: string;
  readonly line: string;
  readonly kept: boolean;
  readonly listed: boolean;
};

/** Reads a passed-on file and checks every byte of it; resolves for whatever file it is. */
export async function openPassedOn(file: Blob, deps: TakingInDeps): Promise<Opened> {
  const keys = await deps.store.transact(["facts"], "readonly", async (transaction) => {
    const record = await transaction.objectStore("facts").get("keys");
    return record?.value as (KeyList & Signed) | undefined;
  });
  const passed = await readPassedOn(file, { ...deps, keys });
  if (typeof passed === "string") return { kind: "unfit", why: passed };
  const held = await deps.store.transact(["entries", "articles", "facts"], "readonly", readHeld);
  if (isFork(passed, held.edition)) return { kind: "unfit", why: "damaged" };
  return {
    kind: "fits",
    contents: contentsOf(passed, held),
    takeIn: () => takeIn(passed, deps),
  };
}

/** Adds what is in the file, all in one transaction. The download engine waits meanwhile: both change what is listed. */
async function takeIn(passed: PassedOn, { store, locks, announce }: TakingInDeps): Promise<Taken> {
  return locks.request("catching-up", {}, async (): Promise<Taken> => {
    try {
      const stores = ["entries", "articles", "media", "facts"] as const;
      const work = (transaction: Transaction<"readwrite">): Promise<Contents | undefined> =>
        put(transaction, passed);
      const contents = await withRoom(store, () =>
        store.transact(stores, "readwrite", work, "strict"),
      );
      if (contents === undefined) return { kind: "unfit", why: "damaged" };
      await tidy(store);
      announce();
      return { kind: "taken", contents };
    } catch (error) {
      if (error instanceof DeviceError && error.code === "storage-full") return { kind: "full" };
      throw error;
    }
  });
}

async function put(
  transaction: Transaction<"readwrite">,
  passed: PassedOn,
): Promise<Contents | undefined> {
  const held = await readHeld(transaction);
  if (isFork(passed, held.edition)) return undefined;
  const contents = contentsOf(passed, held);
  const fates = new Map(contents.articles.map(({ id, fate }) => [id, fate]));
  const taken = passed.entries.filter(({ entry }) => isTaken(fates.get(entry.id)));
  const hashes = new Set<string>(taken.map(({ entry }) => entry.article));
  for (const [hash, json] of passed.texts)
    if (hashes.has(hash)) await transaction.objectStore("articles").put({ hash, json });
  const files = new Set(taken.flatMap(({ entry }) => filesOf(entry)));
  for (const { picture, file, bytes } of passed.pictures)
    if (files.has(file.hash)) await putPicture(transaction, picture, file, bytes);
  // Before the edition changes: it remembers the addresses of what goes.
  await putSigned(transaction, passed, held);
  await (passed.kind === "articles"
    ? putOnShelf(transaction, taken, held)
    : putWhole(transaction, passed, held));
  await renewEntries(transaction, [...hashes].map(textKey));
  return contents;
}

const isTaken = (fate: Fate | undefined): boolean =>
  fate === "new" || fate === "newer" || fate === "here";

const filesOf = ({ lead, pictures }: StagedEntry["entry"]): readonly string[] =>
  [...(lead === undefined ? [] : [lead]), ...pictures].flatMap(({ files }) =>
    files.map(({ hash }) => hash as string),
  );

/**
 * Handed over one by one, articles come to the shelf, where they stay. The list stays what the newsroom's edition says: an
 * article that this phone's edition does not name is not in it until a catching up brings it.
 */
async function putOnShelf(
  transaction: Transaction<"readwrite">,
  taken: readonly StagedEntry[],
  held: Held,
): Promise<void> {
  for (const { entry, line } of taken) {
    const record = held.records.get(entry.id);
    // Of the same text the entry that is here stays: it is a part of a month whose hash was signed.
    const isSame = record !== undefined && storedEntry(record).article === entry.article;
    const next = isSame ? record : { line, listed: record?.listed ?? false };
    await putEntry(transaction, { ...next, kept: true });
  }
}

/** A newer edition takes the place of the one held; of the same and of an older one the texts were all there is to take. */
async function putWhole(
  transaction: Transaction<"readwrite">,
  passed: PassedOn,
  { edition, withdrawn }: Held,
): Promise<void> {
  const { number, publishedAt, segments, restored } = passed.head;
  if (edition !== undefined && number <= edition.number) return;
  const hash = passed.headHash as Hash;
  const entries = new Map<ArticleId, StagedEntry>(
    passed.entries.map((staged) => [staged.entry.id, staged]),
  );
  const gone = new Set([...withdrawn, ...(passed.withdrawn?.ids ?? [])]);
  const shown: HeldEdition = {
    number,
    hash,
    publishedAt,
    segments,
    restored,
    file: passed.headFile,
  };
  await putEdition(transaction, { entries, touched: new Set() }, shown, undefined, gone);
  const facts = transaction.objectStore("facts");
  const asOf = Date.parse(publishedAt);
  const checked = (await facts.get("checkedAt"))?.value;
  // 'News as of' says when the news were new, whichever way they came.
  if (!(typeof checked === "number" && checked > asOf))
    await facts.put({ name: "checkedAt", value: asOf });
}

/** Keys and take-downs travel by hand as well. */
async function putSigned(
  transaction: Transaction<"readwrite">,
  { keys, keysAreNews, head, withdrawn }: PassedOn,
  { edition }: Held,
): Promise<void> {
  if (keysAreNews) await transaction.objectStore("facts").put({ name: "keys", value: keys });
  const isNews = edition === undefined || head.number > edition.number;
  if (withdrawn !== undefined && isNews) await putWithdrawn(transaction, withdrawn);
}

async function readHeld(transaction: Transaction<IDBTransactionMode>): Promise<Held> {
  const facts = transaction.objectStore("facts");
  const [edition, withdrawn, records, texts] = await Promise.all([
    facts.get("edition"),
    facts.get("withdrawn"),
    transaction.objectStore("entries").getAll(),
    transaction.objectStore("articles").getAllKeys(),
  ]);
  return {
    edition: edition?.value as HeldEdition | undefined,
    withdrawn: new Set((withdrawn?.value as WithdrawnList | undefined)?.ids),
    records: new Map(records.map((record) => [record.id, record])),
    texts: new Set(texts),
  };
}

const isFork = ({ head, headHash }: PassedOn, edition: HeldEdition | undefined): boolean =>
  edition?.number === head.number && edition.hash !== headHash;

function contentsOf(passed: PassedOn, held: Held): Contents {
  const isNews = held.edition === undefined || passed.head.number > held.edition.number;
  const gone = new Set([
    ...held.withdrawn,
    ...(isNews ? (passed.withdrawn?.ids ?? []) : []),
  ] as readonly string[]);
  const articles = passed.entries
    .map(({ entry }) => entry)
    .sort(newestFirst)
    .map((entry) => {
      const { id, slug, title, language, date } = entry;
      const fate = gone.has(id) ? "withdrawn" : fateOf(passed, entry, held, isNews);
      return { id, slug, title, language, date, fate };
    });
  const { kind, head, pictures } = passed;
  return { kind, publishedAt: head.publishedAt, articles, pictures: pictures.length };
}

/**
 * An older edition's article never replaces a newer one. What this phone's newer edition lists no more may still be
 * handed over by itself, for the newsroom has not taken it back, and stays on the shelf; a whole older edition brings
 * nothing back that the newsroom has cleared away.
 */
function fateOf(
  { kind, texts }: PassedOn,
  entry: StagedEntry["entry"],
  { records, texts: own }: Held,
  isNews: boolean,
): Fate {
  const record = records.get(entry.id);
  if (record === undefined && !isNews && kind === "edition") return "unlisted";
  const before = record && storedEntry(record);
  const isSame = before?.article === entry.article;
  if (before !== undefined && !isSame) {
    const byEdition = kind === "edition" || record?.listed === true;
    if (byEdition ? !isNews : !isLater(entry, before, isNews)) return "older";
  }
  if (own.has(entry.article)) return "here";
  if (!texts.has(entry.article)) return "headline";
  return before === undefined || isSame || !own.has(before.article) ? "new" : "newer";
}

/** What no edition lists is compared by its day, and of one day by the editions that it came with. */
function isLater(
  entry: StagedEntry["entry"],
  before: StagedEntry["entry"],
  isNews: boolean,
): boolean {
  const day = entry.updatedAt ?? entry.date;
  const dayBefore = before.updatedAt ?? before.date;
  return day === dayBefore ? isNews : day > dayBefore;
}
