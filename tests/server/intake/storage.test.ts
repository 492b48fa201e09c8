import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { leafSize } from "../../../src/protocol/intake.ts";
import { createSqliteIntake } from "../../../src/server/storage/sqlite-intake.ts";
import { openSqlite } from "../../../src/server/storage/sqlite.ts";
import { runIntakeStorageTests } from "../../contracts/intake-storage.ts";
import { aFolder, openTestIntake } from "../../support/intake.ts";
import {
  aPart,
  aSealedStory,
  leavesRequest,
  sendPart,
  storyRequest,
} from "../../support/sealed.ts";

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

test("the sealed text that was picked up is not left in the database's file", async () => {
  const folder = await aFolder();
  const intake = await openTestIntake(folder.path);
  const story = await aSealedStory();
  await intake.send(storyRequest(story));
  const some = Buffer.from(story.text.slice(5_000, 5_040));
  const isInFile = async (): Promise<boolean> => {
    await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(intake.sqlite.query);
    return readFileSync(join(folder.path, "soniakh.sqlite")).includes(some);
  };

  const before = await isInFile();
  await intake.storage.pickUp(story.id);

  expect([before, await isInFile()]).toEqual([true, false]);
  await intake.close();
  await folder.remove();
});

test("no file says when an attachment came in, whole or not", async () => {
  const folder = await aFolder();
  const intake = await openTestIntake(folder.path);
  await sendPart(intake.send, await aPart());
  await intake.send(leavesRequest(await aPart(4 * leafSize), 0, 2));

  const blobs = join(folder.path, "blobs");
  const names = readdirSync(blobs, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  const times = files.map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs);

  expect(times).toEqual([0, 0, 0]);
  await intake.close();
  await folder.remove();
});
