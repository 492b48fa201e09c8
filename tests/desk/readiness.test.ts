import { expect, test } from "vitest";
import type { Manuscript } from "../../src/desk/composing.ts";
import type { Permission } from "../../src/desk/permission.ts";
import { obstaclesOf, type Ticks } from "../../src/desk/readiness.ts";
import { checklist } from "../../src/protocol/checklist.ts";

const permission: Permission = { photos: true, voice: false, place: "none", secondEditor: false };
const all: Ticks = {
  lines: new Set(checklist.filter((line) => line !== "alt")),
  secondEditor: false,
};
const manuscript: Manuscript = {
  title: "Хліб на всіх",
  summary: "",
  language: "uk",
  verified: "",
  warning: "",
  pieces: [
    { key: 0, kind: "text", role: "paragraph", text: "У березні." },
    { key: 1, kind: "photo", photo: 1, alt: "Хлібина", caption: "", included: true },
  ],
};
const shown = new Set([1]);
const undescribed = manuscript.pieces.map((piece) =>
  piece.kind === "photo" ? { ...piece, alt: " " } : piece,
);

const spoken: Manuscript["pieces"] = [
  ...manuscript.pieces,
  { key: 2, kind: "sound", sound: 2, included: true },
];

test("a recording alone may be published where its author may be heard", () => {
  const alone = { ...manuscript, pieces: spoken.slice(2) };
  const heard = { ...permission, voice: true };

  expect(obstaclesOf("opened", alone, heard, all, shown, new Set([2]))).toEqual([]);
});

test("a story with its terms, lines and descriptions in order may be published", () => {
  expect(obstaclesOf("opened", manuscript, permission, all, shown)).toEqual([]);
});

test.each<[string, Parameters<typeof obstaclesOf>, string]>([
  [
    "terms forbid it",
    ["opened", manuscript, { ...permission, ban: { kind: "read-only" } }, all, shown],
    "read-only",
  ],
  [
    "a line is open",
    ["opened", manuscript, permission, { ...all, lines: new Set() }, shown],
    "unticked",
  ],
  [
    "a photo has no description",
    ["opened", { ...manuscript, pieces: undescribed }, permission, all, shown],
    "alt",
  ],
  ["a photo is not open", ["opened", manuscript, permission, all, new Set()], "photo-not-ready"],
  [
    "a recording is not open",
    ["opened", { ...manuscript, pieces: spoken }, { ...permission, voice: true }, all, shown],
    "sound-not-ready",
  ],
  [
    "there is nothing but a voice that may not be heard",
    ["opened", { ...manuscript, pieces: spoken.slice(2) }, permission, all, shown, new Set([2])],
    "empty",
  ],
  [
    "no second editor has read it",
    ["opened", manuscript, { ...permission, secondEditor: true }, all, shown],
    "second-editor",
  ],
  ["there is no title", ["opened", { ...manuscript, title: " " }, permission, all, shown], "title"],
  ["there is no text", ["opened", { ...manuscript, pieces: [] }, permission, all, shown], "empty"],
  [
    "the language is none",
    ["opened", { ...manuscript, language: "українська" }, permission, all, shown],
    "language",
  ],
  ["it was declined", ["declined", manuscript, permission, all, shown], "decided"],
])("it may not where %s", (_why, asked, kind) => {
  expect(obstaclesOf(...asked).map((obstacle) => obstacle.kind)).toEqual([kind]);
});

test("a photo that is not printed needs no description", () => {
  const left = manuscript.pieces.map((piece) =>
    piece.kind === "photo" ? { ...piece, alt: "", included: false } : piece,
  );

  expect(
    obstaclesOf("opened", { ...manuscript, pieces: left }, permission, all, new Set()),
  ).toEqual([]);
  expect(
    obstaclesOf(
      "opened",
      { ...manuscript, pieces: undescribed },
      { ...permission, photos: false },
      all,
      new Set(),
    ),
  ).toEqual([]);
});
