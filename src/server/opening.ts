import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle } from "./bundle.ts";
import { writePrivate } from "./key-making.ts";
import { keyPaths, loadKeys, readNewsroom } from "./keys.ts";
import { OperatorError } from "./operator-error.ts";

/** Where the keys that were in force before go: stories that were sealed for them still need them. */
export const formerKeys = (dataDir: string, epoch: number | "trial"): string =>
  join(dataDir, `former-keys-${epoch}`);

/**
 * Ends a demonstration, begins in an empty data folder, or takes a renewed key list, by the bundle that
 * `npm run newsroom -- init` or `renew` has written. `unopened` counts the stories that nobody has opened: with trial
 * stories waiting it refuses, because the new desk key does not open them, unless `leaveUnopened`. Nothing is deleted.
 */
export async function openNewsroom(
  dataDir: string,
  bundle: Bundle,
  unopened: number,
  leaveUnopened: boolean,
): Promise<void> {
  const paths = keyPaths(dataDir);
  const former = existsSync(paths.newsroom)
    ? await requireSuccession(dataDir, bundle, unopened, leaveUnopened)
    : undefined;
  const making = mkdtempSync(join(dataDir, "making-"));
  try {
    writeKeys(making, bundle);
    if (former !== undefined) renameSync(paths.folder, former);
    renameSync(keyPaths(making).folder, paths.folder);
    renameSync(keyPaths(making).newsroom, paths.newsroom);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** Where the keys in force are to go; throws where this bundle may not follow them. */
async function requireSuccession(
  dataDir: string,
  { newsroom, list }: Bundle,
  unopened: number,
  leaveUnopened: boolean,
): Promise<string> {
  const present = readNewsroom(dataDir);
  if (!present.demonstration) {
    const { list: held } = await loadKeys(dataDir);
    if (present.rootKey !== newsroom.rootKey) {
      throw new OperatorError(
        `${dataDir} belongs to another newsroom already; choose another DATA_DIR.`,
      );
    }
    if (list.epoch <= held.epoch) {
      throw new OperatorError(`The key list in ${dataDir} is as new as this one, or newer.`);
    }
    return formerKeys(dataDir, held.epoch);
  }
  if (unopened > 0 && !leaveUnopened) {
    throw new OperatorError(
      `${unopened} trial stories were never opened, and only the trial key opens them. Open them at the desk first, or ` +
        "add --leave-unopened: they stay, and so does the trial key, in former-keys-trial.",
    );
  }
  return formerKeys(dataDir, "trial");
}

function writeKeys(folder: string, { newsroom, edition, receipt, listFile }: Bundle): void {
  const paths = keyPaths(folder);
  mkdirSync(paths.folder, { recursive: true, mode: 0o700 });
  writePrivate(paths.edition, edition);
  writePrivate(paths.receipt, receipt);
  writePrivate(paths.list, listFile);
  writeFileSync(paths.newsroom, `${JSON.stringify(newsroom, undefined, 2)}\n`);
}
