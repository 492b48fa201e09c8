// Whatever a network answers in the newsroom's place: nothing throws, nothing hangs, and only what was signed for exactly
// this story, these bytes and this question counts.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Hash, toBase64url } from "../../src/protocol/bytes.ts";
import { type BlobId, mediaTypes, type StoryId } from "../../src/protocol/intake.ts";
import { createDelivery, type DeliveryRequests } from "../../src/device/delivery.ts";
import { createSigner, createVerify } from "../../src/server/signing.ts";
import { joinReceipts } from "../../src/protocol/receipt-list.ts";
import { anId, countedIds } from "../support/device.ts";
import { bending } from "../support/fuzzing.ts";
import { aSigningKey } from "../support/intake.ts";

const id = anId(1) as StoryId;
const hash = toBase64url(new Uint8Array(32).fill(5)) as Hash;
const blob = toBase64url(new Uint8Array(32).fill(6)) as BlobId;
const newsroom = createSigner(aSigningKey());
const utf8 = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify(value));
const receipt = newsroom.sign(
  "receipt",
  utf8({ format: 1, story: id, manifest: hash, parts: [], sequence: 1, date: "2026-11-23" }),
);

const deliveryOver = (answer: () => Response): DeliveryRequests =>
  createDelivery({
    fetch: async () => answer(),
    verify: createVerify([newsroom.public]),
    newId: countedIds(),
    origin: "https://newsroom.example",
    after: () => () => undefined,
  });

const status = fc.constantFrom(
  200,
  201,
  206,
  304,
  400,
  404,
  409,
  413,
  422,
  426,
  429,
  500,
  502,
  503,
  507,
  511,
);
const type = fc.constantFrom(
  ...Object.values(mediaTypes),
  "text/html",
  "application/json",
  `${mediaTypes.receipt}; charset=utf-8`,
  "",
);
const header = fc.constantFrom("0", "1", "-1", "1e9", "99999999", "x", "1, 2", "");
const anAnswer = fc.record({
  status: fc.oneof(status, fc.constant(200)),
  type: fc.oneof(type, fc.constantFrom(mediaTypes.receipt, mediaTypes.receipts)),
  body: fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.json().map((text) => new TextEncoder().encode(text)),
    bending.map((bend) => bend(receipt)),
    fc.constant(receipt),
    fc.constant(joinReceipts([receipt])),
    bending.map((bend) => bend(joinReceipts([receipt, receipt]))),
    fc.nat(receipt.length - 1).map((at) => receipt.with(at, receipt[at]! ^ 1)),
    fc.constant(
      utf8({ type: "urn:soniakh:refusal:busy", status: 503, code: "busy", title: "later" }),
    ),
  ),
  retryAfter: fc.constantFrom(
    "",
    "5",
    "-5",
    "1e400",
    "9".repeat(400),
    "Fri, 31 Dec 9999 23:59:59 GMT",
  ),
  held: header,
  complete: header,
});

test("any answer ends in a delivery, and what counts as accepted is what the newsroom signed", async () => {
  let counted = 0;
  let countedTogether = 0;
  await fc.assert(
    fc.asyncProperty(anAnswer, async (given) => {
      const { body, retryAfter, held, complete } = given;
      const empty = given.status === 304;
      const answer = (): Response =>
        new Response(empty ? null : Uint8Array.from(body), {
          status: given.status,
          headers: {
            "content-type": given.type,
            "retry-after": retryAfter,
            "soniakh-leaves-held": held,
            "soniakh-complete": complete,
          },
        });
      const delivery = deliveryOver(answer);
      const sealed = new Uint8Array(16);
      const text = { id, manifest: utf8({}), hash, sealed };
      const [sent, together, asked, looked] = await Promise.all([
        delivery.sendText(id, utf8({}), hash, sealed),
        delivery.sendTexts([text, { ...text, id: anId(2) as StoryId }]),
        delivery.ask([id]),
        delivery.look(blob),
      ]);
      if (sent.kind === "accepted") {
        counted += 1;
        expect(sent.value.file).toEqual(receipt);
      }
      if (together.kind === "accepted") {
        for (const { file } of together.value) expect(file).toEqual(receipt);
        countedTogether += together.value.length;
      }
      expect(asked.kind).not.toBe("accepted");
      if (looked.kind === "accepted") {
        expect(looked.value.held).toBeGreaterThanOrEqual(0);
        expect(looked.value.held).toBeLessThan(1_000_000);
      }
      for (const end of [sent, together, asked, looked])
        if (end.kind === "held" && end.retryAfter !== undefined)
          expect(end.retryAfter).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 3_000 },
  );
  // The real one came now and then: otherwise nothing was tried.
  expect(counted).toBeGreaterThan(0);
  expect(countedTogether).toBeGreaterThan(0);
});
