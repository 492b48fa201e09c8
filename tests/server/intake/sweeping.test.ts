import { rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { reconcile, sweep } from "../../../src/server/intake/sweeping.ts";
import { leafSize } from "../../../src/protocol/intake.ts";
import { aFolder, openTestIntake, readReceipt, type TestIntake } from "../../support/intake.ts";
import {
  aPart,
  aSealedStory,
  hashOf,
  leavesRequest,
  sendPart,
  storyRequest,
} from "../../support/sealed.ts";

let folder: Awaited<ReturnType<typeof aFolder>>;
let intake: TestIntake;

beforeEach(async () => {
  folder = await aFolder();
  intake = await openTestIntake(folder.path);
});
afterEach(async () => {
  await intake.close();
  await folder.remove();
});

const patience = { unnamed: 2, awaited: 4 };
const sweepOn = async (...days: readonly string[]): Promise<void> => {
  for (const day of days) await sweep(intake.storage, intake.blobs, day, patience);
};

test("attachments that nobody named, whole or not, go after days of lying still", async () => {
  await sendPart(intake.send, await aPart());
  await intake.send(leavesRequest(await aPart(4 * leafSize), 0, 2));

  await sweepOn("2026-11-11", "2026-11-12");
  const before = [await intake.blobs.list(), await intake.blobs.listUnfinished()];
  await sweepOn("2026-11-13");

  expect(before.map(({ length }) => length)).toEqual([1, 1]);
  expect([await intake.blobs.list(), await intake.blobs.listUnfinished()]).toEqual([[], []]);
  expect(await intake.storage.listBlobs()).toEqual([]);
});

test("a clock that jumps by ten years, and back, takes nothing", async () => {
  await sendPart(intake.send, await aPart());

  await sweepOn("2026-11-11", "2036-11-11", "2036-11-11", "2036-11-11");

  expect(await intake.blobs.list()).toHaveLength(1);
});

test("what a receipt names is never swept", async () => {
  const part = await aPart();
  const story = await aSealedStory({ parts: [part] });
  await intake.send(storyRequest(story));
  await sendPart(intake.send, part);

  await sweepOn(
    ...Array.from({ length: 28 }, (_, at) => `2026-12-${String(at + 1).padStart(2, "0")}`),
  );

  expect(await intake.blobs.findSize(part.id)).toBe(leafSize);
  expect((await readReceipt(await intake.send(storyRequest(story)), intake.signer)).parts).toEqual([
    part.id,
  ]);
});

test("after a pick-up the sealed bytes are gone, the receipt is not, and the phone is not asked for them again", async () => {
  const part = await aPart();
  const story = await aSealedStory({ parts: [part] });
  await intake.send(storyRequest(story));
  await sendPart(intake.send, part);
  const receipt = await (await intake.send(storyRequest(story))).bytes();
  const proof = {
    manifest: hashOf(story.manifestBytes),
    text: story.manifest.text.hash,
    parts: [part.id],
  };

  const unopened = await intake.inbox.pickUp(story.id, proof);
  await intake.inbox.setState(story.id, "opened");
  const unproven = await intake.inbox.pickUp(story.id, { ...proof, parts: [] });
  const gone = await intake.inbox.pickUp(story.id, proof);

  expect([unopened, unproven, gone]).toEqual([false, false, true]);
  expect(await intake.blobs.list()).toEqual([]);
  expect(await intake.inbox.findText(story.id)).toBeUndefined();
  expect(await (await intake.send(storyRequest(story))).bytes()).toEqual(receipt);
  expect((await sendPart(intake.send, part)).headers.get("soniakh-complete")).toBe("1");
  expect(await intake.blobs.list()).toEqual([]);
});

test("a story whose part is still on its way is not picked up", async () => {
  const part = await aPart();
  const story = await aSealedStory({ parts: [part] });
  await intake.send(storyRequest(story));
  await intake.inbox.setState(story.id, "opened");

  const gone = await intake.inbox.pickUp(story.id, {
    manifest: hashOf(story.manifestBytes),
    text: story.manifest.text.hash,
    parts: [part.id],
  });

  expect(gone).toBe(false);
});

test("a restored folder without a file is found out, and the receipt asks for the part again (fault 27)", async () => {
  const part = await aPart();
  const story = await aSealedStory({ parts: [part] });
  await intake.send(storyRequest(story));
  await sendPart(intake.send, part);
  await rm(join(folder.path, "blobs", part.id));

  await reconcile(intake.storage, intake.blobs);

  expect((await readReceipt(await intake.send(storyRequest(story)), intake.signer)).parts).toEqual(
    [],
  );
  await sendPart(intake.send, part);
  expect((await readReceipt(await intake.send(storyRequest(story)), intake.signer)).parts).toEqual([
    part.id,
  ]);
});

test("leaves that a power cut spoilt are found out before the attachment counts as whole", async () => {
  const part = await aPart(4 * leafSize);
  await intake.send(leavesRequest(part, 0, 3));
  const file = join(folder.path, "blobs", "unfinished", `${part.id}.part`);
  await truncate(file, leafSize);
  await truncate(file, 3 * leafSize);

  const spoilt = await intake.send(leavesRequest(part, 3));
  const mended = await intake.send(leavesRequest(part, 1));

  expect(spoilt.headers.get("soniakh-leaves-held")).toBe("1");
  expect(spoilt.headers.get("soniakh-complete")).toBe("0");
  expect(mended.headers.get("soniakh-complete")).toBe("1");
});

test("a leaf list that a power cut emptied counts as never sent", async () => {
  const part = await aPart(2 * leafSize);
  await intake.send(leavesRequest(part, 0, 1));
  await writeFile(join(folder.path, "blobs", "unfinished", `${part.id}.leaves`), "");

  const answer = await intake.send(leavesRequest(part, 1));

  expect(answer.status).toBe(404);
  expect((await sendPart(intake.send, part)).headers.get("soniakh-complete")).toBe("1");
});

test("what a phone began is of no use once a file brought the whole: it goes at the next sweep", async () => {
  const part = await aPart(4 * leafSize);
  const story = await aSealedStory({ parts: [part] });
  await intake.send(storyRequest(story));
  await intake.send(leavesRequest(part, 0, 2));
  await writeFile(join(folder.path, "blobs", part.id), part.bytes);
  await intake.storage.recordBlob(part.id, part.bytes.length);

  await sweepOn("2026-11-11");

  expect(await intake.blobs.listUnfinished()).toEqual([]);
  expect(await intake.blobs.findSize(part.id)).toBe(part.bytes.length);
});
