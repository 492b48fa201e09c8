import type { Article, ArticleId, Slug, WorkId } from "../../src/protocol/article.ts";
import type { BlobId, Manifest, StoryId } from "../../src/protocol/intake.ts";
import type { Hash } from "../../src/protocol/bytes.ts";
import type { Story } from "../../src/protocol/story.ts";

/** 22 characters of base64url that differ by `n`: for ids that no test looks into. */
export const anId = (n = 0): string => String(n).padStart(4, "0").padStart(22, "A");
/** 43 characters of base64url that differ by `n`. */
export const aHash = (n = 0): Hash => String(n).padStart(4, "0").padStart(43, "A") as Hash;

/** A short article in Ukrainian; whatever a test cares about it says itself. */
export const anArticle = (change: Partial<Article> = {}): Article => ({
  format: 1,
  id: anId(1) as ArticleId,
  work: anId(2) as WorkId,
  slug: "nasinnia-v-kysheni" as Slug,
  language: "uk",
  title: "Насіння в кишені: слова, які виросли",
  summary: "Звідки взялися ці слова і куди пішли.",
  date: "2026-11-10",
  provenance: "report",
  tags: ["Звідки це"],
  corrections: [],
  body: [{ kind: "paragraph", runs: [{ text: "Першого дня жінка сказала: «Візьміть насіння»." }] }],
  ...change,
});

/** A sealed story's contents, ready to be published without asking again. */
export const aStory = (change: Partial<Story> = {}): Story => ({
  format: 1,
  id: anId(3) as StoryId,
  title: "Хліб на всіх",
  blocks: [
    { kind: "paragraph", runs: [{ text: "У березні в нашій пекарні закінчилися дріжджі." }] },
  ],
  language: "uk",
  terms: {
    answers: {
      publish: "publish",
      approval: "no-need",
      signature: "no-name",
      adult: true,
      harm: "no",
    },
    wording: [{ question: "Що можна зробити з розповіддю?", answer: "Так, опублікувати" }],
    version: 1,
  },
  revision: 1,
  attachments: [],
  ...change,
});

/** What the server sees of a story. */
export const aManifest = (change: Partial<Manifest> = {}): Manifest => ({
  format: 1,
  id: anId(3) as StoryId,
  text: { hash: aHash(4), bytes: 16_384 },
  parts: [{ id: aHash(5) as BlobId, bytes: 65_536 }],
  epoch: 1,
  noteKey: aHash(6),
  version: 1,
  ...change,
});
