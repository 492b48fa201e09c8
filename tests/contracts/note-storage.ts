import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { StoryId } from "../../src/protocol/intake.ts";
import type { NoteId } from "../../src/protocol/note.ts";
import type { IntakeStorage } from "../../src/server/storage/intake-storage.ts";
import type { NewNote, NoteStorage } from "../../src/server/storage/note-storage.ts";
import { aStoryId, hashOf } from "../support/sealed.ts";
import { aNewStory } from "./intake-storage.ts";

/** Both storages over one place: a note is about a story. */
export interface OpenNotes {
  readonly storage: IntakeStorage;
  readonly notes: NoteStorage;
  close(): Promise<void>;
}

const aNewNote = (story: StoryId): NewNote => {
  const file = randomBytes(9_000);
  return {
    id: aStoryId() as string as NoteId,
    story,
    file,
    hash: hashOf(file),
    date: "2026-11-11",
  };
};

/** What every storage of notes promises. `open` gives an empty one. */
export function runNoteStorageTests(open: () => Promise<OpenNotes>): void {
  const on = (
    sentence: string,
    work: (notes: NoteStorage, story: StoryId, storage: IntakeStorage) => Promise<void>,
  ): void =>
    test(sentence, async () => {
      const opened = await open();
      try {
        const story = aNewStory();
        await opened.storage.accept(story);
        await work(opened.notes, story.id, opened.storage);
      } finally {
        await opened.close();
      }
    });

  describe("notes", () => {
    on("a note is taken once and known afterwards, with its first date", async (notes, story) => {
      const note = aNewNote(story);

      const first = await notes.accept(note, 9);
      const again = await notes.accept({ ...note, date: "2027-01-01" }, 9);

      expect(first).toMatchObject({ kind: "accepted", note: { id: note.id, date: "2026-11-11" } });
      expect(again).toEqual({ ...first, kind: "known" });
      expect(await notes.list(story)).toEqual([{ id: note.id, file: Uint8Array.from(note.file) }]);
    });

    on("other bytes under the same id are a conflict and change nothing", async (notes, story) => {
      const note = aNewNote(story);
      await notes.accept(note, 9);

      expect(await notes.accept({ ...aNewNote(story), id: note.id }, 9)).toEqual({
        kind: "conflict",
      });
      expect((await notes.list(story)).map(({ file }) => hashOf(file))).toEqual([note.hash]);
    });

    on("a note about a story that is not here is not taken", async (notes) => {
      expect(await notes.accept(aNewNote(aStoryId()), 9)).toEqual({ kind: "unknown" });
    });

    on(
      "fifty at once give one row, and one of them is told that it is new",
      async (notes, story) => {
        const note = aNewNote(story);

        const answers = await Promise.all(Array.from({ length: 50 }, () => notes.accept(note, 9)));

        expect(answers.filter(({ kind }) => kind === "accepted")).toHaveLength(1);
        expect(answers.filter(({ kind }) => kind === "known")).toHaveLength(49);
      },
    );

    on(
      "a story holds no more notes than it may, and those that it has stay",
      async (notes, story) => {
        const first = aNewNote(story);
        await notes.accept(first, 2);
        await notes.accept(aNewNote(story), 2);

        expect(await notes.accept(aNewNote(story), 2)).toEqual({ kind: "too-many" });
        expect(await notes.accept(first, 2)).toMatchObject({ kind: "known" });
        expect(await notes.count()).toEqual(new Map([[story, 2]]));
      },
    );

    on(
      "notes come back in order of arrival, each with its own story",
      async (notes, story, storage) => {
        const other = aNewStory();
        await storage.accept(other);
        const written = [aNewNote(story), aNewNote(story), aNewNote(other.id)];
        for (const note of written) await notes.accept(note, 9);

        expect((await notes.list(story)).map(({ id }) => id)).toEqual(
          written.slice(0, 2).map(({ id }) => id),
        );
        expect(await notes.count()).toEqual(
          new Map([
            [story, 2],
            [other.id, 1],
          ]),
        );
      },
    );

    on("erased, its bytes are gone and its receipt is the same for ever", async (notes, story) => {
      const note = aNewNote(story);
      const first = await notes.accept(note, 9);
      await notes.erase(story);

      expect(await notes.list(story)).toEqual([]);
      expect(await notes.accept(note, 9)).toEqual({ ...first, kind: "known" });
      expect(await notes.list(story)).toEqual([]);
    });
  });
}
