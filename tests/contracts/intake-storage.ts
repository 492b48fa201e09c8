import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { toBase64url } from "../../src/protocol/bytes.ts";
import type { BlobId } from "../../src/protocol/intake.ts";
import type { IntakeStorage, NewStory } from "../../src/server/storage/intake-storage.ts";
import { aStoryId, hashOf } from "../support/sealed.ts";

/** A story for the contract: the storage does not look inside. */
export function aNewStory(change: Partial<NewStory> = {}): NewStory {
  const manifest = change.manifest ?? randomBytes(200);
  const text = randomBytes(16_384);
  return {
    id: aStoryId(),
    manifest,
    manifestHash: hashOf(manifest),
    text,
    parts: [],
    date: "2026-11-11",
    ...change,
  };
}

const aBlobId = (): BlobId => toBase64url(randomBytes(32)) as BlobId;

/** An open storage and what closes it. */
export interface OpenStorage {
  readonly storage: IntakeStorage;
  close(): Promise<void>;
}

/** What every intake storage promises. `open` gives an empty one. */
export function runIntakeStorageTests(open: () => Promise<OpenStorage>): void {
  const on = (sentence: string, work: (storage: IntakeStorage) => Promise<void>): void =>
    test(sentence, async () => {
      const opened = await open();
      try {
        await work(opened.storage);
      } finally {
        await opened.close();
      }
    });

  describe("stories", () => {
    on(
      "a story is accepted once and known afterwards, with its first date and sequence",
      async (storage) => {
        const story = aNewStory();

        const first = await storage.accept(story);
        const again = await storage.accept({ ...story, date: "2027-01-01" });

        expect(first).toMatchObject({
          kind: "accepted",
          story: { id: story.id, date: "2026-11-11", state: "received" },
        });
        expect(again).toEqual({ ...first, kind: "known" });
      },
    );

    on("another manifest under the same id is a conflict and changes nothing", async (storage) => {
      const story = aNewStory();
      await storage.accept(story);

      const other = await storage.accept({ ...aNewStory(), id: story.id });

      expect(other).toEqual({ kind: "conflict" });
      expect((await storage.findContent(story.id))?.text).toEqual(Uint8Array.from(story.text));
      expect(await storage.list()).toHaveLength(1);
    });

    on("fifty at once give one row, and one of them is told that it is new", async (storage) => {
      const story = aNewStory();

      const answers = await Promise.all(Array.from({ length: 50 }, () => storage.accept(story)));

      expect(answers.filter(({ kind }) => kind === "accepted")).toHaveLength(1);
      expect(answers.filter(({ kind }) => kind === "known")).toHaveLength(49);
      expect(await storage.list()).toHaveLength(1);
    });

    on("sequences grow and are never shared", async (storage) => {
      const stories = await Promise.all(
        Array.from({ length: 20 }, () => storage.accept(aNewStory())),
      );

      const sequences = stories.map((answer) =>
        answer.kind === "conflict" ? 0 : answer.story.sequence,
      );

      expect(new Set(sequences).size).toBe(20);
      expect((await storage.list()).map(({ sequence }) => sequence)).toEqual(
        sequences.toSorted((a, b) => a - b),
      );
    });

    on(
      "a thousand ids are looked up at once, and only those that are known are found",
      async (storage) => {
        const story = aNewStory();
        await storage.accept(story);

        const found = await storage.find([...Array.from({ length: 999 }, aStoryId), story.id]);

        expect(found.map(({ id }) => id)).toEqual([story.id]);
        expect(await storage.find([])).toEqual([]);
      },
    );

    on("manifest and text come back byte for byte", async (storage) => {
      const story = aNewStory();
      await storage.accept(story);

      const content = await storage.findContent(story.id);

      expect(content?.manifest).toEqual(Uint8Array.from(story.manifest));
      expect(content?.text).toEqual(Uint8Array.from(story.text));
      expect(await storage.findContent(aStoryId())).toBeUndefined();
    });
  });

  describe("parts", () => {
    on(
      "a part counts as held from the moment its blob is recorded, in every story that names it",
      async (storage) => {
        const [early, late] = [
          { id: aBlobId(), bytes: 65_536 },
          { id: aBlobId(), bytes: 98_304 },
        ];
        await storage.recordBlob(early.id, early.bytes);
        const one = aNewStory({ parts: [late, early] });
        const two = aNewStory({ parts: [late] });
        const accepted = await storage.accept(one);
        await storage.accept(two);

        await storage.recordBlob(late.id, late.bytes);

        expect(accepted).toMatchObject({
          story: {
            parts: [
              { ...late, held: false },
              { ...early, held: true },
            ],
          },
        });
        const found = await storage.find([one.id, two.id]);
        expect(found.flatMap(({ parts }) => parts).every(({ held }) => held)).toBe(true);
      },
    );

    on("a blob that is forgotten is held by nobody", async (storage) => {
      const part = { id: aBlobId(), bytes: 65_536 };
      const story = aNewStory({ parts: [part] });
      await storage.accept(story);
      await storage.recordBlob(part.id, part.bytes);

      await storage.forgetBlobs([part.id]);

      expect((await storage.find([story.id]))[0]?.parts).toEqual([{ ...part, held: false }]);
      expect(await storage.hasBlob(part.id)).toBe(false);
      expect(await storage.listBlobs()).toEqual([]);
    });

    on("a blob that a story holds is not given up", async (storage) => {
      const part = { id: aBlobId(), bytes: 65_536 };
      await storage.accept(aNewStory({ parts: [part] }));
      await storage.recordBlob(part.id, part.bytes);

      expect(await storage.giveUp(part.id)).toBe(false);
      expect(await storage.hasBlob(part.id)).toBe(true);
    });

    on("usage counts sealed text and whole blobs", async (storage) => {
      await storage.accept(aNewStory());
      await storage.recordBlob(aBlobId(), 65_536);

      expect(await storage.usage()).toEqual({ stories: 1, bytes: 16_384 + 65_536 });
    });
  });

  describe("the desk", () => {
    on("a state is kept, and opening again does not undo it", async (storage) => {
      const story = aNewStory();
      await storage.accept(story);

      await storage.setState(story.id, "opened");
      await storage.setState(story.id, "published");
      const again = await storage.setState(story.id, "opened");

      expect(again).toBe(true);
      expect((await storage.find([story.id]))[0]?.state).toBe("published");
      expect(await storage.setState(aStoryId(), "opened")).toBe(false);
    });

    on("a story that was picked up loses its bytes and keeps its receipt", async (storage) => {
      const part = { id: aBlobId(), bytes: 65_536 };
      const story = aNewStory({ parts: [part] });
      await storage.accept(story);
      await storage.recordBlob(part.id, part.bytes);
      const [before] = await storage.find([story.id]);

      const blobs = await storage.pickUp(story.id);
      const given = await storage.giveUp(part.id);

      expect([blobs, given]).toEqual([[part.id], true]);
      expect((await storage.findContent(story.id))?.text).toBeUndefined();
      expect(await storage.find([story.id])).toEqual([before]);
      expect(await storage.hasBlob(part.id)).toBe(true);
      expect((await storage.list())[0]).toMatchObject({ pickedUp: true, textBytes: 16_384 });
      expect(await storage.accept(story)).toMatchObject({ kind: "known" });
      expect((await storage.usage()).bytes).toBe(0);
    });

    on("a blob that another story needs stays when one of them is picked up", async (storage) => {
      const part = { id: aBlobId(), bytes: 65_536 };
      const [one, two] = [aNewStory({ parts: [part] }), aNewStory({ parts: [part] })];
      await storage.accept(one);
      await storage.accept(two);
      await storage.recordBlob(part.id, part.bytes);

      await storage.pickUp(one.id);

      expect(await storage.giveUp(part.id)).toBe(false);
    });

    on(
      "a story that names a blob which was picked up with another waits for it",
      async (storage) => {
        const part = { id: aBlobId(), bytes: 65_536 };
        const [one, two] = [aNewStory({ parts: [part] }), aNewStory({ parts: [part] })];
        await storage.accept(one);
        await storage.recordBlob(part.id, part.bytes);
        await storage.pickUp(one.id);
        await storage.giveUp(part.id);

        const accepted = await storage.accept(two);

        expect(accepted).toMatchObject({ story: { parts: [{ held: false }] } });
        expect(await storage.hasBlob(part.id)).toBe(false);
      },
    );
  });

  describe("idle blobs", () => {
    const patience = { unnamed: 3, awaited: 5 };

    on("one is given up after that many different days without a byte", async (storage) => {
      const blob = { id: aBlobId(), held: 65_536 };
      const seen: boolean[] = [];

      for (const day of ["2026-11-11", "2026-11-12", "2026-11-13", "2026-11-14"]) {
        seen.push((await storage.countIdle([blob], day, patience)).includes(blob.id));
      }

      expect(seen).toEqual([false, false, false, true]);
    });

    on("a clock that jumps ten years takes nothing away", async (storage) => {
      const blob = { id: aBlobId(), held: 65_536 };
      await storage.countIdle([blob], "2026-11-11", patience);

      const jumped = await storage.countIdle([blob], "2036-11-11", patience);
      const looked = await storage.countIdle([blob], "2036-11-11", patience);

      expect([jumped, looked]).toEqual([[], []]);
    });

    on("one that moved, or was away, begins again", async (storage) => {
      const blob = { id: aBlobId(), held: 0 };
      for (const day of ["2026-11-11", "2026-11-12", "2026-11-13"])
        await storage.countIdle([blob], day, patience);

      const moved = await storage.countIdle([{ ...blob, held: 65_536 }], "2026-11-14", patience);

      expect(moved).toEqual([]);
    });

    on("one that a story waits for is given longer", async (storage) => {
      const part = { id: aBlobId(), bytes: 65_536 };
      await storage.accept(aNewStory({ parts: [part] }));
      const days = Array.from({ length: 6 }, (_, at) => `2026-11-1${at}`);
      const seen: number[] = [];

      for (const day of days)
        seen.push((await storage.countIdle([{ id: part.id, held: 0 }], day, patience)).length);

      expect(seen).toEqual([0, 0, 0, 0, 0, 1]);
    });
  });
}
