import { join } from "node:path";
import { openSqlite } from "../../../../src/server/storage/sqlite.ts";
import { createSqliteSources } from "../../../../src/server/storage/sqlite-sources.ts";
import { runSourceStorageTests } from "../../../contracts/source-storage.ts";
import { aFolder } from "../../server-support.ts";

runSourceStorageTests(async () => {
  const sqlite = openSqlite(join(aFolder(), "soniakh.sqlite"));
  return { storage: createSqliteSources(sqlite.query), close: () => sqlite.close() };
});
