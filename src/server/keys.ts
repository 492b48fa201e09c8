import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type KeyList, parseKeyList, type SigningKey } from "../protocol/keys.ts";
import { type Newsroom, parseNewsroom } from "../protocol/newsroom.ts";
import { parseSignedFile, signedBytes } from "../protocol/signed-file.ts";
import { fromBase64url } from "../protocol/bytes.ts";
import { OperatorError, reasonOf } from "./operator-error.ts";
import { createSigner, createVerify, keyIdOf, type Signer } from "./signing.ts";

/** What the server signs with, and what it says about itself. The root's private half is not among it. */
export interface Keys {
  readonly newsroom: Newsroom;
  /** For heads and lists of withdrawn articles. */
  readonly edition: Signer;
  /** For receipts and states. */
  readonly receipt: Signer;
  readonly list: KeyList;
  /** The signed key list, byte for byte as phones take it. */
  readonly listFile: Uint8Array<ArrayBuffer>;
}

/** Where each file lies in the data folder. */
export const keyPaths = (dataDir: string) => ({
  newsroom: join(dataDir, "newsroom.json"),
  folder: join(dataDir, "keys"),
  edition: join(dataDir, "keys", "edition.pem"),
  receipt: join(dataDir, "keys", "receipt.pem"),
  list: join(dataDir, "keys", "keys"),
  /** Only while it is a demonstration: what a real newsroom keeps elsewhere. */
  trial: join(dataDir, "keys", "trial"),
});

/** Reads and checks all keys. Throws an {@link OperatorError} that names the file that is missing, damaged or does not fit. */
export async function loadKeys(dataDir: string): Promise<Keys> {
  const paths = keyPaths(dataDir);
  const newsroom = readNewsroom(dataDir);
  const edition = readSigner(paths.edition);
  const receipt = readSigner(paths.receipt);
  const listFile = readFile(paths.list);
  const list = await checkKeyList(listFile, newsroom.rootKey, paths.list);
  requireListed(list.edition, edition, paths.edition, paths.list);
  requireListed(list.receipt, receipt, paths.receipt, paths.list);
  return { newsroom, edition, receipt, list, listFile };
}

/** The newsroom that the data folder belongs to. */
export function readNewsroom(dataDir: string): Newsroom {
  const path = keyPaths(dataDir).newsroom;
  const text = new TextDecoder().decode(readFile(path));
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (cause) {
    throw damaged(path, "not JSON", cause);
  }
  const parsed = parseNewsroom(input);
  if (!parsed.ok) throw damaged(path, parsed.why);
  return parsed.value;
}

/** The list inside a signed file, once the root's signature fits. `name` is what an error calls the file. */
export async function checkKeyList(
  file: Uint8Array<ArrayBuffer>,
  rootKey: string,
  name: string,
): Promise<KeyList> {
  const signed = parseSignedFile(file, "keys");
  if (!signed.ok) throw damaged(name, signed.why);
  const { keyId, signature, body } = signed.value;
  const id = keyIdOf(fromBase64url(rootKey) ?? new Uint8Array());
  const verify = createVerify([{ id, key: rootKey }]);
  if (!(await verify(keyId, signature, signedBytes("keys", body)))) {
    throw damaged(name, "the newsroom's root did not sign it");
  }
  const list = parseKeyList(new TextDecoder().decode(body));
  if (!list.ok) throw damaged(name, list.why);
  return list.value;
}

function readSigner(path: string): Signer {
  const pem = new TextDecoder().decode(readFile(path));
  try {
    return createSigner(pem);
  } catch (cause) {
    throw damaged(path, "not an Ed25519 private key in PEM", cause);
  }
}

function requireListed(listed: readonly SigningKey[], signer: Signer, path: string, list: string) {
  if (listed.some(({ key }) => key === signer.public.key)) return;
  throw damaged(path, `its public half is not in ${list}`);
}

function readFile(path: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(readFileSync(path));
  } catch (cause) {
    throw damaged(path, reasonOf(cause), cause);
  }
}

const damaged = (path: string, why: string, cause?: unknown): OperatorError =>
  new OperatorError(
    `${path} cannot be used: ${why}. Nothing was changed; put the right file back, from a backup if need be.`,
    { cause },
  );
