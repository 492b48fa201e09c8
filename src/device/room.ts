import type { ArticleId } from "../protocol/article.ts";
import type { EntryRecord, Store, Transaction } from "./database.ts";
import {
  entriesInSteps,
  pictureKey,
  mediaOf,
  putEntry,
  rankOf,
  renewEntries,
  storedEntry,
  textKey,
} from "./entries.ts";
import { isFull } from "./errors.ts";
import { createFacts, type DownloadChoice, usualCap, type RoomHeld } from "./facts.ts";
import {
  divide,
  type Division,
  heldBytes,
  loosePictureBytes,
  type RoomArticle,
  type RoomPicture,
  wideFilesOf,
} from "./making-room.ts";
import { aliasOf, ofHash } from "./media.ts";
import type { chooseFile } from "./pictures-down.ts";
import { tidy } from "./tidying.ts";

/** At least so much goes where there is no room at all: a little would be gone at the next word. Bytes. */
const leastFreed = 1_000_000;

/** Everything that the library holds, as far as room is concerned. Read in steps: thousands would hold the page up. */
export async function readHoldings(
  store: Store,
  choice: DownloadChoice,
): Promise<readonly RoomArticle[]> {
  // It is there wherever pictures came from; a part of its own for the first visit's sake.
  const { chooseFile } = await import("./pictures-down.ts");
  const held = new Set<string>();
  const articles: RoomArticle[] = [];
  const stores = ["entries", "articles", "media"] as const;
  await store.transact(stores, "readonly", async (transaction) => {
    const media = transaction.objectStore("media");
    let after: IDBKeyRange | undefined;
    for (;;) {
      const keys = await media.getAllKeys(after, 500);
      for (const [hash, part] of keys) if (part === 0) held.add(hash);
      const last = keys.at(-1);
      if (last === undefined || keys.length < 500) break;
      after = IDBKeyRange.lowerBound(last, true);
    }
    for await (const records of entriesInSteps(transaction))
      for (const record of records) articles.push(holdingOf(record, held, choice, chooseFile));
  });
  return articles;
}

function holdingOf(
  record: EntryRecord,
  held: ReadonlySet<string>,
  choice: DownloadChoice,
  choose: typeof chooseFile,
): RoomArticle {
  const entry = storedEntry(record);
  return {
    id: entry.id,
    rank: rankOf(entry),
    date: entry.date,
    kept: record.kept || record.spare === false,
    spare: record.spare === true,
    text: { hash: entry.article, bytes: entry.bytes, here: record.stored !== "headline" },
    pictures: mediaOf(entry).map((picture): RoomPicture => ({
      key: pictureKey(picture),
      lead: picture === entry.lead,
      files: picture.files.map(({ hash }) => hash),
      here: picture.files.filter(({ hash }) => held.has(hash)),
      wanted: choice === "text" ? 0 : (choose(picture, choice, "avif")?.bytes ?? 0),
    })),
  };
}

/** What the library takes on this phone, bytes. Texts are counted as they travel. */
export async function measureLibrary(
  store: Store,
): Promise<{ readonly texts: number; readonly pictures: number }> {
  const holdings = await readHoldings(store, "text");
  const texts = holdings.reduce((sum, { text }) => sum + (text.here ? text.bytes : 0), 0);
  return { texts, pictures: heldBytes(holdings) - texts };
}

/** After a new edition: what no entry names any more goes, and the library is kept within its room. */
export async function tidyRoom(store: Store, choice: DownloadChoice): Promise<void> {
  await tidy(store);
  await keepWithinRoom(store, choice);
}

/**
 * Keeps the library within its cap and its days, and remembers up to where it reaches. Called after each catching up and
 * after each change of the limits. Resolves to the bytes that were let go.
 */
export async function keepWithinRoom(store: Store, choice: DownloadChoice): Promise<number> {
  return apply(store, await readHoldings(store, choice), {});
}

/**
 * The phone is full: lets go of what is worth least, `bytes` at least where there is so much, and remembers that there is
 * less room than the cap says. Nothing on the shelf goes, and no draft, story or receipt; for a picture no text goes either.
 * Resolves to the bytes that were let go; 0 where there was nothing.
 */
export async function makeRoom(
  store: Store,
  bytes = leastFreed,
  room: "text" | "picture" = "text",
): Promise<number> {
  const holdings = await readHoldings(store, "text");
  const held = heldBytes(holdings);
  const pictures = loosePictureBytes(holdings);
  const going = Math.max(bytes, leastFreed);
  // While there are pictures no text goes, however little they come to: perhaps it is enough.
  if (pictures > 0 || (room === "picture" && held > 0))
    return apply(store, holdings, { short: held - Math.min(going, pictures) });
  if (room === "picture" || held === 0) return dropSearch(store);
  const freed = await apply(store, holdings, { shortOfTexts: Math.max(0, held - going) });
  return freed > 0 ? freed : dropSearch(store);
}

/** What can be made again out of the texts. */
const dropSearch = (store: Store): Promise<number> =>
  store.transact(["search"], "readwrite", async (transaction) => {
    const search = transaction.objectStore("search");
    const records = await search.count();
    await search.clear();
    return records > 0 ? leastFreed : 0;
  });

/** There is room again, or the reader wants it to be tried again: only the reader's own limits hold. */
export const forgetShortage = (store: Store): Promise<void> => createFacts(store).remove("room");

async function apply(
  store: Store,
  holdings: readonly RoomArticle[],
  shortage: Pick<RoomHeld, "short" | "shortOfTexts">,
): Promise<number> {
  const facts = createFacts(store);
  const [{ cap = usualCap, days }, edition, before] = await Promise.all([
    facts.settings(),
    facts.get("edition"),
    facts.get("room"),
  ]);
  const { short, shortOfTexts } = { ...before, ...shortage };
  const division = divide(holdings, {
    bytes: Math.min(cap, shortOfTexts ?? cap),
    withPictures: Math.min(cap, shortOfTexts ?? cap, short ?? cap),
    since: days === undefined ? undefined : dayBefore(edition?.publishedAt, days),
  });
  // Room first, the note of it after: where there is none at all, not even the note could be written.
  await letGo(store, division);
  await facts.set("room", { ...before, ...shortage, ...division.bounds });
  return division.freed;
}

/** The day so many days before the newsroom's own: a phone's clock is off by hours, and may be by years. */
function dayBefore(publishedAt: string | undefined, days: number): string | undefined {
  if (publishedAt === undefined) return undefined;
  const at = new Date(publishedAt);
  at.setUTCDate(at.getUTCDate() - days);
  return at.toISOString().slice(0, 10);
}

const atOnce = 20;

/** A few at a time: each step is whole, and none holds others up. */
async function letGo(store: Store, { texts, pictures, narrowed }: Division): Promise<void> {
  await inSteps(narrowed, (some) => narrow(store, some));
  await inSteps(pictures, (some) => dropPictures(store, some));
  await inSteps(texts, (some) => dropTexts(store, some));
}

async function inSteps<T>(
  all: readonly T[],
  work: (some: readonly T[]) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < all.length; at += atOnce) await work(all.slice(at, at + atOnce));
}

/** Of each picture the narrowest file alone stays, and stands in for the others. */
const narrow = (store: Store, some: readonly RoomPicture[]): Promise<void> =>
  store.transact(["media"], "readwrite", async (transaction) => {
    const media = transaction.objectStore("media");
    for (const picture of some) {
      const wide = wideFilesOf(picture).map(({ hash }) => hash);
      const stays = picture.here.find(({ hash }) => !wide.includes(hash));
      const type = (await media.get([stays?.hash ?? "", 0]))?.type ?? "";
      for (const hash of picture.files.filter((one) => one !== stays?.hash)) {
        await media.delete(ofHash(hash));
        await media.put(aliasOf(hash, type, stays?.hash ?? ""));
      }
    }
  });

const dropPictures = (store: Store, some: readonly RoomPicture[]): Promise<void> =>
  drop(
    store,
    "media",
    some.flatMap(({ files }) => files).map(ofHash),
    some.map(({ key }) => key),
  );

const dropTexts = (store: Store, some: readonly RoomArticle[]): Promise<void> => {
  const hashes = some.map(({ text }) => text.hash);
  return drop(
    store,
    "articles",
    hashes.map((hash) => IDBKeyRange.only(hash)),
    hashes.map(textKey),
  );
};

/** Deletes records, and lets the entries found under `keys` say so. */
async function drop(
  store: Store,
  from: "media" | "articles",
  ranges: readonly IDBKeyRange[],
  keys: readonly string[],
): Promise<void> {
  const stores = ["entries", "articles", "media"] as const;
  const remove = async (transaction: Transaction<"readwrite">): Promise<void> => {
    await Promise.all(ranges.map((range) => transaction.objectStore(from).delete(range)));
  };
  const renew = (transaction: Transaction<"readwrite">): Promise<void> =>
    renewEntries(transaction, keys);
  try {
    await store.transact(stores, "readwrite", async (transaction) => {
      await remove(transaction);
      await renew(transaction);
    });
  } catch (error) {
    if (!isFull(error)) throw error;
    // Not a byte is left: what deletes may write nothing. The entries say what they say for one more moment.
    await store.transact([from], "readwrite", remove);
    await store.transact(stores, "readwrite", renew);
  }
}

/**
 * The reader lets go of an article's text and pictures. Its headline stays, and nothing of it is fetched again before it is
 * asked for. What is on the shelf is not let go so.
 */
export async function letGoArticle(store: Store, id: ArticleId): Promise<void> {
  const stores = ["entries", "articles", "media"] as const;
  await store.transact(stores, "readwrite", async (transaction) => {
    const entries = transaction.objectStore("entries");
    const record = await entries.get(id);
    if (record === undefined || record.kept) return;
    const entry = storedEntry(record);
    await transaction.objectStore("articles").delete(entry.article);
    for (const picture of mediaOf(entry)) {
      // A translation may show the same one.
      const shared = await entries.index("under").count(pictureKey(picture));
      if (shared > 1) continue;
      const media = transaction.objectStore("media");
      await Promise.all(picture.files.map(({ hash }) => media.delete(ofHash(hash))));
    }
    await putEntry(transaction, { ...record, spare: true });
  });
}
