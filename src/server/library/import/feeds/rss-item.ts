import { resolveAddress } from "../markup/html-notebook.ts";
import { attribute, childrenOf, innerText, type MarkupElement } from "../markup/tree.ts";
import { parseMoment } from "./dates.ts";
import type { FeedItem } from "./feed.ts";
import { baseIn, firstTold, htmlIn, looksLikeExcerpt, textIn } from "./item-markup.ts";
import { bylineWords, summaryWords, tagWords, titleWords } from "./item-words.ts";
import { enclosuresIn, pictureIn } from "./media-rss.ts";

/** An item of RSS of any version, or a clause that says why it is none. `now` in milliseconds since 1970. */
export function rssItem(item: MarkupElement, outer: string, now: number): FeedItem | string {
  const refusal = refusalOf(item);
  if (refusal !== undefined) return refusal;
  const base = baseIn(item, outer);
  const link = linkOf(item, base);
  const { html, isExcerpt, summary } = textOf(item);
  const title = titleWords(textIn(item, "title", "media:title", "dc:title", "itunes:title") ?? "");
  const enclosures = enclosuresIn(item, base);
  const moment = (...names: readonly string[]) => parseMoment(textIn(item, ...names), now);
  const date = moment(
    "pubdate",
    "dc:date",
    "dcterms:issued",
    "dcterms:created",
    "published",
    "atom:published",
    "date",
    "wp:post_date",
  );
  const updated = moment("atom:updated", "dcterms:modified", "updated", "wp:post_modified");
  const byline = bylineOf(item);
  const language = attribute(item, "xml:lang") ?? textIn(item, "dc:language", "language");
  const picture = pictureIn(item, base);
  return {
    key: keyOf(item) ?? link ?? enclosures[0]?.url ?? `${title} ${date?.day ?? ""}`.trim(),
    title,
    html,
    isExcerpt,
    summary,
    base: baseIn(item, link ?? outer),
    tags: tagsOf(item),
    enclosures,
    ...(link === undefined ? {} : { link }),
    ...(date === undefined ? {} : { date }),
    ...(updated === undefined ? {} : { updated }),
    ...(byline === undefined ? {} : { byline }),
    ...(language === undefined ? {} : { language }),
    ...(picture === undefined ? {} : { picture }),
  };
}

/** How an item is refused that is no text for readers: a page, a picture, a menu. */
const otherKind = (kind: string): string => `is of the kind ${kind.slice(0, 30)}, not an article`;

/** An export of WordPress holds more than texts for readers. */
function refusalOf(item: MarkupElement): string | undefined {
  const kind = textIn(item, "wp:post_type");
  if (kind !== undefined && kind !== "post") return otherKind(kind);
  const status = textIn(item, "wp:status");
  if (status !== undefined && status !== "publish")
    return `is not published there (${status.slice(0, 30)})`;
  return textIn(item, "wp:post_password") === undefined ? undefined : "is behind a password";
}

const keyOf = (item: MarkupElement): string | undefined =>
  textIn(item, "guid", "atom:id", "id") ??
  attribute(item, "rdf:about") ??
  textIn(item, "dc:identifier");

function linkOf(item: MarkupElement, base: string): string | undefined {
  const guid = childrenOf(item, "guid")[0];
  const isLink = guid !== undefined && attribute(guid, "ispermalink")?.toLowerCase() !== "false";
  const addresses = [
    textIn(item, "feedburner:origlink"),
    ...childrenOf(item, "link").map((link) => innerText(link).trim() || attribute(link, "href")),
    ...childrenOf(item, "atom:link")
      .filter((link) => (attribute(link, "rel") ?? "alternate") === "alternate")
      .map((link) => attribute(link, "href")),
    isLink && /^https?:/i.test(innerText(guid).trim()) ? innerText(guid) : undefined,
    attribute(item, "rdf:about"),
  ];
  for (const address of addresses) {
    const resolved = address ? resolveAddress(address, base) : undefined;
    if (resolved !== undefined) return resolved;
  }
  return undefined;
}

function textOf(item: MarkupElement): Pick<FeedItem, "html" | "isExcerpt" | "summary"> {
  const full = firstTold(
    item,
    "content:encoded",
    "yandex:full-text",
    "full-text",
    "fulltext",
    "atom:content",
    "content",
    "xhtml:body",
    "body",
  );
  const short = firstTold(
    item,
    "description",
    "dc:description",
    "itunes:summary",
    "media:description",
    "atom:summary",
    "summary",
    "excerpt:encoded",
    "itunes:subtitle",
  );
  const whole = htmlIn(full);
  const brief = htmlIn(short);
  // Some give the text as the description and the beginning as the content.
  if (whole.trim() !== "" && whole.length * 2 >= brief.length) {
    return { html: whole, isExcerpt: false, summary: summaryWords(brief) };
  }
  return { html: brief, isExcerpt: looksLikeExcerpt(brief), summary: "" };
}

function bylineOf(item: MarkupElement): string | undefined {
  const told = (...names: readonly string[]) =>
    bylineWords(childrenOf(item, ...names).map(innerText));
  const people = childrenOf(item, "atom:author").map((author) =>
    textIn(author, "atom:name", "name"),
  );
  return told("dc:creator") ?? bylineWords(people) ?? told("author") ?? told("itunes:author");
}

function tagsOf(item: MarkupElement): readonly string[] {
  const plain = childrenOf(item, "category").map(
    (tag) => innerText(tag) || (attribute(tag, "term") ?? ""),
  );
  const lists = childrenOf(item, "dc:subject", "itunes:keywords", "media:keywords").map(innerText);
  return tagWords([...plain, ...lists.flatMap((list) => list.split(/[,;]/))]);
}
