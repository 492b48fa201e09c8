import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { KeyList } from "../protocol/keys.ts";
import type { Newsroom } from "../protocol/newsroom.ts";
import { readBundle, writeBundle } from "./bundle.ts";
import { aYearAfter, makeKeySet, signKeyList, writePrivate } from "./key-making.ts";
import { OperatorError, reasonOf } from "./operator-error.ts";
import { createSigner, type Signer } from "./signing.ts";

/** What lies in the folder of a newsroom's own keys, on a computer that is not the server. */
export const foundingPaths = (folder: string) => ({
  /** Signs key lists. Lost, it means a new build and a new home. */
  root: join(folder, "root.pem"),
  /** Opens every story when the desk's key is lost. Kept offline, never used day to day. */
  recovery: join(folder, "recovery-key.txt"),
  /** The desk's key behind its passphrase: for the editors. */
  desk: join(folder, "desk-key.age"),
  passphrase: join(folder, "desk-passphrase.txt"),
  /** The one file that goes to the server. */
  bundle: join(folder, "for-the-server.json"),
});

/** How a newsroom is called and found. */
export type Details = Pick<Newsroom, "name" | "languages" | "contacts" | "origin">;

/**
 * Makes a real newsroom's keys in an empty folder. Throws an {@link OperatorError} where there is anything in it.
 * `workFactor` as in {@link makeKeySet}.
 */
export async function foundNewsroom(
  folder: string,
  details: Details,
  now: Date,
  workFactor = 18,
): Promise<void> {
  requireEmpty(folder);
  const paths = foundingPaths(folder);
  const keys = await makeKeySet(now, workFactor);
  const newsroom: Newsroom = {
    format: 1,
    rootKey: keys.rootKey,
    ...details,
    demonstration: false,
  };
  writePrivate(paths.root, keys.root);
  writePrivate(paths.recovery, keys.recovery);
  writePrivate(paths.desk, keys.desk);
  writePrivate(paths.passphrase, `${keys.passphrase}\n`);
  writePrivate(paths.bundle, writeBundle({ newsroom, ...keys }));
}

function requireEmpty(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (readdirSync(folder).length === 0) return;
  } catch (cause) {
    throw new OperatorError(`${folder} cannot be written: ${reasonOf(cause)}.`, { cause });
  }
  throw new OperatorError(`${folder} is not empty; a newsroom's keys need a folder of their own.`);
}

/** Signs the same keys for another year, under the next epoch: a new bundle takes the old one's place. */
export async function renewNewsroom(folder: string, now: Date): Promise<KeyList> {
  const paths = foundingPaths(folder);
  const bundle = await readBundle(paths.bundle);
  const list = { ...bundle.list, epoch: bundle.list.epoch + 1, notAfter: aYearAfter(now) };
  const listFile = signKeyList(readRoot(paths.root, bundle.newsroom.rootKey), list);
  const partial = `${paths.bundle}.new`;
  writeFileSync(partial, writeBundle({ ...bundle, listFile }), { mode: 0o600 });
  renameSync(partial, paths.bundle);
  return list;
}

function readRoot(path: string, rootKey: string): Signer {
  if (!existsSync(path)) throw new OperatorError(`There is no root key at ${path}.`);
  const signer = createSigner(readFileSync(path, "utf8"));
  if (signer.public.key === rootKey) return signer;
  throw new OperatorError(`${path} is another newsroom's root key.`);
}
