import type {
  Article,
  ArticleId,
  ArticleMedia,
  Slug,
  WorkId,
} from "../../../../protocol/article.ts";
import { type Block, plainText, type Run } from "../../../../protocol/block.ts";
import type { SourceRecord } from "../../../storage/source-storage.ts";
import { hashOf } from "../../hashing.ts";
import { withPictures } from "../article-pictures.ts";
import { enclosureLink } from "../markup/html-embeds.ts";
import { createHtmlNotebook } from "../markup/html-notebook.ts";
import { nameOf } from "../markup/html-pictures.ts";
import { languageOf } from "../feeds/item-words.ts";
import type { FeedItem } from "../feeds/feed.ts";
import { titleOf } from "../plain-text.ts";
import type { SourcePictures } from "./source-pictures.ts";

/** The article that an item of a source is: the same source and key, the same id; back after a take-down, another. */
export const articleIdOf = (source: string, key: string, generation: number): ArticleId =>
  idOf(`source ${source}\n${key}\n${generation}`) as ArticleId;

/** The same name, the same work. */
export const sourceWork = (source: string, work: string): WorkId =>
  idOf(`source work ${source}\n${work}`) as WorkId;

const idOf = (name: string): string =>
  Buffer.from(hashOf(name), "base64url").subarray(0, 16).toString("base64url");

/** What the library gives an article, and what was published under its id before. */
export interface Given {
  readonly id: ArticleId;
  readonly slug: Slug;
  readonly before: Article | undefined;
  /** The day, for an item that says none. */
  readonly today: string;
}

/** An item's text as blocks, and its language. */
export interface ReadItem {
  readonly language: string;
  readonly blocks: readonly Block<string>[];
  readonly remarks: readonly string[];
}

/** The language that an item is read as: the operator's word, its own, the source's, its letters'. */
export const itemLanguage = (
  source: SourceRecord,
  item: FeedItem,
  sourceLanguage: string | undefined,
): string =>
  source.options.language ??
  languageOf(item.language ?? sourceLanguage, `${item.title} ${roughWords(item.html)}`);

/** Enough of the words to see their letters. */
const roughWords = (html: string): string =>
  html
    .slice(0, 20_000)
    .replace(/<(script|style)\b[^<>]*>[^<]*/gi, " ")
    .replace(/<[^<>]*>|https?:\S+/g, " ");

/** An item's body: its text, then links to what came with it, and to the whole where this is an excerpt. */
export function bodyOf(item: FeedItem, { blocks, language }: ReadItem): readonly Block<string>[] {
  const notebook = createHtmlNotebook({ base: item.base, language });
  const body = blocks.filter(
    (block, at) => !(at === 0 && isTitle(block, item.title)) && !isFooter(block),
  );
  const files = item.enclosures.flatMap((file) => enclosureLink(file, notebook) ?? []);
  const links = files.map(({ href, words }): Run => ({ text: words, href }));
  const standing = new Set(body.flatMap(hrefsIn));
  const more = links.filter(({ href }) => !standing.has(href ?? ""));
  if (item.isExcerpt && item.link !== undefined) {
    more.push({
      text: `${notebook.words.readOn} ${new URL(item.link).hostname.replace(/^www\./, "")}`,
      href: item.link,
    });
  }
  return [...body, ...more.map((run): Block<string> => ({ kind: "paragraph", runs: [run] }))];
}

const isTitle = (block: Block<string>, title: string): boolean =>
  block.kind === "heading" && letters(plainText([block])) === letters(title);

const hrefsIn = (block: Block<string>): readonly string[] =>
  block.kind === "paragraph" ? block.runs.flatMap(({ href }) => href ?? []) : [];

/** What WordPress adds below a text in its feed. */
const isFooter = (block: Block<string>): boolean =>
  block.kind === "paragraph" &&
  /^(?:The post|Запис|Допис|Стаття|Сообщение|Запись)\s.*(?:appeared first on|first appeared on|(?:спершу|вперше|спочатку) з.явив?л?[ао]?с[ья]|появил(?:ась|ись|ось) сначала на)/isu.test(
    plainText([block]),
  );

const letters = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");

/** The words by which an item without a title is listed. */
export const titleFor = (item: FeedItem, blocks: readonly Block<string>[]): string =>
  item.title || titleOf(plainText(blocks).replace(/\s+/g, " ").trim().slice(0, 2_000));

/** The article, with its pictures; figures whose pictures cannot be had are left out. */
export async function articleFrom(
  source: SourceRecord,
  item: FeedItem,
  read: ReadItem,
  given: Given,
  pictures: SourcePictures,
): Promise<Article> {
  const body = bodyOf(item, read);
  const { lead, rest } = await leadOf(item, body, pictures);
  const blocks: readonly Block<ArticleMedia>[] = await withPictures(rest, pictures);
  const date = item.date?.day ?? given.before?.date ?? given.today;
  const title = titleFor(item, body);
  const isCorrected = isOther(given.before, { title, body: blocks, lead });
  const updatedAt = updateOf(item, given, isCorrected, date);
  return {
    format: 1,
    id: given.id,
    work: sourceWork(source.id, item.work ?? `article ${given.id}`),
    slug: given.slug,
    language: read.language,
    title,
    summary: summaryOf(item, blocks),
    date,
    ...(updatedAt === undefined ? {} : { updatedAt }),
    provenance: source.options.provenance,
    tags: item.tags,
    ...(item.byline === undefined ? {} : { byline: item.byline }),
    ...(lead === undefined ? {} : { lead }),
    ...(item.link === undefined ? {} : { source: item.link }),
    corrections: [],
    body: blocks,
  };
}

/** True where an article says something else than it did; a site's markup changes more often than its texts. */
const isOther = (
  before: Article | undefined,
  { title, body, lead }: { title: string; body: Article["body"]; lead: Article["lead"] },
): boolean =>
  before !== undefined &&
  JSON.stringify([before.title, before.body, before.lead]) !== JSON.stringify([title, body, lead]);

/** When it was changed: as it says; else the day on which it was seen to say something else. */
function updateOf(
  item: FeedItem,
  { before, today }: Given,
  isCorrected: boolean,
  date: string,
): string | undefined {
  const told = item.updated?.day ?? (isCorrected ? today : before?.updatedAt);
  return told !== undefined && told > date ? told : undefined;
}

/** A summary that says nothing but words of the text's beginning, as WordPress makes them, would stand there twice. */
function summaryOf({ summary }: FeedItem, body: readonly Block<ArticleMedia>[]): string {
  const words = wordsIn(summary);
  const beginning = wordsIn(plainText(body).slice(0, 20_000)).slice(0, 3 * words.length + 60);
  let at = 0;
  const repeated = words.filter((word) => {
    const found = beginning.indexOf(word, at);
    if (found >= 0) at = found + 1;
    return found >= 0;
  });
  return repeated.length >= 0.9 * words.length ? "" : summary;
}

const wordsIn = (text: string): readonly string[] =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

interface Led {
  readonly lead?: NonNullable<Article["lead"]>;
  readonly rest: readonly Block<string>[];
}

/** The item's own picture, else the one that its text begins with. It does not stand in the text as well. */
async function leadOf(
  item: FeedItem,
  body: readonly Block<string>[],
  pictures: SourcePictures,
): Promise<Led> {
  const [first] = body;
  const opening = first?.kind === "figure" ? first : undefined;
  const url = item.picture?.url ?? opening?.media;
  if (url === undefined) return { rest: body };
  const picture = await pictures.find(url);
  const twin = body.find((block) => block.kind === "figure" && nameOf(block.media) === nameOf(url));
  if (picture === undefined)
    return { rest: item.picture === undefined ? body.filter((block) => block !== twin) : body };
  const inText = twin?.kind === "figure" ? twin : undefined;
  const caption =
    item.picture?.caption ??
    inText?.caption
      .map(({ text }) => text)
      .join("")
      .slice(0, 1_000);
  const alt = (item.picture?.alt || inText?.alt || caption || "").slice(0, 2_000);
  if (alt === "")
    pictures.remarks.push(`shows the picture ${url.slice(0, 300)} without a description`);
  const lead = {
    files: picture.files,
    colour: picture.colour,
    alt,
    ...(caption ? { caption } : {}),
  };
  return { lead, rest: body.filter((block) => block !== twin) };
}
