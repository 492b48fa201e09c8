import { join } from "node:path";
import { createSqliteIntake } from "../../../src/server/storage/sqlite-intake.ts";
import { createSqliteNotes } from "../../../src/server/storage/sqlite-notes.ts";
import { openSqlite } from "../../../src/server/storage/sqlite.ts";
import { runNoteStorageTests } from "../../contracts/note-storage.ts";
import { aFolder } from "../../support/intake.ts";

runNoteStorageTests(async () => {
  const folder = await aFolder();
  const sqlite = openSqlite(join(folder.path, "soniakh.sqlite"));
  return {
    storage: createSqliteIntake(sqlite.query),
    notes: createSqliteNotes(sqlite.query),
    close: async () => {
      await sqlite.close();
      await folder.remove();
    },
  };
});
