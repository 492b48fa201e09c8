import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { dataPaths, openDatabase, servedOrigin } from "../composing.ts";
import type { Configuration } from "../configuration.ts";
import { runEntry } from "../entry.ts";
import { createInbox } from "../intake/inbox.ts";
import { readNewsroom } from "../keys.ts";
import { exportStories } from "../newsroom/exporting.ts";
import { createLink } from "../newsroom/signing-in.ts";
import { OperatorError, reasonOf } from "../operator-error.ts";
import { openBlobs } from "../storage/blobs.ts";
import { createSqliteIntake } from "../storage/sqlite-intake.ts";
import { createSqliteNotes } from "../storage/sqlite-notes.ts";
import { createSqliteNewsroom } from "../storage/sqlite-newsroom.ts";

const usage = `npm run desk -- COMMAND
  link         a way in for an editor: good once, for ten minutes
  export DIR   every sealed story that is here, to be opened elsewhere with the age program`;

await runEntry(process, async (configuration) => {
  const [command, folder] = process.argv.slice(2);
  if (command === "link") return link(configuration);
  if (command === "export" && folder !== undefined) {
    return exportTo(configuration, resolve(folder));
  }
  throw new OperatorError(usage);
});

async function link(configuration: Configuration): Promise<void> {
  const newsroom = readNewsroom(configuration.dataDir);
  const sqlite = openDatabase(dataPaths(configuration.dataDir).database);
  const token = await createLink(createSqliteNewsroom(sqlite.query), new Date(), () =>
    randomBytes(32),
  );
  await sqlite.close();
  console.log(`${servedOrigin(configuration, newsroom)}/desk/#${token}`);
  console.log("Good once, for ten minutes. Whoever opens it is signed in.");
}

async function exportTo(configuration: Configuration, folder: string): Promise<void> {
  readNewsroom(configuration.dataDir);
  const paths = dataPaths(configuration.dataDir);
  const sqlite = openDatabase(paths.database);
  const inbox = createInbox(
    createSqliteIntake(sqlite.query),
    await openBlobs(paths.blobs),
    createSqliteNotes(sqlite.query),
  );
  const storage = createSqliteNewsroom(sqlite.query);
  try {
    const done = await exportStories({ inbox, storage }, folder, new Date());
    console.log(
      `${done.stories} stories are in ${folder}; README.txt there says how to open them.`,
    );
    if (done.missingParts > 0) console.log(`${done.missingParts} attachments have not come yet.`);
  } catch (cause) {
    throw new OperatorError(`${folder} could not be written: ${reasonOf(cause)}.`, { cause });
  } finally {
    await sqlite.close();
  }
}
