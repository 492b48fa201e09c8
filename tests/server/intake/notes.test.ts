import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { toBase64url } from "../../../src/protocol/bytes.ts";
import { mostNotes, noteSize, noteTypes, parseNoteReceipt } from "../../../src/protocol/note.ts";
import { bending } from "../../support/fuzzing.ts";
import {
  aFolder,
  openTestIntake,
  readRefusal,
  readSigned,
  type TestIntake,
} from "../../support/intake.ts";
import { aNote, aNoteId, aNoteKey, noteRequest } from "../../support/notes.ts";
import { aSealedStory, aStoryId, hashOf, storyRequest } from "../../support/sealed.ts";

let folder: Awaited<ReturnType<typeof aFolder>>;
let intake: TestIntake;
const key = aNoteKey();
let story: Awaited<ReturnType<typeof aSealedStory>>;

beforeEach(async () => {
  folder = await aFolder();
  intake = await openTestIntake(folder.path);
  story = await aSealedStory({ change: { noteKey: key.publicKey } });
  await intake.send(storyRequest(story));
});
afterEach(async () => {
  await intake.close();
  await folder.remove();
});

test("a note is answered with a signed receipt over its bytes as they were sent", async () => {
  const note = await aNote(story.id, key);

  const answer = await intake.send(noteRequest(note));

  expect(answer.status).toBe(201);
  expect(answer.headers.get("content-type")).toBe(noteTypes.receipt);
  expect(parseNoteReceipt(await readSigned(answer, "noted", intake.signer))).toEqual({
    ok: true,
    value: {
      format: 1,
      note: note.id,
      story: story.id,
      hash: hashOf(note.file),
      date: "2026-11-11",
    },
  });
});

test("1: sent again after a lost reply, it is taken once and gets the same receipt byte for byte", async () => {
  const note = await aNote(story.id, key);

  const first = await (await intake.send(noteRequest(note))).arrayBuffer();
  const again = await intake.send(noteRequest(note));

  expect(again.status).toBe(200);
  expect(new Uint8Array(await again.arrayBuffer())).toEqual(new Uint8Array(first));
  expect(await intake.inbox.listNotes(story.id)).toHaveLength(1);
});

test("nobody but the story's own key can write a note about it", async () => {
  const foreign = await aNote(story.id, aNoteKey());
  const genuine = await aNote(story.id, key);
  const bent = genuine.file.slice();
  bent[bent.length - 1]! ^= 1;

  for (const note of [foreign, { ...genuine, file: bent }])
    expect((await readRefusal(await intake.send(noteRequest(note)))).code).toBe("malformed");
  expect(await intake.inbox.listNotes(story.id)).toEqual([]);
});

test("a note is refused with the reason why", async () => {
  const other = aStoryId();
  const cases = [
    ["unknown", await aNote(other, key)],
    ["malformed", { ...(await aNote(story.id, key)), id: aNoteId() }],
    ["malformed", await aNote(story.id, key, { sealed: new Uint8Array(noteSize + 1) })],
    ["not-sealed", await aNote(story.id, key, { sealed: new Uint8Array(noteSize) })],
    ["malformed", await aNote(story.id, key, { frame: { format: 2 } })],
    ["too-big", { id: aNoteId(), file: new Uint8Array(200_000) }],
  ] as const;

  for (const [code, note] of cases)
    expect((await readRefusal(await intake.send(noteRequest(note)))).code).toBe(code);
});

test("other bytes under the same id are refused, and so is one note too many", async () => {
  const note = await aNote(story.id, key);
  await intake.send(noteRequest(note));

  const other = await aNote(story.id, key, { id: note.id });
  expect((await readRefusal(await intake.send(noteRequest(other)))).code).toBe("conflict");

  for (let count = 1; count < mostNotes; count += 1)
    await intake.send(noteRequest(await aNote(story.id, key)));
  expect((await readRefusal(await intake.send(noteRequest(await aNote(story.id, key))))).code).toBe(
    "conflict",
  );
});

test("a story whose key is no key takes no note, and nothing breaks", async () => {
  const odd = await aSealedStory({ change: { noteKey: toBase64url(randomBytes(32)) } });
  await intake.send(storyRequest(odd));

  expect((await readRefusal(await intake.send(noteRequest(await aNote(odd.id, key))))).code).toBe(
    "malformed",
  );
});

test("a full disk refuses a note as it refuses a text", async () => {
  const full = await openTestIntake(folder.path, { freeBytes: async () => 1_000 });

  const answer = await full.send(noteRequest(await aNote(story.id, key)));

  expect((await readRefusal(answer)).code).toBe("full");
  await full.close();
});

test("erased, a story that was taken back leaves its receipts and none of its bytes", async () => {
  const note = await aNote(story.id, key);
  const noted = await (await intake.send(noteRequest(note))).arrayBuffer();
  await intake.inbox.setState(story.id, "withdrawn");
  await intake.inbox.erase(story.id);

  expect(await intake.inbox.findText(story.id)).toBeUndefined();
  expect(await intake.inbox.listNotes(story.id)).toEqual([]);
  const again = await intake.send(noteRequest(note));
  expect(new Uint8Array(await again.arrayBuffer())).toEqual(new Uint8Array(noted));
  expect((await intake.send(storyRequest(story))).status).toBe(200);
});

test("any bytes that are sent as a note end in a receipt or a refusal", async () => {
  const note = await aNote(story.id, key);
  await fc.assert(
    fc.asyncProperty(bending, async (bend) => {
      const file = bend(note.file);
      const answer = await intake.send(noteRequest({ id: note.id, file }));
      const same = hashOf(file) === hashOf(note.file);
      expect(answer.ok).toBe(same);
      if (!same) await readRefusal(answer);
    }),
    { numRuns: 300 },
  );
});
