import { expect, test } from "vitest";
import { firstWords, openStory } from "../../src/desk/opening.ts";
import type { StoryId } from "../../src/protocol/intake.ts";
import { anId, aStory } from "../support/makers.ts";
import { aKey, seal, sealStory } from "./desk-support.ts";

const { key, recipient } = await aKey();
const { id } = aStory();

test("a story sealed on a phone opens whole", async () => {
  const story = aStory();

  const opened = await openStory(key, id, await sealStory(recipient, story));

  expect(opened).toEqual({
    kind: "opened",
    story,
    words: "У березні в нашій пекарні закінчилися дріжджі.",
  });
});

test("a story sealed for somebody else, or changed on its way, stays closed", async () => {
  const other = await aKey();
  const changed = await sealStory(recipient, aStory());
  changed[changed.length - 20]! ^= 1;

  const answers = [
    await openStory(key, id, await sealStory(other.recipient, aStory())),
    await openStory(key, id, changed),
    await openStory(key, id, new Uint8Array(16_384)),
  ];

  expect(answers.map(({ kind }) => kind)).toEqual(["closed", "closed", "closed"]);
});

test.each<[string, string | Uint8Array]>([
  ["half a JSON", '{"format":1,"id"'],
  ["HTML", "<script>alert(1)</script>"],
  ["bytes that are no text", Uint8Array.from([0xff, 0xfe, 0x80])],
  ["200,000 brackets", "[".repeat(200_000)],
  ["lists in lists without end", JSON.stringify({ ...aStory(), blocks: nested(200) })],
  [
    "a figure with an attachment number of a billion",
    JSON.stringify({ ...aStory(), blocks: [figure(1e9)] }),
  ],
  [
    "a link that runs",
    JSON.stringify({
      ...aStory(),
      blocks: [{ kind: "paragraph", runs: [{ text: "x", href: "javascript:alert(1)" }] }],
    }),
  ],
])("%s is a broken story and nothing worse", async (_what, inside) => {
  const opened = await openStory(key, id, await seal(recipient, inside));

  expect(opened.kind).toBe("broken");
});

test("a story sealed under one id cannot stand under another", async () => {
  const opened = await openStory(key, anId(9) as StoryId, await sealStory(recipient, aStory()));

  expect(opened).toEqual({ kind: "broken", why: "story: sealed as another one" });
});

test("the first words are one line, however long the text", () => {
  expect(firstWords("Перший\n\nдругий ".repeat(1_000)).length).toBeLessThanOrEqual(200);
  expect(firstWords(" Перший\n\nдругий ")).toBe("Перший другий");
});

function nested(depth: number): unknown[] {
  return depth === 0 ? [] : [{ kind: "quote", blocks: nested(depth - 1) }];
}

function figure(media: number): unknown {
  return { kind: "figure", media, alt: "", caption: [] };
}
