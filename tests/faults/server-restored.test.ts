// FAULTS.md 27 with the real server: it is put back from yesterday's backup by the commands that an operator uses.
import "fake-indexeddb/auto";
import { execFile } from "node:child_process";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import { openStore } from "../../src/device/database.ts";
import { createFacts, type HeldEdition } from "../../src/device/facts.ts";
import { createMemoryKeyring, type Keyring } from "../../src/device/keyring.ts";
import { writeNote } from "../../src/device/note-writing.ts";
import { readStories, stateOf } from "../../src/device/outbox.ts";
import { newRandomId } from "../../src/device/random-id.ts";
import type { Head } from "../../src/protocol/edition.ts";
import type { StoryId } from "../../src/protocol/intake.ts";
import { parseSignedFile } from "../../src/protocol/signed-file.ts";
import { openSqlite } from "../../src/server/storage/sqlite.ts";
import { createSqliteIntake } from "../../src/server/storage/sqlite-intake.ts";
import { createSqliteNotes } from "../../src/server/storage/sqlite-notes.ts";
import { aFolder } from "../support/intake.ts";
import {
  prepareNewsroom,
  type ServerProcess,
  startNewsroom,
} from "../support/server/server-process.ts";
import { aStoryIn, keyListOf } from "./simulator.ts";
import { createVirtualClock } from "./virtual-clock.ts";
import { createVirtualLocks } from "./virtual-locks.ts";
import { openWindow, type Window } from "./window.ts";

const run = promisify(execFile);
const minute = 60_000;
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function aTemporaryFolder(): Promise<string> {
  const { path, remove } = await aFolder();
  cleanups.push(remove);
  return path;
}

/** `npm run backup -- FILE` and `npm run restore -- FILE`. */
const command = (name: "backup" | "restore", archive: string, dataDir: string): Promise<unknown> =>
  run(
    process.execPath,
    [join(import.meta.dirname, `../../src/server/commands/${name}.ts`), archive],
    {
      env: { PATH: process.env["PATH"], DATA_DIR: dataDir, CONTENT_DIR: join(dataDir, "content") },
    },
  );

async function start(folder: string): Promise<ServerProcess> {
  const server = await startNewsroom(folder);
  cleanups.push(() => server.kill());
  return server;
}

async function headOf({ origin }: ServerProcess): Promise<Head> {
  const bytes = await (await fetch(`${origin}/library/head`)).bytes();
  const file = parseSignedFile(bytes, "head");
  if (!file.ok) throw new Error(file.why);
  return JSON.parse(new TextDecoder().decode(file.value.body)) as Head;
}

type Phone = Window & { readonly keyring: Keyring };

/** A window of a phone whose newsroom is, at each request, wherever `origin` says. */
function aPhoneOf(origin: () => string): Phone {
  const keyring = { ...createMemoryKeyring(), durable: true };
  const window = openWindow({
    store: openStore("restored", () => undefined),
    keyring,
    locks: createVirtualLocks().forWindow,
    clock: createVirtualClock(),
    wall: () => 0,
    random: Math.random,
    newId: newRandomId,
    network: { kind: () => "unknown" },
    read: async () => undefined,
    async carry({ url, method, headers, body }) {
      const { pathname, search } = new URL(url);
      const given = body === null ? {} : { body: await new Response(body).bytes() };
      return fetch(origin() + pathname + search, { method, headers, ...given });
    },
  });
  return { ...window, keyring };
}

async function rowsIn(folder: string): Promise<readonly string[]> {
  const sqlite = openSqlite(join(folder, "soniakh.sqlite"));
  const rows = (await createSqliteIntake(sqlite.query).list()).map(({ id }) => id);
  await sqlite.close();
  return rows;
}

/** How many notes about a story a newsroom has. */
async function notesIn(folder: string, story: StoryId): Promise<number> {
  const sqlite = openSqlite(join(folder, "soniakh.sqlite"));
  const notes = await createSqliteNotes(sqlite.query).list(story);
  await sqlite.close();
  return notes.length;
}

const takeBack = ({ store, keyring }: Phone, story: StoryId): Promise<unknown> =>
  writeNote(
    {
      store,
      keyring,
      facts: createFacts(store),
      newId: newRandomId,
      now: Date.now,
      announce: () => undefined,
    },
    story,
    { kind: "withdraw" },
  );

test("27: put back from yesterday's backup, it goes on above what phones hold, and phones offer what is gone there", async () => {
  const folder = await aTemporaryFolder();
  const signer = await prepareNewsroom(folder);
  let server = await start(folder);
  const phone = aPhoneOf(() => server.origin);
  await createFacts(phone.store).set("keys", await keyListOf({ signer }));
  const yesterday = await aStoryIn(phone);
  await phone.live(minute);
  const archive = join(await aTemporaryFolder(), "backup.tar");
  await command("backup", archive, folder);

  const today = await aStoryIn(phone, [150_000]);
  await phone.live(minute, "put");
  await takeBack(phone, yesterday);
  await phone.live(minute, "put");
  expect(await notesIn(folder, yesterday)).toBe(1);
  await writeFile(join(folder, "content", "news.txt"), "News of today. They are good.");
  await expect.poll(server.written, { timeout: 20_000 }).toContain("Published: 1 article");
  const lost = await headOf(server);
  await server.kill();
  const restored = join(await aTemporaryFolder(), "data");
  await command("restore", archive, restored);
  for (const name of ["app", "content"])
    await cp(join(folder, name), join(restored, name), { recursive: true });
  server = await start(restored);
  const head = await headOf(server);
  const gap = await rowsIn(restored);
  expect(await notesIn(restored, yesterday)).toBe(0);
  await createFacts(phone.store).set("edition", { restored: head.restored } as HeldEdition);
  await phone.live(minute, "restored");

  expect(gap).toEqual([yesterday]);
  expect(head.number).toBeGreaterThan(lost.number);
  expect(head.restored).toBeGreaterThan(lost.restored);
  expect(await rowsIn(restored)).toEqual([yesterday, today]);
  const states = (await readStories(phone.store)).map((record) => stateOf(record).kind);
  expect(states).toEqual(["sent", "sent"]);
  expect(await notesIn(restored, yesterday), "taken back again").toBe(1);
});
