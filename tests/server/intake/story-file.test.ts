// A sealed story that comes as a file: every byte is checked before anything is stored, and it arrives once.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { leafSize } from "../../../src/protocol/intake.ts";
import { usualBounds } from "../../../src/server/intake/admission.ts";
import { createIntake } from "../../../src/server/intake/intake.ts";
import {
  checkStoryFile,
  type StoryFile,
  type StoryFileBytes,
  takeStoryFile,
} from "../../../src/server/intake/story-file.ts";
import { bending } from "../../support/fuzzing.ts";
import { aFolder, openTestIntake, readReceipt, type TestIntake } from "../../support/intake.ts";
import {
  aPart,
  aPartOf,
  aSealedStory,
  aStoryId,
  leavesRequest,
  type SealedStory,
  sendPart,
  storyFileOf,
  storyRequest,
} from "../../support/sealed.ts";

let folder: Awaited<ReturnType<typeof aFolder>>;
let opened: TestIntake;
let intake: ReturnType<typeof createIntake>;

beforeEach(async () => {
  folder = await aFolder();
  opened = await openTestIntake(folder.path);
  const { storage, notes, blobs, signer } = opened;
  intake = createIntake({
    storage,
    notes,
    blobs,
    signer,
    bounds: usualBounds,
    epoch: () => 1,
    freeBytes: async () => 2 ** 40,
    now: () => Date.UTC(2026, 10, 12),
    random: () => 0.5,
    elapsed: () => 0,
  });
});
afterEach(async () => {
  await opened.close();
  await folder.remove();
});

/** Bytes in memory, and the most that was asked for at a time. */
function inMemory(bytes: Uint8Array): StoryFileBytes & { most: number } {
  const file = {
    most: 0,
    size: bytes.length,
    async read(from: number, length: number) {
      file.most = Math.max(file.most, length);
      return Uint8Array.from(bytes.subarray(from, from + length));
    },
  };
  return file;
}

async function sound(bytes: Uint8Array): Promise<StoryFile> {
  const checked = await checkStoryFile(inMemory(bytes));
  if (checked.kind !== "sound") throw new Error(checked.why);
  return checked;
}

const whyOf = async (bytes: Uint8Array): Promise<string> => {
  const checked = await checkStoryFile(inMemory(bytes));
  return checked.kind === "unfit" ? checked.why : "it is sound";
};

const take = async (bytes: Uint8Array) =>
  takeStoryFile(intake, inMemory(bytes), await sound(bytes));

const aStory = async (): Promise<SealedStory> =>
  aSealedStory({ parts: [await aPart(), await aPart(40 * leafSize * 1.2)] });

const isEmpty = async (): Promise<boolean> =>
  (await opened.storage.list()).length === 0 &&
  (await opened.blobs.list()).length === 0 &&
  (await opened.blobs.listUnfinished()).length === 0;

describe("taking in", () => {
  test("a file brings a story with all its attachments; the phone gets the same receipt and sends nothing", async () => {
    const story = await aStory();

    const taken = await take(storyFileOf(story));

    expect(taken).toEqual({ kind: "taken", created: true, news: 2 });
    const receipt = await readReceipt(await opened.send(storyRequest(story)), opened.signer);
    expect(receipt.parts).toEqual(story.parts.map(({ id }) => id));
    for (const part of story.parts) {
      const answer = await opened.send(leavesRequest(part, 0, 1));
      expect(answer.headers.get("soniakh-complete")).toBe("1");
    }
    expect(await opened.storage.list()).toHaveLength(1);
  });

  test("again, and after the phone sent it: known, and nothing changes", async () => {
    const story = await aStory();
    await opened.send(storyRequest(story));
    await sendPart(opened.send, story.parts[0]!);
    const before = await opened.send(storyRequest(story)).then((answer) => answer.text());

    expect(await take(storyFileOf(story))).toEqual({ kind: "taken", created: false, news: 1 });
    expect(await take(storyFileOf(story))).toEqual({ kind: "taken", created: false, news: 0 });

    const after = await opened.send(storyRequest(story)).then((answer) => answer.text());
    expect(after).not.toBe(before);
    expect(await opened.storage.list()).toHaveLength(1);
  });

  test("another story under the same id is refused, and the first one stays", async () => {
    const id = aStoryId();
    const first = await aSealedStory({ change: { id } });
    await take(storyFileOf(first));

    const taken = await take(storyFileOf(await aSealedStory({ change: { id } })));

    expect(taken).toMatchObject({ kind: "refused", problem: { code: "conflict" } });
    const receipt = await readReceipt(await opened.send(storyRequest(first)), opened.signer);
    expect(receipt.story).toBe(first.id);
  });

  test("what is read at a time does not grow with the file", async () => {
    const story = await aSealedStory({ parts: [await aPart(6_291_456)] });
    const file = inMemory(storyFileOf(story));

    const checked = await checkStoryFile(file);

    expect(checked.kind).toBe("sound");
    expect(file.most).toBeLessThan(200_000);
  });
});

describe("what is no sound story file", () => {
  test.for([
    ["nothing", () => new Uint8Array(), "is not a story file of Soniakh."],
    ["a photo", () => new Uint8Array(100_000).fill(0xd8), "is not a story file of Soniakh."],
    [
      "a newer format",
      (file: Uint8Array) =>
        Buffer.from(
          Buffer.from(file).toString("latin1").replace('"format":1', '"format":2'),
          "latin1",
        ),
      "was written by a newer version of Soniakh; update this one.",
    ],
    ["a cut", (file: Uint8Array) => file.subarray(0, -1), /^is not whole: it has \d+ bytes/],
    [
      "something behind it",
      (file: Uint8Array) => Buffer.concat([file, Buffer.of(0)]),
      /^is not whole: it has \d+ bytes/,
    ],
    [
      "a changed text",
      (file: Uint8Array) => flipped(file, 12_000),
      "is damaged: the text is not the one that its manifest names.",
    ],
    [
      "a changed attachment",
      (file: Uint8Array) => flipped(file, file.length - 5),
      "is damaged: attachment 2 is not the one that its first line names.",
    ],
  ] as const)("%s", async ([, bend, why]) => {
    const file = storyFileOf(await aSealedStory({ parts: [await aPart(), await aPart()] }));

    const said = await whyOf(bend(file));

    expect(said).toMatch(why);
    expect(await isEmpty()).toBe(true);
  });

  test("an attachment in clear is not taken, whatever its hash", async () => {
    const clear = aPartOf(new Uint8Array(leafSize).fill(65));
    const file = storyFileOf(await aSealedStory({ parts: [clear] }));

    expect(await whyOf(file)).toBe("is damaged: attachment 1 is not an age file.");
  });

  test("fuzz: whatever comes, nothing throws, and only the unchanged file is sound", async () => {
    const file = storyFileOf(await aSealedStory({ parts: [await aPart()] }));
    await fc.assert(
      fc.asyncProperty(bending, async (bend) => {
        const bent = bend(file);
        const checked = await checkStoryFile(inMemory(bent));
        expect(checked.kind).toBe(Buffer.from(file).equals(bent) ? "sound" : "unfit");
      }),
      { numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        expect((await checkStoryFile(inMemory(bytes))).kind).toBe("unfit");
      }),
      { numRuns: 300 },
    );
  });
});

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const bent = Uint8Array.from(bytes);
  bent[at]! ^= 1;
  return bent;
}
