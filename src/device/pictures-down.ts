import type { Picture, PictureFile } from "../protocol/article.ts";
import type { CatchingUpDeps } from "./catching-up.ts";
import type { Store } from "./database.ts";
import { DeviceError } from "./errors.ts";
import type { DownloadChoice } from "./facts.ts";
import type { Asking } from "./heads.ts";
import { newestFirst, storedEntry } from "./library.ts";
import { heldMedia, isPictureHeld, keepPicture } from "./media.ts";
import { untilTurn } from "./order.ts";
import { askPicture, inParallel } from "./single-files.ts";

/** The picture format that this phone can show; one for all, so that no picture is fetched twice. */
export type PictureFormat = "avif" | "jpg";

/** Whether this browser shows a picture. Tried, not guessed from a browser's name. */
export type Decodes = (picture: Blob) => Promise<boolean>;

/** A file of a picture, and its bytes. */
interface Came {
  readonly file: PictureFile;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** How far the pictures are. Units: pictures, whatever number of files each has. */
export interface PictureProgress {
  readonly have: number;
  readonly all: number;
}

/** How fetching pictures ended: all that the choice allows are here; some could not be had now; the phone is full. */
export type PicturesEnding = "complete" | "incomplete" | "full";

const widths: Readonly<Record<Exclude<DownloadChoice, "text">, number>> = {
  everything: 720,
  small: 360,
};

/**
 * The file of a picture that this phone fetches: the narrowest that is at least as wide as the data choice wants, else
 * the widest there is; in the phone's format, else in the other.
 */
export function chooseFile(
  picture: Picture,
  choice: Exclude<DownloadChoice, "text">,
  format: PictureFormat,
): PictureFile | undefined {
  const fitting = picture.files.filter(({ type }) => type === format);
  const files = [...(fitting.length > 0 ? fitting : picture.files)].sort(
    (a, b) => a.width - b.width,
  );
  return files.find(({ width }) => width >= widths[choice]) ?? files.at(-1);
}

/**
 * Fetches pictures after the texts: shelved articles first, then the newest; of all articles the lead pictures before
 * the rest; each when nothing of the order goes before it. Bytes that do not fit their hash are not kept. Throws `Ended`
 * or `Unreachable` when the network goes.
 */
export async function takePictures(
  { store, decodes, locks }: Pick<CatchingUpDeps, "store" | "decodes" | "locks">,
  asking: Asking,
  choice: Exclude<DownloadChoice, "text">,
  onKept: (progress: PictureProgress, bytes: number) => void,
): Promise<PicturesEnding> {
  const { wanted, held } = await listWanted(store);
  const missing = wanted.filter((picture) => !isPictureHeld(picture, held));
  let have = wanted.length - missing.length;
  let ending: PicturesEnding = "complete";
  onKept({ have, all: wanted.length }, 0);
  const askShowable = asker(asking, choice, decodes);
  await inParallel(missing, 3, async (picture) => {
    if (ending === "full") return;
    await untilTurn(locks, "pictures-down");
    const came = await askShowable(picture);
    const kept = came === undefined ? "incomplete" : await tryToKeep(store, picture, came);
    if (kept !== "complete") return void (ending = kept);
    have += 1;
    onKept({ have, all: wanted.length }, came?.bytes.length ?? 0);
  });
  return ending;
}

/** Asks for AVIF until one does not decode: browsers without it are rare, and their first picture tells. */
function asker(asking: Asking, choice: Exclude<DownloadChoice, "text">, decodes: Decodes) {
  let format: PictureFormat | undefined;
  return async function ask(picture: Picture): Promise<Came | undefined> {
    const file = chooseFile(picture, choice, format ?? "avif");
    if (file === undefined) return undefined;
    const bytes = await askPicture(asking, file);
    if (bytes === undefined) return undefined;
    if (file.type === "jpg" || format === "avif") return { file, bytes };
    format = (await decodes(new Blob([bytes], { type: "image/avif" }))) ? "avif" : "jpg";
    // A picture that has no other file is kept as it is.
    return format === "avif" || chooseFile(picture, choice, "jpg") === file
      ? { file, bytes }
      : ask(picture);
  };
}

async function tryToKeep(
  store: Store,
  picture: Picture,
  { file, bytes }: Came,
): Promise<PicturesEnding> {
  try {
    await keepPicture(store, picture, file, bytes);
    return "complete";
  } catch (error) {
    if (error instanceof DeviceError && error.code === "storage-full") return "full";
    throw error;
  }
}

async function listWanted(
  store: Store,
): Promise<{ readonly wanted: readonly Picture[]; readonly held: ReadonlySet<string> }> {
  return store.transact(["entries", "media"], "readonly", async (transaction) => {
    const [records, held] = await Promise.all([
      transaction.objectStore("entries").getAll(),
      heldMedia(transaction),
    ]);
    const entries = records
      .map((record) => ({ entry: storedEntry(record), kept: record.kept }))
      .sort((a, b) => Number(b.kept) - Number(a.kept) || newestFirst(a.entry, b.entry))
      .map(({ entry }) => entry);
    const pictures = [
      ...entries.flatMap(({ lead }) => lead ?? []),
      ...entries.flatMap((entry) => entry.pictures),
    ];
    // Translations show the same pictures.
    const wanted = new Map(pictures.map((picture) => [picture.files[0]?.hash, picture]));
    return { wanted: [...wanted.values()], held };
  });
}
