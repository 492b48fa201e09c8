import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
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

test("what is committed is on disk: write-ahead log, synced at every commit", async () => {
  const folder = await aFolder();
  const sqlite = openSqlite(join(folder.path, "soniakh.sqlite"));

  const mode = await sql<{ journal_mode: string }>`PRAGMA journal_mode`.execute(sqlite.query);
  const synced = await sql<{ synchronous: number }>`PRAGMA synchronous`.execute(sqlite.query);

  const full = 2;
  expect([mode.rows[0]?.journal_mode, synced.rows[0]?.synchronous]).toEqual(["wal", full]);
  await sqlite.close();
  await folder.remove();
});
