import { expect, test } from "vitest";
import { compose, type Manuscript } from "../../src/desk/composing.ts";
import { permissionOf } from "../../src/desk/permission.ts";
import { cutOut, piecesOf } from "../../src/desk/pieces.ts";
import {
  type ArticleId,
  parseArticle,
  type Picture,
  type Sound,
  type WorkId,
} from "../../src/protocol/article.ts";
import type { Story } from "../../src/protocol/story.ts";
import { aHash, anId, aStory } from "../support/makers.ts";
import { anAttachment, jpegBytes } from "./desk-support.ts";

const ids = { id: anId(1) as ArticleId, work: anId(2) as WorkId };
const picture: Picture = {
  files: [{ hash: aHash(1), type: "jpg", width: 720, height: 480, bytes: 9 }],
  colour: "#000000",
};
const pictures = new Map([
  [1, picture],
  [2, picture],
]);
const photo = (number: number) => anAttachment(jpegBytes(9, 9), { number });

const aManuscript = (story: Story, change: Partial<Manuscript> = {}): Manuscript => ({
  title: story.title,
  summary: "",
  language: story.language,
  verified: "",
  warning: "",
  pieces: piecesOf(story),
  ...change,
});
const withPhotos = (photos: "publish" | "newsroom-only"): Story => {
  const story = aStory({
    blocks: [
      {
        kind: "paragraph",
        runs: [{ text: "До. " }, { text: "Лінк", href: "https://tracker.example/me" }],
      },
      { kind: "figure", media: 2, alt: "Хлібина", caption: [{ text: "Перша" }] },
      {
        kind: "list",
        ordered: true,
        items: [
          [{ kind: "paragraph", runs: [{ text: "один" }] }],
          [{ kind: "paragraph", runs: [{ text: "два" }] }],
        ],
      },
      { kind: "figure", media: 7, alt: "чуже", caption: [] },
    ],
    attachments: [photo(1), photo(2)],
  });
  return { ...story, terms: { ...story.terms, answers: { ...story.terms.answers, photos } } };
};

test("an article is made of the author's words in their order, the first photo above them, and it is one that phones take", () => {
  const story = withPhotos("publish");

  const article = compose(
    aManuscript(story),
    permissionOf(story.terms.answers, "2026-11-23"),
    pictures,
    ids,
  );

  expect(article.lead).toEqual({ ...picture, alt: "Хлібина", caption: "Перша" });
  expect(article.body.map(({ kind }) => kind)).toEqual(["paragraph", "list", "figure"]);
  expect(
    parseArticle({ ...article, format: 1, corrections: [], slug: "khlib", date: "2026-11-23" }).ok,
  ).toBe(true);
});

test("links of a story are not printed", () => {
  const story = withPhotos("publish");

  const article = compose(
    aManuscript(story),
    permissionOf(story.terms.answers, "2026-11-23"),
    pictures,
    ids,
  );

  expect(JSON.stringify(article)).not.toContain("tracker.example");
  expect(JSON.stringify(article)).toContain("До. Лінк");
});

test("photos for the newsroom only are in no part of the article", () => {
  const story = withPhotos("newsroom-only");

  const article = compose(
    aManuscript(story),
    permissionOf(story.terms.answers, "2026-11-23"),
    pictures,
    ids,
  );

  expect(article.lead).toBeUndefined();
  expect(article.body.map(({ kind }) => kind)).toEqual(["paragraph", "list"]);
});

test("a photo that the editor takes out is out", () => {
  const story = withPhotos("publish");
  const pieces = piecesOf(story).map((piece) =>
    piece.kind === "photo" ? { ...piece, included: false } : piece,
  );

  const article = compose(
    aManuscript(story, { pieces }),
    permissionOf(story.terms.answers, "2026-11-23"),
    pictures,
    ids,
  );

  expect(JSON.stringify(article)).not.toContain(picture.files[0]!.hash);
});

test("photos and recordings that the text does not name stand at its end, where an editor finds them", () => {
  const pieces = piecesOf(aStory({ attachments: [photo(1), { ...photo(2), type: "audio/webm" }] }));

  expect(pieces).toMatchObject([
    { kind: "text", role: "paragraph" },
    { kind: "photo", photo: 1 },
    { kind: "sound", sound: 2 },
  ]);
});

test("a recording is heard in its place; what it says is printed, and the voice where its author and an editor want it", () => {
  const pieces = piecesOf(
    aStory({
      blocks: [{ kind: "audio", media: 1, caption: [{ text: "Ми пекли хліб." }] }],
      attachments: [{ ...photo(1), type: "audio/webm", length: 48 }],
    }),
  );
  expect(pieces).toMatchObject([
    { kind: "sound", sound: 1 },
    { kind: "text", role: "paragraph", text: "Ми пекли хліб." },
  ]);

  const sound: Sound = { hash: aHash(7), type: "webm", bytes: 9, length: 48 };
  const bodyWith = (voice: "may-be-heard" | "words-only", included: boolean) => {
    const permission = permissionOf({ ...aStory().terms.answers, voice }, "2026-11-23");
    const chosen = pieces.map((piece) => (piece.kind === "sound" ? { ...piece, included } : piece));
    const manuscript = aManuscript(aStory(), { pieces: chosen });
    const article = compose(manuscript, permission, new Map(), ids, new Map([[1, sound]]));
    const whole = { ...article, format: 1, slug: "khlib", date: "2026-11-23", corrections: [] };
    expect(parseArticle(whole)).toMatchObject({ ok: true });
    return article.body;
  };
  const words = { kind: "paragraph", runs: [{ text: "Ми пекли хліб." }] };

  // Nobody's voice goes out by itself, and none against its author's terms.
  expect(bodyWith("may-be-heard", false)).toEqual([words]);
  expect(bodyWith("words-only", true)).toEqual([words]);
  expect(bodyWith("may-be-heard", true)).toEqual([
    { kind: "audio", media: { kind: "sound", ...sound }, caption: [] },
    words,
  ]);
});

test("what is taken out is gone from the text, and a mark says that something is", () => {
  const text = "за адресою Садова, 12, у дворі";

  const without = cutOut(text, 11, 21);

  expect(without).toBe("за адресою […], у дворі");
  expect(cutOut("тут […] Садова", 8, 14)).toBe("тут […] ");
  expect(cutOut(text, 5, 5)).toBe(text);
});

test("a story of three thousand lines has fields that a page can hold, and loses none of them", () => {
  const lines = Array.from({ length: 3_000 }, (_, number) => `рядок ${number}`);
  const story = aStory({ blocks: lines.map((text) => ({ kind: "paragraph", runs: [{ text }] })) });

  const pieces = piecesOf(story);
  const article = compose(
    aManuscript(story),
    permissionOf(story.terms.answers, "2026-11-23"),
    pictures,
    ids,
  );

  expect(pieces.length).toBeLessThanOrEqual(150);
  expect(article.body.map((block) => block.kind === "paragraph" && block.runs[0]?.text)).toEqual(
    lines,
  );
});

test("a figure that names no photo of the story is never printed", () => {
  const story = withPhotos("publish");

  const pieces = piecesOf(story);

  expect(
    pieces.flatMap((piece) => (piece.kind === "photo" ? [[piece.photo, piece.included]] : [])),
  ).toEqual([
    [2, true],
    [7, false],
    [1, true],
  ]);
});
