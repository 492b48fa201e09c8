import { rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, type TestContext } from "vitest";
import { leafSize } from "../../src/protocol/intake.ts";
import { createSigner } from "../../src/server/signing.ts";
import { createSqliteIntake } from "../../src/server/storage/sqlite-intake.ts";
import { openSqlite } from "../../src/server/storage/sqlite.ts";
import { aSigningKey, readReceipt, readRefusal } from "../support/intake.ts";
import {
  aPart,
  aSealedStory,
  leavesRequest,
  sendPart,
  type SealedStory,
  storyRequest,
} from "../support/sealed.ts";
import {
  prepareNewsroom,
  type ServerProcess,
  startIntake,
  startNewsroom,
} from "../support/server/server-process.ts";
import { openSmallDisk, type SmallDisk } from "../support/small-disk.ts";

const megabyte = 1_048_576;
let disk: SmallDisk | undefined;
let server: ServerProcess | undefined;
const key = aSigningKey();

beforeEach(async () => {
  disk = await openSmallDisk(8 * megabyte);
});
afterEach(async () => {
  await server?.kill();
  await disk?.remove();
  server = disk = undefined;
});

async function start(
  context: TestContext,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  if (disk === undefined) return context.skip("no small disk here");
  server = await startIntake(disk.path, { KEY: key, ...environment });
  return server;
}

const sendStory = ({ origin }: ServerProcess, story: SealedStory): Promise<Response> =>
  fetch(storyRequest(story, origin));

/** Leaves that many bytes free, as other things on the same disk would. */
async function fillUpTo(path: string, free: number): Promise<void> {
  const { bavail, bsize } = await statfs(path);
  await writeFile(join(path, "ballast"), new Uint8Array(Math.max(0, bavail * bsize - free)));
}

/** The rows, and SQLite's own word that the file is sound. */
async function readRows(path: string): Promise<readonly string[]> {
  const sqlite = openSqlite(join(path, "soniakh.sqlite"));
  const rows = (await createSqliteIntake(sqlite.query).list()).map(({ id }) => id);
  await sqlite.close();
  return rows;
}

test("16, 26: a disk that runs full in the middle of stories refuses with 507, keeps every receipt, and has no half row", async (context) => {
  const intake = await start(context);
  const path = disk?.path ?? "";
  const [accepted, refused] = [new Map<string, SealedStory>(), new Map<string, SealedStory>()];
  await fillUpTo(path, 1.5 * megabyte);
  while (refused.size < 3) {
    const story = await aSealedStory({ textSize: 65_536 });
    const answer = await sendStory(intake, story);
    if (answer.status === 201) {
      await readReceipt(answer, createSigner(key));
      accepted.set(story.id, story);
    } else {
      expect(await readRefusal(answer)).toMatchObject({ status: 507, code: "full" });
      refused.set(story.id, story);
    }
  }
  await intake.kill();
  await rm(join(path, "ballast"));
  const left = await readRows(path);
  const roomy = await start(context);
  const later = [];
  for (const story of [...accepted.values(), ...refused.values()])
    later.push((await sendStory(roomy, story)).status);

  expect(accepted.size).toBeGreaterThan(0);
  expect(left).toEqual([...accepted.keys()]);
  expect(later).toEqual([...Array.from(accepted, () => 200), ...Array.from(refused, () => 201)]);
});

test("room that comes back is used without a restart", async (context) => {
  const intake = await start(context);
  const path = disk?.path ?? "";
  const story = await aSealedStory({ textSize: megabyte });
  await fillUpTo(path, 0.5 * megabyte);

  const refused = await sendStory(intake, story);
  await rm(join(path, "ballast"));
  const taken = await sendStory(intake, story);

  expect(await readRefusal(refused)).toMatchObject({ status: 507, code: "full" });
  expect(taken.status).toBe(201);
  expect(await readRows(path)).toEqual([story.id]);
});

test("an attachment that fills the disk is refused with 507, its story stays, and it goes on where it was", async (context) => {
  const intake = await start(context);
  const path = disk?.path ?? "";
  const part = await aPart(32 * leafSize);
  const story = await aSealedStory({ parts: [part] });
  await sendStory(intake, story);
  await fillUpTo(path, megabyte);

  const full = await fetch(leavesRequest(part, 0, 32, intake.origin));
  const asked = await fetch(`${intake.origin}/intake/blobs/${part.id}`, { method: "HEAD" });
  await rm(join(path, "ballast"));
  const held = Number(asked.headers.get("soniakh-leaves-held"));
  const rest = await fetch(leavesRequest(part, held, 32, intake.origin));
  const receipt = await readReceipt(await sendStory(intake, story), createSigner(key));

  expect(await readRefusal(full)).toMatchObject({ status: 507, code: "full" });
  expect(held).toBeGreaterThan(0);
  expect(rest.headers.get("soniakh-complete")).toBe("1");
  expect(receipt.parts).toEqual([part.id]);
});

test("below the watermark attachments are refused while text is still taken", async (context) => {
  const intake = await start(context, {
    ATTACHMENT_RESERVE: String(4 * megabyte),
    TEXT_RESERVE: String(megabyte),
  });
  const path = disk?.path ?? "";
  await fillUpTo(path, 3 * megabyte);

  const part = await sendPart(fetch, await aPart(), intake.origin);
  const text = await sendStory(intake, await aSealedStory());

  expect(await readRefusal(part)).toMatchObject({ status: 507, code: "full" });
  expect(text.status).toBe(201);
});

test("articles that the disk has no room for end neither reading nor the intake, and come out when there is room", async (context) => {
  if (disk === undefined) return context.skip("no small disk here");
  await prepareNewsroom(disk.path);
  server = await startNewsroom(disk.path);
  const { origin } = server;
  const article = "These are seeds of a sunflower. ".repeat(12_000);
  await fillUpTo(disk.path, 0.5 * megabyte);

  await writeFile(join(disk.path, "content", "seeds.txt"), article);
  await expect.poll(server.written, { timeout: 10_000 }).toContain("was not taken in");
  const during = await fetch(`${origin}/library/head`);
  await rm(join(disk.path, "ballast"));
  await writeFile(join(disk.path, "content", "more.txt"), "More seeds. They grow.");
  await expect.poll(server.written, { timeout: 10_000 }).toContain("Published: 2 articles");

  expect(during.status).toBe(200);
  expect((await fetch(`${origin}/a/seeds`)).status).toBe(200);
});
