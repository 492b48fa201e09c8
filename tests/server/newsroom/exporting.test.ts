import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exportStories } from "../../../src/server/newsroom/exporting.ts";
import { aNote, aNoteKey } from "../../support/notes.ts";
import { type Newsroom, openNewsroom, storyId } from "./newsroom-support.ts";

let newsroom: Newsroom;
beforeEach(() => (newsroom = openNewsroom()));
afterEach(() => newsroom.close());

test("an export holds each story sealed as it came, and how to open it without us", async () => {
  const folder = join(newsroom.folder, "export");

  const exported = await exportStories(newsroom.deps, folder, newsroom.clock.now);

  const place = join(folder, `222-222 ${storyId}`);
  expect(exported).toEqual({ stories: 1, missingParts: 0 });
  expect(readdirSync(place).toSorted()).toEqual(["manifest.json", "part-1.age", "text.age"]);
  expect(readFileSync(join(place, "text.age"), "utf8")).toBe("sealed text");
  expect(readFileSync(join(place, "part-1.age"), "utf8")).toBe("sealed part");
  expect(readFileSync(join(folder, "README.txt"), "utf8")).toContain("head -c BYTES");
  expect(statSync(join(place, "text.age")).mode & 0o777).toBe(0o600);
});

test("a part that has not come is counted, and the rest is there", async () => {
  const { current } = newsroom.story;
  newsroom.story.current = {
    ...current,
    parts: current.parts.map((part) => ({ ...part, held: false })),
  };

  const exported = await exportStories(
    newsroom.deps,
    join(newsroom.folder, "export"),
    newsroom.clock.now,
  );

  expect(exported).toEqual({ stories: 1, missingParts: 1 });
});

test("what an author said later goes along, sealed: their terms may be others by now", async () => {
  const note = await aNote(storyId, aNoteKey());
  newsroom.notes.push(note.file, Uint8Array.of(1, 2, 3));
  const folder = join(newsroom.folder, "export");

  await exportStories(newsroom.deps, folder, newsroom.clock.now);

  const place = join(folder, `222-222 ${storyId}`);
  expect(readdirSync(place).toSorted()).toEqual([
    "manifest.json",
    "note-1.age",
    "part-1.age",
    "text.age",
  ]);
  expect(readFileSync(join(place, "note-1.age"), "utf8")).toMatch(/^age-encryption\.org\/v1\n/);
  expect(readFileSync(join(folder, "README.txt"), "utf8")).toContain('"kind": "withdraw"');
});
