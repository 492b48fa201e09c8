import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { restoreBackup } from "../archive.ts";
import { dataPaths, openDatabase, openLibrary } from "../composing.ts";
import { runEntry } from "../entry.ts";
import { loadKeys } from "../keys.ts";
import { OperatorError } from "../operator-error.ts";

const usage = `npm run restore -- FILE
  puts a backup into DATA_DIR, which has to be absent or empty`;

await runEntry(process, async (configuration) => {
  const source = process.argv[2];
  if (source === undefined) throw new OperatorError(usage);
  const { dataDir } = configuration;
  await restoreBackup(resolve(source), dataDir, tellPhones);
  console.log(`${dataDir} is as it was when the backup was made. Phones learn of it with the next`);
  console.log("edition, ask for their receipts again, and offer what is missing here.");
});

/** A new edition, above what phones have, that says that there was a restoration. */
async function tellPhones(dataDir: string): Promise<void> {
  const sqlite = openDatabase(dataPaths(dataDir).database);
  try {
    const surroundings = {
      now: () => new Date(),
      randomBytes: (length: number) => randomBytes(length),
    };
    const { library } = await openLibrary(dataDir, sqlite, await loadKeys(dataDir), surroundings);
    await library.tellRestored();
  } finally {
    await sqlite.close();
  }
}
