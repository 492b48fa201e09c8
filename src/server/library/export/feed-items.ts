import {
  type Article,
  type ArticleId,
  type ArticleMedia,
  parseArticleJson,
} from "../../../protocol/article.ts";
import type { Block } from "../../../protocol/block.ts";
import { fromBase64url } from "../../../protocol/bytes.ts";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import type { Newsroom } from "../../../protocol/newsroom.ts";
import { routes } from "../../../protocol/routes.ts";
import { servedWordsIn } from "../../../rendering/served-words.ts";
import type { Library } from "../library.ts";
import { cleanHtml, widestJpeg } from "./clean-html.ts";

/** A file that goes with an item. */
export interface Enclosure {
  readonly url: string;
  readonly type: string;
  readonly bytes: number;
  /** Seconds, of a recording. */
  readonly length?: number;
}

/** One article as every form of feed says it. */
export interface FeedItem {
  /** The same for good: whatever becomes of its slug, its text or the newsroom's address. */
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  /** The whole text. */
  readonly html: string;
  readonly language: string;
  /** Midnight in UTC, of the days that the article names. */
  readonly published: Date;
  readonly updated: Date;
  readonly byline?: string;
  readonly tags: readonly string[];
  readonly picture?: Enclosure;
  /** Recordings first: they are what a podcast reader looks for. */
  readonly enclosures: readonly Enclosure[];
}

/** A language's feed. */
export interface Feed {
  readonly language: InterfaceLanguage;
  readonly title: string;
  readonly description: string;
  readonly origin: string;
  /** Newest first. */
  readonly items: readonly FeedItem[];
  /** Of the newest change in it; the beginning of 1970 while it is empty. */
  readonly updated: Date;
}

/** How many of the newest articles a feed carries, each with its whole text. */
export const feedLength = 30;

/** What the newsroom lists in a language at this moment. */
export async function makeFeed(
  library: Library,
  newsroom: Newsroom,
  language: InterfaceLanguage,
): Promise<Feed> {
  const entries = await library.listNewest({ language, limit: feedLength });
  const files = await Promise.all(entries.map(({ article }) => library.articleFile(article)));
  const items = files.flatMap((json) => {
    const parsed = json === undefined ? undefined : parseArticleJson(json);
    return parsed?.ok ? [itemOf(parsed.value, newsroom.origin)] : [];
  });
  return {
    language,
    title: newsroom.name[language],
    description: servedWordsIn(language).frontDescription,
    origin: newsroom.origin,
    items,
    updated: new Date(Math.max(0, ...items.map(({ updated }) => updated.getTime()))),
  };
}

/** One article's item. */
export function itemOf(article: Article, origin: string): FeedItem {
  const { title, summary, language, byline, tags, lead } = article;
  const file = lead && widestJpeg(lead);
  const picture = file && {
    url: origin + routes.media(file.hash, file.type),
    type: "image/jpeg",
    bytes: file.bytes,
  };
  return {
    id: urnOf(article.id),
    url: origin + routes.article(article.slug),
    title,
    summary,
    html: cleanHtml(article, origin),
    language,
    published: new Date(article.date),
    updated: new Date(lastChange(article)),
    ...(byline === undefined ? {} : { byline }),
    tags,
    ...(picture === undefined ? {} : { picture }),
    enclosures: [...recordings(article.body, origin), ...(picture === undefined ? [] : [picture])],
  };
}

/** The article's 16 random bytes, written as RFC 9562 writes such: an address that nobody has to own. */
function urnOf(id: ArticleId): string {
  const hex = Buffer.from(fromBase64url(id) ?? new Uint8Array(16)).toString("hex");
  return `urn:uuid:${hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")}`;
}

const lastChange = ({ date, updatedAt, corrections }: Article): string =>
  [date, updatedAt ?? date, ...corrections.map((one) => one.date)].toSorted().at(-1) ?? date;

const soundTypes = { webm: "audio/webm", mp4: "audio/mp4", mp3: "audio/mpeg", ogg: "audio/ogg" };

function recordings(blocks: readonly Block<ArticleMedia>[], origin: string): readonly Enclosure[] {
  return blocks.flatMap((block): readonly Enclosure[] => {
    if (block.kind === "quote") return recordings(block.blocks, origin);
    if (block.kind === "list") return block.items.flatMap((item) => recordings(item, origin));
    if (block.kind !== "audio" || block.media.kind !== "sound") return [];
    const { hash, type, bytes, length } = block.media;
    return [{ url: origin + routes.media(hash, type), type: soundTypes[type], bytes, length }];
  });
}
