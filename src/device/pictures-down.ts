import type { CatchingUpDeps } from "./catching-up.ts";
import type { Entry } from "../protocol/edition.ts";
import type { Store } from "./database.ts";
import { DeviceError } from "./errors.ts";
import { createFacts, type DownloadChoice, usualCap } from "./facts.ts";
import type { Asking } from "./heads.ts";
import {
  entriesInSteps,
  type Medium,
  type MediumFile,
  mediaOf,
  newestFirst,
  pictureKey,
  recordingsOf,
  storedEntry,
} from "./entries.ts";
import { bringLong, isLong } from "./long-media.ts";
import { isPictureHeld, keepPicture } from "./media.ts";
import { untilTurn } from "./order.ts";
import { askPicture, inParallel } from "./single-files.ts";
import { findWants, freeRoom } from "./with-room.ts";

/** The picture format that this phone can show; one for all, so that no picture is fetched twice. */
export type PictureFormat = "avif" | "jpg";

/** Whether this browser shows a picture. Tried, not guessed from a browser's name. */
export type Decodes = (picture: Blob) => Promise<boolean>;

/** A file of a picture, and its bytes. */
interface Came {
  readonly file: MediumFile;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** How far the pictures and recordings are. Units: pictures, whatever number of files each has. */
export interface PictureProgress {
  readonly have: number;
  readonly all: number;
}

/**
 * How fetching pictures ended: all that the choice and the room allow are here; the newsroom has not given some of them; the
 * line broke; the phone is full; it was full before, and some are left where they are for that.
 */
export type PicturesEnding = "complete" | "incomplete" | "broken" | "full" | "short";

const widths: Readonly<Record<Exclude<DownloadChoice, "text">, number>> = {
  everything: 720,
  small: 360,
};

const isSound = ({ files: [file] }: Medium): boolean =>
  file !== undefined && file.type !== "avif" && file.type !== "jpg";

/**
 * The file of a picture that this phone fetches: the narrowest that is at least as wide as the data choice wants, else
 * the widest there is; in the phone's format, else in the other. Recordings come with everything alone.
 */
export function chooseFile(
  picture: Medium,
  choice: Exclude<DownloadChoice, "text">,
  format: PictureFormat,
): MediumFile | undefined {
  if (isSound(picture)) return choice === "everything" ? picture.files[0] : undefined;
  const fitting = picture.files.filter(({ type }) => type === format);
  const files = [...(fitting.length > 0 ? fitting : picture.files)].sort(
    (a, b) => a.width - b.width,
  );
  return files.find(({ width }) => width >= widths[choice]) ?? files.at(-1);
}

/** Makes room for the pictures of an edition, and takes them by the reader's choice. Throws as {@link takePictures} does. */
export async function bringPictures(
  deps: CatchingUpDeps,
  asking: Asking,
  onKept: (progress: PictureProgress, bytes: number) => void,
  isFirst: boolean,
): Promise<PicturesEnding> {
  const choice = await deps.download();
  // What goes with the old edition makes room first. A first visit has nothing to let go of.
  if (!isFirst) await (await import("./room.ts")).tidyRoom(deps.store, choice);
  return choice === "text" ? "complete" : takePictures(deps, asking, choice, onKept);
}

/**
 * Fetches pictures after the texts: shelved articles first, then the newest; of all articles the lead pictures before
 * the rest, recordings last; each when nothing of the order goes before it. Bytes that do not fit their hash are not kept. Throws `Ended`
 * or `Unreachable` when the network goes.
 */
async function takePictures(...given: Parameters<typeof takeMissing>): Promise<PicturesEnding> {
  const ending = await takeMissing(...given);
  if (ending !== "full") return ending;
  // What is worth least goes, once, and it is remembered how much there was room for: the next run asks for no more.
  const freed = await freeRoom(given[0].store, "picture");
  return freed > 0 ? takeMissing(...given) : ending;
}

async function takeMissing(
  {
    store,
    decodes,
    download,
    locks,
  }: Pick<CatchingUpDeps, "store" | "decodes" | "download" | "locks">,
  asking: Asking,
  choice: Exclude<DownloadChoice, "text">,
  onKept: (progress: PictureProgress, bytes: number) => void,
): Promise<PicturesEnding> {
  const { missing, all, isShort } = await listWanted(store, choice);
  let have = all - missing.length;
  let ending: PicturesEnding = "complete";
  // What is in the line first is worth most: a first visit ends where the cap is, and later ones divide what is held.
  let left = (await createFacts(store).settings()).cap ?? usualCap;
  onKept({ have, all }, 0);
  const bring = bringing(asking, choice, decodes);
  await inParallel(missing, 3, async (picture, isOver) => {
    if (ending === "full" || left <= 0) return;
    await untilTurn(locks, "pictures-down");
    // A reader who wants no more of them is obeyed at once.
    if ((await download()) === "text") return;
    const kept = await bring(store, picture, isOver);
    if (typeof kept === "string") return void (ending = kept);
    left -= kept;
    have += 1;
    onKept({ have, all }, kept);
  });
  return ending === "complete" && isShort ? "short" : ending;
}

/** Asks for AVIF until one does not decode: browsers without it are rare, and their first picture tells. */
function asker(asking: Asking, choice: Exclude<DownloadChoice, "text">, decodes: Decodes) {
  let format: PictureFormat | undefined;
  return async function ask(picture: Medium): Promise<Came | undefined> {
    const file = chooseFile(picture, choice, format ?? "avif");
    if (file === undefined) return undefined;
    const bytes = await askPicture(asking, file);
    if (bytes === undefined) return undefined;
    if (file.type !== "avif" || format === "avif") return { file, bytes };
    format = (await decodes(new Blob([bytes], { type: "image/avif" }))) ? "avif" : "jpg";
    // A picture that has no other file is kept as it is.
    return format === "avif" || chooseFile(picture, choice, "jpg") === file
      ? { file, bytes }
      : ask(picture);
  };
}

/** Brings one picture or recording onto the phone; gives its bytes, or why it is not here. */
function bringing(asking: Asking, choice: Exclude<DownloadChoice, "text">, decodes: Decodes) {
  const askShowable = asker(asking, choice, decodes);
  return (
    store: Store,
    medium: Medium,
    isOver: () => boolean,
  ): Promise<number | "incomplete" | "full"> =>
    unlessFull(async () => {
      const [file] = medium.files;
      if (file !== undefined && isSound(medium) && isLong(file))
        return (await bringLong(store, asking, medium, file, isOver)) ? file.bytes : "incomplete";
      const came = await askShowable(medium);
      if (came === undefined) return "incomplete";
      await keepPicture(store, medium, came.file, came.bytes);
      return came.bytes.length;
    });
}

async function unlessFull<T>(work: () => Promise<T>): Promise<T | "full"> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DeviceError && error.code === "storage-full") return "full";
    throw error;
  }
}

/** The pictures that are not here, in the order in which they are wanted, and how many there are in all. */
async function listWanted(
  store: Store,
  choice: Exclude<DownloadChoice, "text">,
): Promise<{
  readonly missing: readonly Medium[];
  readonly all: number;
  readonly isShort: boolean;
}> {
  const room = await findWants(store);
  const wants = room?.wants ?? (() => true);
  const all = new Set<string>();
  const waiting: { readonly entry: Entry; readonly kept: boolean }[] = [];
  const held = new Set<string>();
  await store.transact(["entries", "media"], "readonly", async (transaction) => {
    const media = transaction.objectStore("media");
    for await (const records of entriesInSteps(transaction)) {
      for (const record of records) {
        const entry = storedEntry(record);
        const { lead, pictures, sounds = [], ...headline } = entry;
        const others = wants(entry, "others");
        const wanted: Entry = {
          ...headline,
          ...(lead !== undefined && wants(entry, "leads") && { lead }),
          pictures: others ? pictures : [],
          sounds: others && choice === "everything" ? sounds : [],
        };
        for (const picture of mediaOf(wanted)) all.add(pictureKey(picture));
        if (record.stored !== "complete") waiting.push({ entry: wanted, kept: record.kept });
      }
    }
    for (const { entry } of waiting)
      for (const { hash } of mediaOf(entry).flatMap(({ files }) => files))
        if ((await media.getKey([hash, 0])) !== undefined) held.add(hash);
  });
  const entries = waiting
    .sort((a, b) => Number(b.kept) - Number(a.kept) || newestFirst(a.entry, b.entry))
    .map(({ entry }) => entry);
  const pictures = [
    ...entries.flatMap(({ lead }) => lead ?? []),
    ...entries.flatMap((entry) => entry.pictures),
    ...entries.flatMap(recordingsOf),
  ].filter((picture) => !isPictureHeld(picture, held));
  // Translations show the same pictures.
  const missing = new Map(pictures.map((picture) => [pictureKey(picture), picture]));
  return { missing: [...missing.values()], all: all.size, isShort: room?.isShort === true };
}
