import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asciiBytes, concat } from "../../../src/protocol/bytes.ts";
import { leafSize, parseRefusal } from "../../../src/protocol/intake.ts";
import { bending } from "../../support/fuzzing.ts";
import { aFolder, openTestIntake, type TestIntake } from "../../support/intake.ts";
import {
  aPart,
  aPartOf,
  aSealedStory,
  aStoryId,
  hashOf,
  leavesRequest,
  type SealedPart,
  type SealedStory,
  storyRequest,
} from "../../support/sealed.ts";

let folder: Awaited<ReturnType<typeof aFolder>>;
let intake: TestIntake;
let part: SealedPart;
let story: SealedStory;

beforeAll(async () => {
  folder = await aFolder();
  intake = await openTestIntake(folder.path);
  part = await aPart(2 * leafSize);
  story = await aSealedStory({ parts: [part] });
});
afterAll(async () => {
  await intake.close();
  await folder.remove();
});

/** Every answer is one of ours: taken, or a problem with our code; never a fault. */
async function expectOurs(answer: Response): Promise<void> {
  expect(answer.status).not.toBe(500);
  if (answer.status >= 400) expect(parseRefusal(await answer.json())).toMatchObject({ ok: true });
}

/** Nothing half: every row has its parts and a sealed text of the size it says; every whole file verifies. */
async function expectWhole(): Promise<void> {
  for (const { id, textBytes, parts } of await intake.inbox.list()) {
    const content = await intake.storage.findContent(id);
    const manifest: unknown = JSON.parse(new TextDecoder().decode(content?.manifest));
    expect(manifest).toMatchObject({
      id,
      text: { bytes: textBytes, hash: hashOf(content?.text ?? new Uint8Array()) },
    });
    expect(manifest).toMatchObject({
      parts: parts.map((named) => ({ id: named.id, bytes: named.bytes })),
    });
  }
  for (const { id } of await intake.blobs.list()) {
    const bytes = await new Response((await intake.blobs.read(id)) as ReadableStream).bytes();
    expect(aPartOf(bytes).id).toBe(id);
    expect(bytes.subarray(0, 22)).toEqual(asciiBytes("age-encryption.org/v1\n"));
  }
}

const anyId = fc.oneof(
  fc.constant(aStoryId()),
  fc.stringMatching(/^[A-Za-z0-9_-]{22}$/),
  fc.string({ maxLength: 60 }),
);
const encoded = (id: string): string => encodeURIComponent(id).replaceAll(".", "%2E") || "-";
const ageText = concat(asciiBytes("age-encryption.org/v1\n"), new Uint8Array(16_384 - 22));

test("any manifest gets an answer of ours and leaves no half row", async () => {
  const anyManifest = fc.record(
    {
      format: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, fc.anything()),
      id: fc.oneof({ weight: 5, arbitrary: fc.constant(story.id) }, fc.anything()),
      text: fc.oneof(
        { weight: 5, arbitrary: fc.constant({ hash: hashOf(ageText), bytes: 16_384 }) },
        fc.record({ hash: fc.anything(), bytes: fc.oneof(fc.integer(), fc.double()) }),
        fc.anything(),
      ),
      parts: fc.oneof(
        fc.constant([]),
        fc.constant([
          { id: part.id, bytes: part.bytes.length },
          { id: part.id, bytes: part.bytes.length },
        ]),
        fc.array(fc.record({ id: fc.string(), bytes: fc.integer() })),
        fc.anything(),
      ),
      epoch: fc.oneof({ weight: 5, arbitrary: fc.nat() }, fc.anything()),
      noteKey: fc.oneof({ weight: 5, arbitrary: fc.constant(hashOf(ageText)) }, fc.anything()),
      version: fc.oneof({ weight: 5, arbitrary: fc.nat() }, fc.anything()),
    },
    { requiredKeys: ["format", "id", "text"] },
  );
  const write = (value: unknown): string =>
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === "bigint" ? String(inner) : inner,
    );
  const before = (await intake.inbox.list()).length;

  await fc.assert(
    fc.asyncProperty(anyManifest, anyId, fc.boolean(), async (manifest, id, fitting) => {
      const name = fitting ? aStoryId() : id;
      const line = new TextEncoder().encode(write(fitting ? { ...manifest, id: name } : manifest));
      const body = concat(line, Uint8Array.of(10), ageText);
      await expectOurs(await intake.send(storyRequest({ id: encoded(name), body })));
    }),
    { numRuns: 400 },
  );

  await expectWhole();
  // The generator is only worth something while some of its manifests get in.
  expect((await intake.inbox.list()).length).toBeGreaterThan(before);
});

test("any body with several stories gets an answer of ours and leaves no half row", async () => {
  const another = await aSealedStory();
  const whole = concat(another.body, story.body, another.body);
  const anyBody = fc.oneof(
    bending.map((bend) => bend(whole)),
    fc
      .array(
        fc.constantFrom(another.body, story.body, ageText, asciiBytes("\n"), asciiBytes("{}\n")),
        { maxLength: 40 },
      )
      .map((pieces) => concat(...pieces)),
    fc.uint8Array({ maxLength: 2_000 }),
  );
  const address = "http://newsroom.test/intake/stories";

  await fc.assert(
    fc.asyncProperty(anyBody, async (body) => {
      await expectOurs(
        await intake.send(new Request(address, { method: "POST", body: Uint8Array.from(body) })),
      );
    }),
    { numRuns: 300 },
  );

  await expectWhole();
  expect((await intake.inbox.list()).map(({ id }) => id)).toContain(another.id);
});

test("any body under a story's address gets an answer of ours and leaves no half row", async () => {
  const bent = fc
    .tuple(fc.nat(story.body.length - 1), fc.nat(255), fc.nat(story.body.length))
    .map(([at, value, end]) => {
      const body = story.body.slice(0, end);
      if (at < body.length) body[at] = value;
      return body;
    });

  await fc.assert(
    fc.asyncProperty(fc.oneof(bent, fc.uint8Array({ maxLength: 2_000 })), async (body) => {
      await expectOurs(
        await intake.send(storyRequest({ id: story.id, body: Uint8Array.from(body) })),
      );
    }),
    { numRuns: 300 },
  );

  await expectWhole();
});

test("any leaves under any numbers get an answer of ours, and only what verifies becomes a file", async () => {
  const number = fc.oneof(
    fc.nat(3),
    fc.integer(),
    fc.string({ maxLength: 12 }),
    fc.constant("131072"),
  );
  const anyRequest = fc.record({
    leaf: number,
    leaves: fc.oneof(fc.constant(2), number),
    bytes: fc.oneof(fc.constant(131_072), number),
    list: fc.boolean(),
    body: fc.oneof(
      fc.constant(concat(part.leafList, part.bytes)),
      fc.nat(part.bytes.length).map((end) => concat(part.leafList, part.bytes.slice(0, end))),
      fc.nat(part.bytes.length).map((end) => part.bytes.slice(end)),
      fc.uint8Array({ maxLength: 200 }),
    ),
    name: fc.oneof({ weight: 8, arbitrary: fc.constant(part.id as string) }, anyId),
  });

  await fc.assert(
    fc.asyncProperty(anyRequest, async ({ leaf, leaves, bytes, list, body, name }) => {
      const query = new URLSearchParams({
        leaf: String(leaf),
        leaves: String(leaves),
        bytes: String(bytes),
      });
      const request = new Request(`http://newsroom.test/intake/blobs/${encoded(name)}?${query}`, {
        method: "PUT",
        headers: list ? { "soniakh-leaf-list": "1" } : {},
        body: Uint8Array.from(body),
      });
      await expectOurs(await intake.send(request));
    }),
    { numRuns: 400 },
  );

  await expectWhole();
  await intake.send(leavesRequest(part));
  expect(await intake.blobs.findSize(part.id)).toBe(part.bytes.length);
});

test("any query gets an answer of ours", async () => {
  const anyQuery = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .record({
        format: fc.constant(1),
        nonce: fc.constant(aStoryId()),
        stories: fc.array(fc.oneof(fc.constant(story.id), fc.string())),
      })
      .map((query) => JSON.stringify(query)),
    fc.constant("[".repeat(60_000)),
  );

  await fc.assert(
    fc.asyncProperty(anyQuery, async (body) => {
      await expectOurs(
        await intake.send(
          new Request("http://newsroom.test/intake/receipts", { method: "POST", body }),
        ),
      );
    }),
    { numRuns: 300 },
  );
});
