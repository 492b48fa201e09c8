import {
  type Article,
  type ArticleMedia,
  type Picture,
  type Slug,
  writeArticle,
} from "../../protocol/article.ts";
import { type Block, plainText } from "../../protocol/block.ts";
import type { Hash } from "../../protocol/bytes.ts";
import { type Entry, formerlyLimit } from "../../protocol/edition.ts";
import type { MediaRecord, PreparedArticle } from "../storage/library-storage.ts";
import { hashOf } from "./hashing.ts";
import { slugOf } from "./slugs.ts";

/**
 * An article with its file, its entry line and what it shows, ready to be stored. `slugs` are those that ever led to it:
 * phones are told the former ones, so that an old link leads on without a network too.
 */
export function prepareArticle(article: Article, slugs: readonly Slug[] = []): PreparedArticle {
  const json = writeArticle(article);
  const hash = hashOf(json);
  const media = mediaOf(article.body);
  const pictures = media
    .filter((one) => one.kind === "picture")
    .map(({ files, colour }) => ({ files, colour }));
  const sounds = media
    .filter((one) => one.kind === "sound")
    .map(({ hash: name, type, bytes, length }) => ({ hash: name, type, bytes, length }));
  const formerly = slugs.filter((slug) => slug !== article.slug).slice(-formerlyLimit);
  const entry: Entry = {
    ...entryOf(article, hash, Buffer.byteLength(json), pictures),
    ...(sounds.length === 0 ? {} : { sounds }),
    ...(formerly.length === 0 ? {} : { formerly }),
  };
  const shown: readonly MediaRecord[] = [
    ...(article.lead?.files ?? []),
    ...media.flatMap((one): readonly MediaRecord[] => (one.kind === "picture" ? one.files : [one])),
  ];
  return {
    article,
    json,
    hash,
    // `<` is written as in the article's file: an entry, too, may come to stand in a page.
    line: JSON.stringify(entry).replaceAll("<", "\\u003c"),
    media: shown.map(({ hash: name, type }) => ({ hash: name, type })),
    tags: article.tags.flatMap((tag) => [tag, tagSlug(tag)]),
  };
}

/** A tag in letters that can be typed anywhere: its page answers under this name too. */
export const tagSlug = (tag: string): string => slugOf(tag) ?? tag;

function entryOf(article: Article, hash: Hash, bytes: number, pictures: readonly Picture[]): Entry {
  const {
    id,
    work,
    slug,
    language,
    title,
    summary,
    date,
    updatedAt,
    provenance,
    tags,
    byline,
    lead,
  } = article;
  return {
    format: 1,
    id,
    work,
    slug,
    language,
    title,
    summary,
    date,
    ...(updatedAt === undefined ? {} : { updatedAt }),
    provenance,
    tags,
    ...(byline === undefined ? {} : { byline }),
    minutes: minutesOf(article),
    article: hash,
    bytes,
    ...(lead === undefined
      ? {}
      : { lead: { files: lead.files, colour: lead.colour, alt: lead.alt } }),
    pictures,
  };
}

const wordsPerMinute = 180;

/** Minutes of reading, at least one. */
export function minutesOf(article: Pick<Article, "summary" | "body">): number {
  const words =
    `${article.summary} ${plainText(article.body)}`.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  return Math.min(10_000, Math.max(1, Math.round(words / wordsPerMinute)));
}

function mediaOf(blocks: readonly Block<ArticleMedia>[]): readonly ArticleMedia[] {
  return blocks.flatMap((block) => {
    if (block.kind === "figure" || block.kind === "audio") return [block.media];
    if (block.kind === "quote") return mediaOf(block.blocks);
    return block.kind === "list" ? block.items.flatMap(mediaOf) : [];
  });
}
