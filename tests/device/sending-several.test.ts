// Texts in one request: a receipt counts for the one that it names, and for nothing else.
import { expect, test } from "vitest";
import { concat, type Hash } from "../../src/protocol/bytes.ts";
import { mediaTypes, type StoryId } from "../../src/protocol/intake.ts";
import { createDelivery } from "../../src/device/delivery.ts";
import { createSigner, createVerify, type Signer } from "../../src/server/signing.ts";
import { joinReceipts } from "../../src/protocol/receipt-list.ts";
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

/** A delivery over a network that answers like this. `asked`: methods and paths, in order. */
function aDelivery(respond: () => Response) {
  const asked: string[] = [];
  const bodies: Uint8Array[] = [];
  const delivery = createDelivery({
    fetch: async (request) => {
      asked.push(`${request.method} ${new URL(request.url).pathname}`);
      bodies.push(new Uint8Array(await request.arrayBuffer()));
      return respond();
    },
    verify: createVerify([newsroom.public]),
    newId: countedIds(),
    origin: "https://newsroom.example",
    after: () => () => undefined,
  });
  return { delivery, asked, bodies };
}

/** Whose receipts count. */
async function namedBy(respond: () => Response): Promise<readonly StoryId[]> {
  const sent = await aDelivery(respond).delivery.sendTexts(texts);
  if (sent.kind !== "accepted") throw new Error(sent.kind);
  return sent.value.map(({ receipt }) => receipt.story);
}

test("one request, each as it would travel alone, and the very files that are their receipts", async () => {
  const { delivery, asked, bodies } = aDelivery(() =>
    receipts(receiptOf(third), receiptOf(first), receiptOf(second)),
  );

  const sent = await delivery.sendTexts(texts);

  expect(asked).toEqual(["POST /intake/stories"]);
  expect(bodies[0]).toEqual(
    concat(...texts.flatMap(({ manifest, sealed }) => [manifest, utf8("\n"), sealed])),
  );
  expect(sent).toEqual({
    kind: "accepted",
    value: [third, first, second].map((text) => ({
      receipt: expect.objectContaining({ story: text.id, manifest: text.hash }),
      file: receiptOf(text),
    })),
  });
  expect(delivery.takesSeveral()).toBe(true);
});

test.each([
  ["is missing", () => []],
  ["somebody else signed", () => [receiptOf(second, createSigner(aSigningKey()))]],
  ["is about other bytes", () => [receiptOf({ id: second.id, hash: first.hash })]],
  ["is about another story", () => [receiptOf({ id: anId(9) as StoryId, hash: second.hash })]],
  ["was changed on the way", () => [receiptOf(second).with(-3, 57)]],
  ["is signed as something else", () => [newsroom.sign("states", utf8("{}"))]],
])("a receipt that %s counts for nothing, and those beside it count", async (_, files) => {
  const named = await namedBy(() => receipts(receiptOf(first), ...files(), receiptOf(third)));

  expect(named).toEqual([first.id, third.id]);
});

test("of an answer no more receipts are looked at than texts can go together", async () => {
  const others = [5, 6, 7, 8].map((n) => receiptOf({ id: anId(n) as StoryId, hash: first.hash }));

  expect(await namedBy(() => receipts(...others, receiptOf(first)))).toEqual([]);
});

test.each([
  ["an older newsroom has no such path", () => refusal("unknown", 404), "refused"],
  ["all together are too big", () => refusal("too-big", 413), "refused"],
  [
    "something on the way does not let it through",
    () => answer("<h1>405", "text/html", 405),
    "held",
  ],
])("where %s, none goes together until the next start", async (_, respond, kind) => {
  const { delivery } = aDelivery(respond);
  expect(delivery.takesSeveral()).toBe(true);

  expect((await delivery.sendTexts(texts)).kind).toBe(kind);

  expect(delivery.takesSeveral()).toBe(false);
});

test.each([
  ["the newsroom cannot now", () => refusal("busy", 503), { kind: "held", by: "newsroom" }],
  [
    "the newsroom's disk is full",
    () => refusal("full", 507),
    { kind: "refused", refusal: expect.objectContaining({ code: "full" }) },
  ],
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
])("where %s, they may go together the next time", async (_, respond, end) => {
  const { delivery } = aDelivery(respond);

  expect(await delivery.sendTexts(texts)).toEqual(end);

  expect(delivery.takesSeveral()).toBe(true);
});
