import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Newsroom } from "../protocol/newsroom.ts";
import { prepareDataFolder } from "./configuration.ts";
import { makeKeySet, writePrivate } from "./key-making.ts";
import { keyPaths } from "./keys.ts";
import { OperatorError } from "./operator-error.ts";

/** Where a demonstration keeps what a real newsroom keeps on another computer or on paper. */
export const trialPaths = (dataDir: string) => {
  const { trial } = keyPaths(dataDir);
  return {
    root: join(trial, "root.pem"),
    /** The desk's identity behind a passphrase: an editor hands it to the desk in the browser. */
    desk: join(trial, "desk-key.age"),
    passphrase: join(trial, "desk-passphrase.txt"),
    recovery: join(trial, "recovery-key.txt"),
  };
};

/**
 * Makes a trial newsroom in an empty data folder: root, edition and receipt keys, a trial desk key with its passphrase
 * and a recovery key. newsroom.json appears last, so that half a newsroom is none. Throws an {@link OperatorError}
 * where there are keys already; nothing is overwritten. `workFactor` as in {@link makeKeySet}.
 */
export async function createTrialNewsroom(
  dataDir: string,
  now: Date,
  origin: string,
  workFactor = 16,
): Promise<Newsroom> {
  prepareDataFolder(dataDir);
  const paths = keyPaths(dataDir);
  if (existsSync(paths.folder) || existsSync(paths.newsroom)) {
    throw new OperatorError(
      `${dataDir} holds keys or a newsroom.json already; a trial newsroom needs a folder without them.`,
    );
  }
  const making = mkdtempSync(join(dataDir, "making-"));
  try {
    const newsroom = await writeTrial(making, now, origin, workFactor);
    renameSync(keyPaths(making).folder, paths.folder);
    renameSync(keyPaths(making).newsroom, paths.newsroom);
    return newsroom;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

async function writeTrial(
  folder: string,
  now: Date,
  origin: string,
  workFactor: number,
): Promise<Newsroom> {
  const paths = keyPaths(folder);
  const trial = trialPaths(folder);
  mkdirSync(paths.trial, { recursive: true, mode: 0o700 });
  const keys = await makeKeySet(now, workFactor);
  writePrivate(paths.edition, keys.edition);
  writePrivate(paths.receipt, keys.receipt);
  writePrivate(paths.list, keys.listFile);
  writePrivate(trial.root, keys.root);
  writePrivate(trial.desk, keys.desk);
  writePrivate(trial.passphrase, `${keys.passphrase}\n`);
  writePrivate(trial.recovery, keys.recovery);
  const newsroom = trialNewsroom(keys.rootKey, origin);
  writeFileSync(paths.newsroom, `${JSON.stringify(newsroom, undefined, 2)}\n`);
  return newsroom;
}

const trialNewsroom = (rootKey: string, origin: string): Newsroom => ({
  format: 1,
  rootKey,
  name: { uk: "Сонях", en: "Soniakh" },
  languages: ["uk", "en"],
  contacts: [],
  origin,
  demonstration: true,
});
