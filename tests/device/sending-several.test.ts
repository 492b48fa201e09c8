// Texts in one request: a receipt counts for the one that it names, and whoever has none is sent alone.
import { expect, test } from "vitest";
import { concat, type Hash } from "../../src/protocol/bytes.ts";
import { mediaTypes, type StoryId } from "../../src/protocol/intake.ts";
import { createDelivery, type DeliveryRequests } from "../../src/device/delivery.ts";
import { createSigner, createVerify, type Signer } from "../../src/server/signing.ts";
import { joinReceipts } from "../../src/server/intake/receipts.ts";
import { anId, countedIds } from "../support/device.ts";
import { aSigningKey } from "../support/intake.ts";
import { hashOf } from "../support/sealed.ts";

const newsroom = createSigner(aSigningKey());
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const texts = [1, 2, 3].map((n) => {
  const manifest = utf8(JSON.stringify({ n }));
  const sealed = new Uint8Array(16).fill(n);
  return { id: anId(n) as StoryId, manifest, hash: hashOf(manifest), sealed };
});
const [first, second, third] = texts as [Text, Text, Text];
type Text = (typeof texts)[number];

const receiptOf = (
  { id, hash }: { readonly id: StoryId; readonly hash: Hash },
  signer: Signer = newsroom,
): Uint8Array<ArrayBuffer> =>
  signer.sign(
    "receipt",
    utf8(
      JSON.stringify({
        format: 1,
        story: id,
        manifest: hash,
        parts: [],
        sequence: 4,
        date: "2026-11-23",
      }),
    ),
  );

const answer = (body: BodyInit, type: string, status = 200): Response =>
  new Response(body, { status, headers: { "content-type": type } });
const receipts = (...files: readonly Uint8Array[]): Response =>
  answer(joinReceipts(files), mediaTypes.receipts, 201);
const refusal = (code: string, status: number): Response =>
  answer(
    JSON.stringify({ type: "about:blank", status, code, title: code }),
    mediaTypes.problem,
    status,
  );

/** Sends the three over a network that answers like this; `asked` are methods and ids, in order. */
async function sendAll(respond: (method: string, path: string) => Response) {
  const asked: string[] = [];
  const bodies: Uint8Array[] = [];
  const delivery: DeliveryRequests = createDelivery({
    fetch: async (request) => {
      const path = new URL(request.url).pathname;
      asked.push(`${request.method} ${path.replace("/intake/stories", "")}`);
      bodies.push(new Uint8Array(await request.arrayBuffer()));
      return respond(request.method, path);
    },
    verify: createVerify([newsroom.public]),
    newId: countedIds(),
    origin: "https://newsroom.example",
    after: () => () => undefined,
  });
  return { ends: await delivery.sendTexts(texts), asked, bodies };
}

const alone = (path: string): Response => {
  const text = texts.find(({ id }) => path.endsWith(id));
  return answer(receiptOf(text!), mediaTypes.receipt, 201);
};
const kinds = (ends: readonly { readonly kind: string }[]): readonly string[] =>
  ends.map(({ kind }) => kind);

test("one request, each as it would travel alone, and a receipt for each in whatever order they come", async () => {
  const { ends, asked, bodies } = await sendAll(() =>
    receipts(receiptOf(third), receiptOf(first), receiptOf(second)),
  );

  expect(asked).toEqual(["POST "]);
  expect(bodies[0]).toEqual(
    concat(...texts.flatMap(({ manifest, sealed }) => [manifest, utf8("\n"), sealed])),
  );
  expect(ends).toEqual(
    texts.map((text) => ({
      kind: "accepted",
      value: {
        receipt: expect.objectContaining({ story: text.id, manifest: text.hash }),
        file: receiptOf(text),
      },
    })),
  );
});

test.each([
  ["is missing", () => []],
  ["somebody else signed", () => [receiptOf(second, createSigner(aSigningKey()))]],
  ["is about other bytes", () => [receiptOf({ id: second.id, hash: first.hash })]],
  ["is about another story", () => [receiptOf({ id: anId(9) as StoryId, hash: second.hash })]],
  ["was changed on the way", () => [receiptOf(second).with(-3, 57)]],
  ["is signed as something else", () => [newsroom.sign("states", utf8("{}"))]],
])("one whose receipt %s is sent alone, and the others are not", async (_, files) => {
  const { ends, asked } = await sendAll((method, path) =>
    method === "POST" ? receipts(receiptOf(first), ...files(), receiptOf(third)) : alone(path),
  );

  expect(asked).toEqual(["POST ", `PUT /${second.id}`]);
  expect(kinds(ends)).toEqual(["accepted", "accepted", "accepted"]);
});

test("one that the newsroom does not take hears why", async () => {
  const { ends } = await sendAll((method) =>
    method === "POST" ? receipts(receiptOf(first), receiptOf(third)) : refusal("conflict", 409),
  );

  expect(ends[1]).toMatchObject({ kind: "refused", refusal: { code: "conflict" } });
  expect(kinds(ends)).toEqual(["accepted", "refused", "accepted"]);
});

test.each([
  ["an older newsroom has no such path", refusal("unknown", 404)],
  ["all together are too big", refusal("too-big", 413)],
])("where %s, each is sent alone", async (_, refused) => {
  const { ends, asked } = await sendAll((method, path) =>
    method === "POST" ? refused.clone() : alone(path),
  );

  expect(asked).toEqual(["POST ", ...texts.map(({ id }) => `PUT /${id}`)]);
  expect(kinds(ends)).toEqual(["accepted", "accepted", "accepted"]);
});

test.each([
  ["a portal answers", () => answer("<html>", "text/html"), { kind: "held", by: "portal" }],
  ["the newsroom cannot now", () => refusal("busy", 503), { kind: "held", by: "newsroom" }],
  [
    "the connection dies",
    () => {
      throw new TypeError("the connection died");
    },
    { kind: "unreachable" },
  ],
  [
    "the answer breaks off",
    () => {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(receiptOf(first));
          controller.error(new TypeError("the connection died"));
        },
      });
      return answer(body, mediaTypes.receipts);
    },
    { kind: "unreachable" },
  ],
])("where %s, nobody is asked a second time", async (_, respond, end) => {
  const { ends, asked } = await sendAll(respond);

  expect(asked).toEqual(["POST "]);
  expect(ends).toEqual([end, end, end]);
});

test("what goes alone after it stops at the first trouble", async () => {
  const { ends, asked } = await sendAll((method) =>
    method === "POST" ? receipts(receiptOf(third)) : answer("<html>", "text/html"),
  );

  expect(asked).toEqual(["POST ", `PUT /${first.id}`]);
  expect(kinds(ends)).toEqual(["held", "held", "accepted"]);
});
