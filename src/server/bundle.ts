import { readFileSync } from "node:fs";
import { fromBase64url, toBase64url } from "../protocol/bytes.ts";
import type { KeyList } from "../protocol/keys.ts";
import { type Newsroom, parseNewsroom } from "../protocol/newsroom.ts";
import { parsingJson, readFormat, readMatch, readObject, readString } from "../protocol/parsing.ts";
import { checkKeyList } from "./keys.ts";
import { OperatorError, reasonOf } from "./operator-error.ts";
import { createSigner } from "./signing.ts";

/** What a newsroom made elsewhere hands to its server: public halves, and the two keys that it must sign with. */
export interface Bundle {
  readonly newsroom: Newsroom;
  /** PEM. */
  readonly edition: string;
  readonly receipt: string;
  readonly list: KeyList;
  readonly listFile: Uint8Array<ArrayBuffer>;
}

/** The bundle's file: one JSON object; private, as it holds two private keys. */
export function writeBundle({
  newsroom,
  edition,
  receipt,
  listFile,
}: Omit<Bundle, "list">): string {
  const list = toBase64url(listFile);
  return `${JSON.stringify({ format: 1, newsroom, edition, receipt, list }, undefined, 2)}\n`;
}

const readNewsroom = (input: unknown, at: string): Newsroom => {
  const parsed = parseNewsroom(input);
  if (!parsed.ok) throw new OperatorError(`${at}: ${parsed.why}`);
  return parsed.value;
};

const parseBundle = parsingJson(
  readObject({
    format: readFormat,
    newsroom: readNewsroom,
    edition: readString(1_000),
    receipt: readString(1_000),
    list: readMatch(/^[A-Za-z0-9_-]+$/, "base64url"),
  }),
  "bundle",
);

/** Reads a bundle and checks that all in it fits together. Throws an {@link OperatorError} otherwise. */
export async function readBundle(path: string): Promise<Bundle> {
  try {
    const parsed = parseBundle(readFileSync(path, "utf8"));
    if (!parsed.ok) throw new OperatorError(parsed.why);
    const { newsroom, edition, receipt } = parsed.value;
    const listFile = fromBase64url(parsed.value.list) ?? new Uint8Array();
    const list = await checkKeyList(listFile, newsroom.rootKey, "its key list");
    const isListed = (pem: string, keys: KeyList["edition"]): boolean =>
      keys.some(({ key }) => key === createSigner(pem).public.key);
    if (!isListed(edition, list.edition) || !isListed(receipt, list.receipt)) {
      throw new OperatorError("its keys are not in its key list");
    }
    return { newsroom, edition, receipt, list, listFile };
  } catch (cause) {
    throw new OperatorError(`${path} is no bundle for a server: ${reasonOf(cause)}`, { cause });
  }
}
