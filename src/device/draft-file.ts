import { concat, fromBase64url, toBase64url } from "../protocol/bytes.ts";
import {
  fail,
  parsingJson,
  readCount,
  readFormat,
  readList,
  readMatch,
  readObject,
  readOneOf,
  readString,
  type Reader,
} from "../protocol/parsing.ts";
import { storyLimits } from "../protocol/story.ts";
import type { DraftContent, Piece } from "./draft-content.ts";
import { type Slice, type SoundType, soundTypes } from "./sound-records.ts";
import { readTar, type TarEntry, writeTar } from "./tar.ts";

/**
 * What lies inside a saved draft: a tar of `text.txt` (for people), `draft.json` (for this app), `photo-1.jpg` … and
 * `sound-1.webm` … (or `.m4a`). See docs/story-files.md.
 */
export interface DraftFile {
  readonly content: DraftContent;
  /** By the numbers that the content names. */
  readonly photos: ReadonlyMap<number, Uint8Array<ArrayBuffer>>;
  readonly sounds: ReadonlyMap<number, SavedSound>;
}

/** A recording as it was recorded. */
export interface SavedSound {
  readonly type: SoundType;
  readonly slices: readonly Slice[];
}

/** The most that a saved draft may hold, unpacked. Bytes. */
export const largestDraft = 192 * 1_048_576;
const mostPieces = 10_000;
const longestText = 4_000_000;
/** Eleven hours of seconds. */
const mostSlices = 40_000;

const endings: Readonly<Record<SoundType, string>> = { "audio/webm": "webm", "audio/mp4": "m4a" };
const photoName = (number: number): string => `photo-${number}.jpg`;
const soundName = (number: number, type: SoundType): string => `sound-${number}.${endings[type]}`;

/** The archive. Numbers become 1, 2, 3 … in the order of the page. */
export function writeDraftFile({ content, photos, sounds }: DraftFile): Uint8Array<ArrayBuffer> {
  const photoNumbers = new Map([...photos.keys()].map((number, at) => [number, at + 1]));
  const soundNumbers = new Map([...sounds.keys()].map((number, at) => [number, at + 1]));
  const pieces = content.pieces.flatMap((piece): readonly Piece[] => {
    if (piece.kind === "text") return [piece];
    const { kind, caption } = piece;
    if (kind === "photo") {
      const photo = photoNumbers.get(piece.photo);
      return photo === undefined ? [] : [{ kind, photo, caption }];
    }
    const sound = soundNumbers.get(piece.sound);
    return sound === undefined ? [] : [{ kind, sound, caption }];
  });
  const numbered = [...sounds.values()].map((sound, at) => ({ ...sound, number: at + 1 }));
  const head = {
    format: 1,
    title: content.title,
    pieces,
    sounds: numbered.map(({ number, type, slices }) => ({
      number,
      type,
      slices: slices.map(({ length, levels, bytes }) => ({
        length,
        levels: toBase64url(levels),
        bytes: bytes.length,
      })),
    })),
  };
  const utf8 = new TextEncoder();
  const entries: TarEntry[] = [
    { name: "text.txt", bytes: utf8.encode(readable({ title: content.title, pieces }, numbered)) },
    { name: "draft.json", bytes: utf8.encode(JSON.stringify(head)) },
    ...[...photos.values()].map((bytes, at) => ({ name: photoName(at + 1), bytes })),
    ...numbered.map(({ number, type, slices }) => ({
      name: soundName(number, type),
      bytes: concat(...slices.map(({ bytes }) => bytes)),
    })),
  ];
  return writeTar(entries);
}

/** The page as plain text, for whoever opens the file without this app. */
function readable(
  { title, pieces }: DraftContent,
  sounds: readonly { readonly number: number; readonly type: SoundType }[],
): string {
  const lines = pieces.map((piece) => {
    if (piece.kind === "text") return piece.text;
    const type = piece.kind === "sound" ? sounds[piece.sound - 1]?.type : undefined;
    const name =
      piece.kind === "photo"
        ? photoName(piece.photo)
        : soundName(piece.sound, type ?? "audio/webm");
    return piece.caption === "" ? `[${name}]` : `[${name}: ${piece.caption}]`;
  });
  return `${[title, ...lines].filter((line) => line !== "").join("\n\n")}\n`;
}

/** `newer`: written by a newer app. */
export type ReadDraftFile =
  | ({ readonly kind: "read" } & DraftFile)
  | { readonly kind: "newer" | "damaged" };

/** A saved draft out of its archive. Bounded, and never throws: what is taken is no larger than what came. */
export function readDraftFile(archive: Uint8Array<ArrayBuffer>): ReadDraftFile {
  const entries = readTar(archive);
  if (entries === undefined) return { kind: "damaged" };
  const files = new Map(entries.map(({ name, bytes }) => [name, bytes]));
  const json = new TextDecoder().decode(files.get("draft.json"));
  const head = parseHead(json);
  if (!head.ok) return { kind: isNewer(json) ? "newer" : "damaged" };
  const { title, pieces } = head.value;
  const photos = new Map<number, Uint8Array<ArrayBuffer>>();
  const sounds = new Map<number, SavedSound>();
  for (const piece of pieces) {
    if (piece.kind === "photo") {
      const bytes = files.get(photoName(piece.photo));
      if (bytes === undefined) return { kind: "damaged" };
      photos.set(piece.photo, bytes);
    } else if (piece.kind === "sound") {
      const saved = head.value.sounds.find(({ number }) => number === piece.sound);
      const bytes = saved && files.get(soundName(saved.number, saved.type));
      const slices = bytes && cut(bytes, saved.slices);
      if (slices === undefined) return { kind: "damaged" };
      sounds.set(piece.sound, { type: saved!.type, slices });
    }
  }
  return { kind: "read", content: { title, pieces }, photos, sounds };
}

type Head = {
  readonly title: string;
  readonly pieces: readonly Piece[];
  readonly sounds: readonly {
    readonly number: number;
    readonly type: SoundType;
    readonly slices: readonly SavedSlice[];
  }[];
};
type SavedSlice = {
  readonly length: number;
  readonly levels: Uint8Array;
  readonly bytes: number;
};

const readNumber = readCount(1, storyLimits.attachments);
const readText = readObject({ kind: readOneOf("text"), text: readString(longestText) });
const readPhoto = readObject({
  kind: readOneOf("photo"),
  photo: readNumber,
  caption: readString(longestText),
});
const readSound = readObject({
  kind: readOneOf("sound"),
  sound: readNumber,
  caption: readString(longestText),
});

const readPiece: Reader<Piece> = (input, at) => {
  const { kind } = readObject({ kind: readOneOf("text", "photo", "sound") })(input, at);
  return { text: readText, photo: readPhoto, sound: readSound }[kind](input, at);
};

const readLevels: Reader<Uint8Array> = (input, at) =>
  fromBase64url(readMatch<string>(/^[\w-]{0,340}$/, "levels")(input, at)) ?? fail(at, "not levels");

const parseHead = parsingJson<Head>(
  readObject({
    format: readFormat,
    title: readString(longestText),
    pieces: readList(readPiece, mostPieces),
    sounds: readList(
      readObject({
        number: readNumber,
        type: readOneOf(...soundTypes),
        slices: readList(
          readObject({
            length: readCount(0, 65_535),
            levels: readLevels,
            bytes: readCount(0, largestDraft),
          }),
          mostSlices,
        ),
      }),
      storyLimits.attachments,
    ),
  }),
  "draft",
);

function isNewer(json: string): boolean {
  try {
    const { format } = JSON.parse(json) as { readonly format?: unknown };
    return typeof format === "number" && format > 1;
  } catch {
    // Not JSON, or no object.
    return false;
  }
}

/** The recording cut into its slices; undefined where they are not exactly all of it. */
function cut(
  bytes: Uint8Array<ArrayBuffer>,
  saved: readonly SavedSlice[],
): readonly Slice[] | undefined {
  if (saved.reduce((sum, slice) => sum + slice.bytes, 0) !== bytes.length) return undefined;
  let at = 0;
  return saved.map(({ length, levels, bytes: size }) => ({
    length,
    levels,
    bytes: bytes.slice(at, (at += size)),
  }));
}
