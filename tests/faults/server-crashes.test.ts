import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { attachmentBuckets, leafSize } from "../../src/protocol/intake.ts";
import type { Signer } from "../../src/server/signing.ts";
import { openBlobs } from "../../src/server/storage/blobs.ts";
import { createSqliteIntake } from "../../src/server/storage/sqlite-intake.ts";
import { openSqlite } from "../../src/server/storage/sqlite.ts";
import { aFolder, readReceipt } from "../support/intake.ts";
import {
  aPart,
  aPartOf,
  aSealedStory,
  leavesRequest,
  type SealedPart,
  sendPart,
  type SealedStory,
  storyRequest,
} from "../support/sealed.ts";
import type { CrashPoint } from "../support/server/crash-points.ts";
import {
  prepareNewsroom,
  type ServerProcess,
  startNewsroom,
} from "../support/server/server-process.ts";

let folder: Awaited<ReturnType<typeof aFolder>>;
let signer: Signer;
const running: ServerProcess[] = [];

beforeEach(async () => {
  folder = await aFolder();
  signer = await prepareNewsroom(folder.path);
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.kill();
  await folder.remove();
});

const start = async (crashAt?: CrashPoint): Promise<ServerProcess> => {
  const server = await startNewsroom(folder.path, crashAt);
  running.push(server);
  return server;
};

const sendStory = (server: ServerProcess, story: SealedStory): Promise<Response> =>
  fetch(storyRequest(story, server.origin));
const sendAll = (server: ServerProcess, part: SealedPart): Promise<Response> =>
  sendPart(fetch, part, server.origin);

/** What lies on disk, read by nobody's process: the rows, and for each whole file whether it is what its name says. */
async function readDisk(): Promise<{
  readonly stories: readonly string[];
  readonly blobs: readonly string[];
}> {
  const sqlite = openSqlite(join(folder.path, "soniakh.sqlite"));
  const blobs = await openBlobs(join(folder.path, "blobs"));
  const stories = (await createSqliteIntake(sqlite.query).list()).map(({ id }) => id);
  const whole: string[] = [];
  for (const { id } of await blobs.list()) {
    const bytes = await new Response((await blobs.read(id)) as ReadableStream).bytes();
    expect(aPartOf(bytes).id).toBe(id);
    whole.push(id);
  }
  await sqlite.close();
  return { stories, blobs: whole };
}

describe("a story, when the server is killed", () => {
  test("2, 25: before it commits, leaves no row and no receipt; sent again, it is one row", async () => {
    const story = await aSealedStory();
    const dying = await start("story-uncommitted");

    await expect(sendStory(dying, story)).rejects.toThrow();
    expect(await dying.gone).toBe("SIGKILL");
    const left = await readDisk();
    const again = await sendStory(await start(), story);

    expect(left.stories).toEqual([]);
    expect(again.status).toBe(201);
    expect((await readReceipt(again, signer)).story).toBe(story.id);
    expect((await readDisk()).stories).toEqual([story.id]);
  });

  test("1, 25: after it committed and before it replied, has its row; sent again, it gets that row's receipt", async () => {
    const story = await aSealedStory();
    const dying = await start("story-committed");

    await expect(sendStory(dying, story)).rejects.toThrow();
    expect(await dying.gone).toBe("SIGKILL");
    const left = await readDisk();
    const server = await start();
    const again = await sendStory(server, story);
    const receipt = await again.bytes();

    expect(left.stories).toEqual([story.id]);
    expect(again.status).toBe(200);
    expect(await (await sendStory(server, story)).bytes()).toEqual(receipt);
    expect((await readDisk()).stories).toEqual([story.id]);
  });

  test("25: after its receipt went out, is still there with the same receipt", async () => {
    const story = await aSealedStory();
    const server = await start();
    const receipt = await (await sendStory(server, story)).bytes();

    await server.kill();
    const again = await sendStory(await start(), story);

    expect(await again.bytes()).toEqual(receipt);
  });
});

describe("an attachment, when the server is killed", () => {
  const points: readonly CrashPoint[] = [
    "blob-unnamed",
    "blob-named",
    "part-uncommitted",
    "part-committed",
  ];

  test.each(points)(
    "25: at %s, is whole in the end, held by its story, and there once",
    async (point) => {
      const part = await aPart(3 * leafSize);
      const story = await aSealedStory({ parts: [part] });
      const dying = await start(point);
      await sendStory(dying, story);

      await expect(sendAll(dying, part)).rejects.toThrow();
      expect(await dying.gone).toBe("SIGKILL");
      const server = await start();
      const before = await readReceipt(await sendStory(server, story), signer);
      const answer = await sendAll(server, part);
      const after = await readReceipt(await sendStory(server, story), signer);

      expect(before.parts).toEqual(point === "blob-unnamed" ? [] : [part.id]);
      expect(answer.headers.get("soniakh-complete")).toBe("1");
      expect(after.parts).toEqual([part.id]);
      expect(await readDisk()).toEqual({ stories: [story.id], blobs: [part.id] });
    },
  );

  test("in the middle, goes on from the leaves that it has", async () => {
    const part = await aPart(attachmentBuckets[6]);
    const first = await start();
    await fetch(leavesRequest(part, 0, 5, first.origin));
    await first.kill();

    const server = await start();
    const asked = await fetch(`${server.origin}/intake/blobs/${part.id}`, { method: "HEAD" });
    const rest = await fetch(leavesRequest(part, 5, undefined, server.origin));

    expect(asked.headers.get("soniakh-leaves-held")).toBe("5");
    expect(rest.headers.get("soniakh-complete")).toBe("1");
    expect((await readDisk()).blobs).toEqual([part.id]);
  });
});

test("killed again and again while twenty stories arrive at once, it loses and doubles nothing that has a receipt", async () => {
  const stories = await Promise.all(Array.from({ length: 20 }, () => aSealedStory()));
  const receipts = new Map<string, string>();
  const send = async (server: ServerProcess, story: SealedStory): Promise<void> => {
    const receipt = Buffer.from(await (await sendStory(server, story)).bytes()).toString("base64");
    expect(receipts.get(story.id) ?? receipt).toBe(receipt);
    receipts.set(story.id, receipt);
  };

  for (const answers of [1, 2, 4, 7, 11, 16]) {
    const server = await start();
    let answered = 0;
    const sending = stories.map((story) =>
      send(server, story).then(() => {
        answered += 1;
        return answered === answers ? server.kill() : undefined;
      }),
    );
    const endings = await Promise.allSettled(sending);
    const wrong = endings.find(
      (ending) => ending.status === "rejected" && !(ending.reason instanceof TypeError),
    );
    expect(wrong).toBeUndefined();
    expect((await readDisk()).stories).toEqual(expect.arrayContaining([...receipts.keys()]));
  }
  const last = await start();
  for (const story of stories) await send(last, story);

  expect((await readDisk()).stories.toSorted()).toEqual(stories.map(({ id }) => id).toSorted());
});
