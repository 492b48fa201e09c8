import { expect, test } from "vitest";
import { type Hash, type RandomId, toBase64url } from "../../src/protocol/bytes.ts";
import { type BlobId, leafSize, mediaTypes, type StoryId } from "../../src/protocol/intake.ts";
import {
  createDelivery,
  type DeliveryDeps,
  type DeliveryRequests,
} from "../../src/device/delivery.ts";
import { readRetryAfter } from "../../src/device/retry-after.ts";
import { createSigner, createVerify, type Signer } from "../../src/server/signing.ts";
import { anId, countedIds } from "../support/device.ts";
import { aSigningKey } from "../support/intake.ts";

const id = anId(1) as StoryId;
const hash = toBase64url(new Uint8Array(32).fill(5)) as Hash;
const newsroom = createSigner(aSigningKey());
const manifest = new TextEncoder().encode("{}");
const text = new Uint8Array(16);

test("a receipt that the newsroom signed for this story and these bytes is accepted", async () => {
  const file = aReceipt(newsroom, {});

  expect(await sendText(() => answer(file, mediaTypes.receipt))).toMatchObject({
    kind: "accepted",
    value: { receipt: { story: id, manifest: hash }, file },
  });
});

test.each([
  ["another newsroom signed", () => aReceipt(createSigner(aSigningKey()), {})],
  ["is for another story", () => aReceipt(newsroom, { story: anId(2) })],
  ["is for other bytes", () => aReceipt(newsroom, { manifest: toBase64url(new Uint8Array(32)) })],
  ["is signed as something else", () => newsroom.sign("states", receiptBody({}))],
  ["is cut short", () => aReceipt(newsroom, {}).slice(0, -1)],
  ["was changed on the way", () => flipped(aReceipt(newsroom, {}))],
])("a receipt that %s is not believed", async (_, file) => {
  expect(await sendText(() => answer(file(), mediaTypes.receipt))).toEqual({
    kind: "held",
    by: "portal",
  });
});

test("a good receipt under another media type is not believed", async () => {
  expect(await sendText(() => answer(aReceipt(newsroom, {}), "text/html"))).toEqual({
    kind: "held",
    by: "portal",
  });
});

test("an old answer to another question is not believed", async () => {
  const states = (nonce: RandomId): Uint8Array<ArrayBuffer> =>
    newsroom.sign(
      "states",
      utf8(JSON.stringify({ format: 1, nonce, date: "2026-11-23", stories: [] })),
    );
  const ask = (reply: (nonce: RandomId) => RandomId): ReturnType<DeliveryRequests["ask"]> =>
    aDelivery(async (request) => {
      const { nonce } = (await request.json()) as { nonce: RandomId };
      return answer(states(reply(nonce)), mediaTypes.states);
    }).ask([id]);

  expect((await ask((nonce) => nonce)).kind).toBe("accepted");
  expect(await ask(() => anId(77))).toEqual({ kind: "held", by: "portal" });
});

test("a refusal is believed in its own media type alone", async () => {
  const problem = JSON.stringify({
    type: "about:blank",
    status: 413,
    code: "too-big",
    title: "too big",
  });

  expect(await sendText(() => answer(problem, mediaTypes.problem, 413))).toMatchObject({
    kind: "refused",
    refusal: { code: "too-big" },
  });
  expect(await sendText(() => answer(problem, "application/json", 413))).toEqual({
    kind: "held",
    by: "portal",
  });
});

test.each([500, 502, 503, 504, 429])("a bare %i is a newsroom that cannot now", async (status) => {
  expect(await sendText(() => new Response("<html>", { status }))).toEqual({
    kind: "held",
    by: "newsroom",
  });
});

/** Requests that nobody answers, and how long each was waited for, in milliseconds. */
function aHangingLine() {
  const patience: number[] = [];
  const delivery = aDelivery(hanging, (milliseconds, call) => {
    patience.push(milliseconds);
    queueMicrotask(call);
    return () => undefined;
  });
  return { delivery, patience };
}

test("a small request is given 3 seconds to its first byte, a text more", async () => {
  const { delivery, patience } = aHangingLine();

  expect(await delivery.look("b" as BlobId)).toEqual({ kind: "unreachable" });
  expect(await delivery.sendText(id, manifest, hash, new Uint8Array(16_384))).toEqual({
    kind: "unreachable",
  });

  expect(patience[0]).toBe(3_000);
  expect(patience[1]).toBeGreaterThan(20_000);
});

test("leaves are given what the slowest line takes for four of them, however many go", async () => {
  const { delivery, patience } = aHangingLine();
  const some = { blob: "b" as BlobId, first: 8, leaves: 384, bytes: 384 * leafSize, wary: true };

  for (const count of [1, 4, 32]) {
    const body = new Uint8Array(count * leafSize);
    expect(await delivery.sendLeaves({ ...some, list: undefined, body })).toEqual({
      kind: "unreachable",
    });
  }

  expect(patience).toEqual([15_000 + leafSize, 15_000 + 4 * leafSize, 15_000 + 4 * leafSize]);
});

test("an answer that breaks off is no answer", async () => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(10));
      controller.error(new TypeError("the connection died"));
    },
  });

  expect(await sendText(() => answer(body, mediaTypes.receipt))).toEqual({ kind: "unreachable" });
});

test("no request carries cookies or a referrer, follows a redirect, or is kept by a cache", async () => {
  const seen: Request[] = [];
  const delivery = aDelivery(async (request) => {
    seen.push(request);
    return new Response();
  });
  await delivery.ask([id]);
  await delivery.sendText(id, manifest, hash, text);
  await delivery.look("b" as BlobId);

  expect(seen).toHaveLength(3);
  for (const { credentials, redirect, cache, referrerPolicy } of seen) {
    expect({ credentials, redirect, cache, referrerPolicy }).toEqual({
      credentials: "omit",
      redirect: "manual",
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
  }
});

test("the leaf list goes with the first leaf, and how far the newsroom got is read from its headers", async () => {
  const bodies: [string, string | null, string | null, number][] = [];
  const delivery = aDelivery(async (request) => {
    bodies.push([
      new URL(request.url).search,
      request.headers.get("soniakh-leaf-list"),
      request.headers.get("soniakh-close"),
      (await request.arrayBuffer()).byteLength,
    ]);
    return new Response(null, { headers: { "soniakh-leaves-held": "2", "soniakh-complete": "0" } });
  });
  const leaves = {
    blob: "b" as BlobId,
    leaves: 3,
    bytes: 180,
    body: new Uint8Array(60),
  };

  const held = await delivery.sendLeaves({
    ...leaves,
    first: 0,
    list: new Uint8Array(96),
    wary: true,
  });
  await delivery.sendLeaves({ ...leaves, first: 2, list: undefined, wary: false });

  expect(held).toEqual({ kind: "accepted", value: { held: 2, complete: false } });
  expect(bodies).toEqual([
    ["?leaf=0&leaves=3&bytes=180", "1", "1", 156],
    ["?leaf=2&leaves=3&bytes=180", null, null, 60],
  ]);
});

test.each([
  [{ "retry-after": "120" }, 120_000],
  [
    { "retry-after": "Mon, 23 Nov 2026 10:02:00 GMT", date: "Mon, 23 Nov 2026 10:00:00 GMT" },
    120_000,
  ],
  [{ "retry-after": "Mon, 23 Nov 2026 09:00:00 GMT", date: "Mon, 23 Nov 2026 10:00:00 GMT" }, 0],
  [{ "retry-after": "Mon, 23 Nov 2026 10:02:00 GMT" }, undefined],
  [{ "retry-after": "soon" }, undefined],
  [{}, undefined],
])("Retry-After in %o is %s ms", (headers, expected) => {
  expect(readRetryAfter(new Headers(headers as Record<string, string>))).toBe(expected);
});

const utf8 = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);

const receiptBody = (change: object): Uint8Array<ArrayBuffer> =>
  utf8(
    JSON.stringify({
      format: 1,
      story: id,
      manifest: hash,
      parts: [],
      sequence: 4,
      date: "2026-11-23",
      ...change,
    }),
  );

const aReceipt = (signer: Signer, change: object): Uint8Array<ArrayBuffer> =>
  signer.sign("receipt", receiptBody(change));

function flipped(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = bytes.indexOf("4".charCodeAt(0), 130);
  return bytes.map((byte, index) => (index === at ? "5".charCodeAt(0) : byte));
}

const answer = (body: BodyInit, type: string, status = 200): Response =>
  new Response(body, { status, headers: { "content-type": type } });

const aDelivery = (
  fetch: DeliveryDeps["fetch"],
  after: DeliveryDeps["after"] = () => () => undefined,
): DeliveryRequests =>
  createDelivery({
    fetch,
    verify: createVerify([newsroom.public]),
    newId: countedIds(),
    origin: "https://newsroom.example",
    after,
  });

const sendText = (respond: () => Response): ReturnType<DeliveryRequests["sendText"]> =>
  aDelivery(async () => respond()).sendText(id, manifest, hash, text);

const hanging = (request: Request): Promise<Response> =>
  new Promise((_, reject) => {
    const fail = (): void => reject(new DOMException("", "AbortError"));
    if (request.signal.aborted) fail();
    else request.signal.addEventListener("abort", fail);
  });
