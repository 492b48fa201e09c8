import { type Block, readBlocks, readHref, readProvenance } from "./block.ts";
import { type Hash, type RandomId, readHash, readRandomId } from "./bytes.ts";
import { readLanguage } from "./language.ts";
import {
  parsing,
  parsingJson,
  readCount,
  readDay,
  readFormat,
  readList,
  readMatch,
  readObject,
  readOneOf,
  readString,
  type Reader,
} from "./parsing.ts";
import type { Brand } from "./brand.ts";

/** One article in one language. Translations have ids of their own and share a {@link WorkId}. */
export type ArticleId = Brand<RandomId, "ArticleId">;
/** What binds translations of one text. */
export type WorkId = Brand<RandomId, "WorkId">;
/** ASCII words and hyphens, unique over all languages: `/a/{slug}`. */
export type Slug = Brand<string, "Slug">;

/** Where the words come from: the author's own, told to the newsroom, or a report. */
export type Provenance = "own-words" | "told-to-us" | "report";

/** One file of a picture. Width and height in CSS pixels, `bytes` as it travels. */
export interface PictureFile {
  readonly hash: Hash;
  readonly type: "avif" | "jpg";
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

/** A picture in a few widths and formats, and the colour that stands in its place until it is there. */
export interface Picture {
  readonly files: readonly PictureFile[];
  /** `#rrggbb` */
  readonly colour: string;
}

/** A recording. */
export interface Sound {
  readonly hash: Hash;
  readonly type: "webm" | "mp4" | "mp3" | "ogg";
  readonly bytes: number;
  /** Seconds. */
  readonly length: number;
}

/** What an article's figures and recordings point to. */
export type ArticleMedia =
  | ({ readonly kind: "picture" } & Picture)
  | ({ readonly kind: "sound" } & Sound);

/** One published text, as its file at `/library/articles/{hash}.json` says it. */
export interface Article {
  readonly format: 1;
  readonly id: ArticleId;
  readonly work: WorkId;
  readonly slug: Slug;
  readonly language: string;
  readonly title: string;
  /** The standfirst; may be empty. */
  readonly summary: string;
  /** The day of publication. */
  readonly date: string;
  readonly updatedAt?: string;
  readonly provenance: Provenance;
  /** What was verified and how, in a sentence. */
  readonly verified?: string;
  /** What may hurt to read; the text opens by a tap. */
  readonly warning?: string;
  readonly tags: readonly string[];
  /** Printed under the title; absent where the author wants no name or none is known. */
  readonly byline?: string;
  readonly lead?: Picture & { readonly alt: string; readonly caption?: string };
  /** The page that it was taken from, where it was first published elsewhere. */
  readonly source?: string;
  readonly corrections: readonly { readonly date: string; readonly text: string }[];
  readonly body: readonly Block<ArticleMedia>[];
}

export const readArticleId = readRandomId as Reader<ArticleId>;
export const readWorkId = readRandomId as Reader<WorkId>;
export const readSlug = readMatch<Slug>(/^[a-z0-9](?:[a-z0-9-]{0,118}[a-z0-9])?$/, "a slug");

const readPictureFile: Reader<PictureFile> = readObject({
  hash: readHash,
  type: readOneOf("avif", "jpg"),
  width: readCount(1, 20_000),
  height: readCount(1, 20_000),
  bytes: readCount(1),
});
const pictureFields = {
  files: readList(readPictureFile, 12),
  colour: readMatch<string>(/^#[0-9a-f]{6}$/, "a colour"),
};
export const readPicture: Reader<Picture> = readObject(pictureFields);

export const readSound: Reader<Sound> = readObject({
  hash: readHash,
  type: readOneOf("webm", "mp4", "mp3", "ogg"),
  bytes: readCount(1),
  length: readCount(0, 86_400),
});

const readMedia: Reader<ArticleMedia> = (input, at) => {
  const { kind } = readObject({ kind: readOneOf("picture", "sound") })(input, at);
  return kind === "picture"
    ? { kind, ...readPicture(input, at) }
    : { kind, ...readSound(input, at) };
};

/** Titles and the like, in UTF-16 units. */
export const titleLimit = 500;
export const summaryLimit = 2_000;
export const readTags = readList(readString(80), 20);

/** What an article's file and its entry in an edition both say. */
export const headline = {
  format: readFormat,
  id: readArticleId,
  work: readWorkId,
  slug: readSlug,
  language: readLanguage,
  title: readString(titleLimit),
  summary: readString(summaryLimit),
  date: readDay,
  provenance: readProvenance,
  tags: readTags,
};
export const headlineExtras = { updatedAt: readDay, byline: readString(200) };
const alt = readString(2_000);
/** A picture that stands for the whole article. */
export const readLead = readObject({ ...pictureFields, alt });

const readArticle: Reader<Article> = readObject(
  {
    ...headline,
    corrections: readList(readObject({ date: readDay, text: readString(2_000) }), 100),
    body: readBlocks(readMedia),
  },
  {
    ...headlineExtras,
    verified: readString(1_000),
    warning: readString(500),
    source: readHref,
    lead: readObject({ ...pictureFields, alt }, { caption: readString(1_000) }),
  },
);

/** An article out of something unknown. Never throws. */
export const parseArticle = parsing(readArticle, "article");
/** An article out of its file's text. Never throws. */
export const parseArticleJson = parsingJson(readArticle, "article");

/**
 * The one way to write an article's file: `<` as `\u003c`, so that the exact bytes can stand in a
 * `<script type="application/json">` and be checked there by their hash; and no line break, so that
 * they can stand in a pack as one line.
 */
export function writeArticle(article: Article): string {
  return JSON.stringify(article).replaceAll("<", "\\u003c");
}
