import { join } from "node:path";
import { createSqliteIntake } from "../../../src/server/storage/sqlite-intake.ts";
import { openSqlite } from "../../../src/server/storage/sqlite.ts";
import { runIntakeStorageTests } from "../../contracts/intake-storage.ts";
import { aFolder } from "../../support/intake.ts";

runIntakeStorageTests(async () => {
  const folder = await aFolder();
  const sqlite = openSqlite(join(folder.path, "soniakh.sqlite"));
  return {
    storage: createSqliteIntake(sqlite.query),
    close: async () => {
      await sqlite.close();
      await folder.remove();
    },
  };
});
