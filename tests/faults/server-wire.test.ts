import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { concat } from "../../src/protocol/bytes.ts";
import { leafSize } from "../../src/protocol/intake.ts";
import type { Signer } from "../../src/server/signing.ts";
import { aFolder, readReceipt, readRefusal } from "../support/intake.ts";
import {
  aPart,
  aSealedStory,
  leavesAddress,
  leavesRequest,
  type SealedPart,
  sendPart,
  storyRequest,
} from "../support/sealed.ts";
import {
  prepareNewsroom,
  type ServerProcess,
  startNewsroom,
  stepsFile,
} from "../support/server/server-process.ts";

let folder: Awaited<ReturnType<typeof aFolder>>;
let server: ServerProcess;
let signer: Signer;

beforeAll(async () => {
  folder = await aFolder();
  signer = await prepareNewsroom(folder.path);
  server = await startNewsroom(folder.path);
});
afterAll(async () => {
  await server.kill();
  await folder.remove();
});

/** A connection that has sent the head of a PUT, with the length it promises. */
async function aSocket(address: string, length: number): Promise<Socket> {
  const { hostname, port, pathname, search } = new URL(address);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  socket.write(
    `PUT ${pathname}${search} HTTP/1.1\r\nhost: ${hostname}\r\nsoniakh-leaf-list: 1\r\ncontent-length: ${length}\r\n\r\n`,
  );
  return socket;
}

const heldOf = async (part: SealedPart): Promise<string | null> => {
  const answer = await fetch(`${server.origin}/intake/blobs/${part.id}`, { method: "HEAD" });
  return answer.headers.get("soniakh-leaves-held");
};

test("3: a line that dies within a leaf leaves the leaves before it, and the phone goes on from there", async () => {
  const part = await aPart(8 * leafSize);
  const body = concat(part.leafList, part.bytes);
  const socket = await aSocket(leavesAddress(part, 0, server.origin), body.length);
  socket.write(body.subarray(0, part.leafList.length + 3 * leafSize + 777));
  await vi.waitUntil(async () => (await heldOf(part)) === "3", { timeout: 10_000 });

  socket.resetAndDestroy();
  const held = await heldOf(part);
  const rest = await fetch(leavesRequest(part, 3, 32, server.origin));

  expect(held).toBe("3");
  expect(rest.headers.get("soniakh-complete")).toBe("1");
});

test("16: a refusal reaches a phone that is still sending, over a line that stays whole", async () => {
  const part = await aPart(32 * leafSize);
  const bent = part.bytes.slice();
  bent[leafSize + 1]! ^= 1;
  const socket = await aSocket(
    leavesAddress(part, 0, server.origin),
    part.leafList.length + bent.length,
  );
  let answer = "";
  socket.on("data", (text) => {
    answer += String(text);
  });
  const send = (bytes: Uint8Array): Promise<void> =>
    new Promise((resolve, reject) =>
      socket.write(bytes, (error) => (error ? reject(error) : resolve())),
    );

  await send(concat(part.leafList, bent.slice(0, 2 * leafSize)));
  await vi.waitUntil(() => answer.includes("urn:soniakh:refusal:digest"), { timeout: 10_000 });
  // Longer than the half second after which the HTTP adapter would cut off a body that nobody reads.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await send(bent.slice(2 * leafSize));
  socket.write("GET /intake/limits HTTP/1.1\r\nhost: x\r\n\r\n");

  await vi.waitUntil(() => answer.includes('"leaf":65536'), { timeout: 10_000 });
  expect(answer).toMatch(/^HTTP\/1\.1 422 /);
  expect(answer).toContain("soniakh-leaves-held: 1");
  socket.destroy();
});

test("16: too big an attachment is refused, and the same phone's story goes on", async () => {
  const part = await aPart();
  const huge = `${server.origin}/intake/blobs/${part.id}?leaf=0&leaves=1000&bytes=65536000`;

  const refused = await fetch(huge, { method: "PUT", body: new Uint8Array(32 * leafSize) });
  const story = await aSealedStory();
  const receipt = await readReceipt(await fetch(storyRequest(story, server.origin)), signer);

  expect(await readRefusal(refused)).toMatchObject({ status: 413, code: "too-big", part: part.id });
  expect(receipt.story).toBe(story.id);
});

test("17: a draft sealed on two devices comes as two stories, and both are kept", async () => {
  const plain = new TextEncoder().encode("the same words");
  const stories = [await aSealedStory({ plain }), await aSealedStory({ plain })];

  const answers = await Promise.all(
    stories.map((story) => fetch(storyRequest(story, server.origin))),
  );

  const receipts = await Promise.all(answers.map((answer) => readReceipt(answer, signer)));
  expect(receipts.map(({ story }) => story)).toEqual(stories.map(({ id }) => id));
  expect(new Set(receipts.map(({ sequence }) => sequence)).size).toBe(2);
});

test("an attachment is answered only after file, name and row are on disk, in that order", async () => {
  const part = await aPart();
  const before = (await readFile(stepsFile(folder.path), "utf8")).length;

  await sendPart(fetch, part, server.origin);

  const steps = (await readFile(stepsFile(folder.path), "utf8")).slice(before);
  expect(steps.trim().split("\n")).toEqual([
    `sync ${part.id}.part`,
    "rename",
    "sync blobs",
    "commit part",
  ]);
});

test("26: a database that does not answer for a while is 'later', and the story goes in afterwards, once", async () => {
  const story = await aSealedStory();
  const other = new DatabaseSync(join(folder.path, "soniakh.sqlite"));
  other.exec("BEGIN IMMEDIATE");

  const refused = await fetch(storyRequest(story, server.origin));
  other.exec("ROLLBACK");
  other.close();
  const taken = await fetch(storyRequest(story, server.origin));

  expect(await readRefusal(refused)).toMatchObject({ status: 503, code: "busy" });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(taken.status).toBe(201);
});

test("what a loaded newsroom writes, on its terminal and in its folder, names no sender", async () => {
  const [agent, address] = ["Sentinel-Browser/7", "203.0.113.77"];
  const stories = await Promise.all(Array.from({ length: 30 }, () => aSealedStory()));
  const requests = [
    ...stories.map((story) => storyRequest(story, server.origin)),
    leavesRequest(await aPart(2 * leafSize), 0, 1, server.origin),
    storyRequest({ id: "nobody", body: new Uint8Array(9) }, server.origin),
  ];
  const before = server.written();

  await Promise.all(
    requests.map((request) => {
      request.headers.set("user-agent", agent);
      request.headers.set("x-forwarded-for", address);
      return fetch(request);
    }),
  );

  expect(server.written()).toBe(before);
  const files = await readdir(folder.path, { recursive: true, withFileTypes: true });
  expect(files.map(({ name }) => name)).toContain("soniakh.sqlite-wal");
  for (const file of files.filter((entry) => entry.isFile())) {
    const text = await readFile(join(file.parentPath, file.name), "latin1");
    expect([file.name, text.includes(agent), text.includes(address)]).toEqual([
      file.name,
      false,
      false,
    ]);
  }
});
