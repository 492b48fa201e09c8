import { hashOf } from "./hashing.ts";

/** The newest layout of a passed-on file that this app reads and the one that it writes. */
export const passedOnFormat = 1;

/** `articles`: a few, readable as they stand; `edition`: all that the phone has, with a reader. */
export type PassedOnKind = "articles" | "edition";

const opening = '<script type="text/plain" data-soniakh="';
const closing = "</script>";

/** A block of packed lines, base64. */
export const packBlock = (kind: PassedOnKind, packed: string): string =>
  `${opening}${passedOnFormat}" data-kind="${kind}">${packed}${closing}\n`;

/** Pictures that stand in no element: a line each, the hash and the picture as a `data:` address. */
export const pictureBlock = (lines: readonly string[]): string =>
  `<script type="text/plain" data-pictures>\n${lines.join("\n")}\n${closing}\n`;

export const pictureLine = (hash: string, address: string): string => `${hash} ${address}`;

const seal = (hash: string): string => `<!--sha256 ${hash}-->\n`;
const sealLength = seal("=".repeat(43)).length;

/**
 * The last line of a file: the SHA-256 of all bytes before it. It proves nothing about who made the file (the signatures
 * inside do that) but finds every byte that changed on the way, those of the readable page as well.
 */
export const sealLine = async (before: Uint8Array<ArrayBuffer>): Promise<string> =>
  seal(await hashOf(before));

/** What stands in a file, before anything of it is believed. */
export interface Layout {
  readonly kind: PassedOnKind;
  /** Base64, as it stands. */
  readonly packs: readonly string[];
  readonly pictures: readonly PassedPicture[];
}

/** A picture in a file: its format, and base64 as it stands. */
export interface PassedPicture {
  readonly type: "avif" | "jpg";
  readonly base64: string;
}

/** Finds the blocks of a file, whatever HTML stands around them. */
export async function readLayout(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Layout | "not-ours" | "newer" | "damaged"> {
  // Everything that is looked for is ASCII; so read, a file takes one byte a character.
  const text = new TextDecoder("latin1").decode(bytes);
  const start = text.indexOf(opening);
  if (start < 0) return "not-ours";
  const format = Number(/^\d{1,6}/.exec(text.slice(start + opening.length, start + 60))?.[0]);
  if (format > passedOnFormat) return "newer";
  const before = bytes.subarray(0, -sealLength);
  if (text.slice(-sealLength) !== seal(await hashOf(before))) return "damaged";
  return readBlocks(text, start) ?? "damaged";
}

function readBlocks(text: string, start: number): Layout | undefined {
  const kind = kindAt(text, start);
  if (kind === undefined) return undefined;
  const packs: string[] = [];
  for (let at = start; at >= 0; at = text.indexOf(opening, at)) {
    const from = text.indexOf(">", at) + 1;
    const to = text.indexOf(closing, from);
    if (from === 0 || to < 0 || kindAt(text, at) !== kind) return undefined;
    packs.push(text.slice(from, to));
    at = to;
  }
  return { kind, packs, pictures: readPictures(text) };
}

function kindAt(text: string, at: number): PassedOnKind | undefined {
  const tag = text.slice(at + opening.length, at + opening.length + 30);
  return /^1" data-kind="(articles|edition)">/.exec(tag)?.[1] as PassedOnKind | undefined;
}

/** In an element or on a line of their own. In a text such words cannot stand so: its quotation marks are written as `&quot;`. */
const picture = /(?: src="|\n[\w-]{43} )data:image\/(avif|jpeg);base64,([A-Za-z0-9+/=]*)/g;

const readPictures = (text: string): readonly PassedPicture[] =>
  Array.from(text.matchAll(picture), ([, type, base64 = ""]) => ({
    type: type === "avif" ? "avif" : "jpg",
    base64,
  }));
