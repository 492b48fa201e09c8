import { isUtf8 } from "node:buffer";
import { resolveAddress } from "../markup/html-notebook.ts";
import {
  attribute,
  childrenOf,
  innerText,
  isElement,
  type MarkupElement,
  writeMarkup,
} from "../markup/tree.ts";
import { parseMoment } from "./dates.ts";
import type { FeedItem } from "./feed.ts";
import { baseIn, escapeHtml, htmlIn, looksLikeExcerpt, paragraphs, textIn } from "./item-markup.ts";
import { bylineWords, summaryWords, tagWords, titleWords } from "./item-words.ts";
import { enclosuresIn, pictureIn } from "./media-rss.ts";

/** An entry of Atom 0.3 or 1.0. `now` in milliseconds since 1970. */
export function atomEntry(
  entry: MarkupElement,
  outer: string,
  authors: readonly (string | undefined)[],
  now: number,
): FeedItem {
  const base = baseIn(entry, outer);
  const link = linkOf(entry, base);
  const content = childrenOf(entry, "content")[0];
  const summary = childrenOf(entry, "summary", "tagline")[0];
  const whole =
    constructHtml(content) ||
    htmlIn(
      childrenOf(entry, "media:group").flatMap((group) =>
        childrenOf(group, "media:description"),
      )[0],
    );
  const brief = constructHtml(summary);
  const updated = parseMoment(textIn(entry, "updated", "modified"), now);
  const date =
    parseMoment(textIn(entry, "published", "issued", "created", "dc:date"), now) ?? updated;
  const named = childrenOf(entry, "author").map((author) => textIn(author, "name"));
  const byline =
    bylineWords(named) ??
    bylineWords(childrenOf(entry, "dc:creator").map(innerText)) ??
    bylineWords(authors);
  const language =
    languageIn(content) ?? attribute(entry, "xml:lang") ?? textIn(entry, "dc:language");
  const picture = pictureIn(entry, base);
  const title = titleOf(childrenOf(entry, "title")[0]);
  return {
    key: textIn(entry, "id") ?? link ?? `${title} ${date?.day ?? ""}`.trim(),
    title,
    html: whole || brief,
    isExcerpt: whole === "" && looksLikeExcerpt(brief),
    summary: whole === "" ? "" : summaryWords(brief),
    base: content === undefined ? base : baseIn(content, base),
    tags: tagWords(
      childrenOf(entry, "category", "dc:subject").map(
        (tag) => attribute(tag, "label") ?? attribute(tag, "term") ?? innerText(tag),
      ),
    ),
    enclosures: enclosuresIn(entry, base),
    ...(link === undefined ? {} : { link }),
    ...(date === undefined ? {} : { date }),
    ...(updated === undefined ? {} : { updated }),
    ...(byline === undefined ? {} : { byline }),
    ...(language === undefined ? {} : { language }),
    ...(picture === undefined ? {} : { picture }),
  };
}

/** Its page: the alternate that is HTML, else any alternate. */
export function linkOf(element: MarkupElement, base: string): string | undefined {
  const alternates = childrenOf(element, "link").filter(
    (link) => (attribute(link, "rel") ?? "alternate") === "alternate",
  );
  const isPage = (link: MarkupElement) => /html/.test(attribute(link, "type") ?? "html");
  const ordered = [...alternates.filter(isPage), ...alternates.filter((link) => !isPage(link))];
  for (const link of ordered) {
    const address = attribute(link, "href") ?? innerText(link).trim();
    const resolved = address === "" ? undefined : resolveAddress(address, base);
    if (resolved !== undefined) return resolved;
  }
  const id = textIn(element, "id");
  return id !== undefined && /^https?:/i.test(id) ? resolveAddress(id, base) : undefined;
}

const typeOf = (construct: MarkupElement): string => {
  const type = (attribute(construct, "type") ?? "text").toLowerCase().replace(/;.*/, "").trim();
  const isPacked = attribute(construct, "mode")?.toLowerCase() === "base64";
  if (isPacked || type === "application/octet-stream") return "base64";
  return type === "text/plain" ? "text" : type === "text/html" ? "html" : type;
};

/** A text construct as HTML, whatever its type says about it. */
function constructHtml(construct: MarkupElement | undefined): string {
  if (construct === undefined || construct.children.length === 0) return "";
  if (construct.children.some(isElement)) return writeMarkup(construct.children);
  const text = innerText(construct);
  const type = typeOf(construct);
  if (type === "base64") return unpacked(text);
  if (/^(?:image|audio|video|application)\//.test(type)) return "";
  const isPlain = type === "text" && !/<(?:p|div|br|img|a|ul|h\d|blockquote)\b[^<>]*>/i.test(text);
  return isPlain ? paragraphs(escapeHtml(text)) : htmlIn(construct);
}

/** Base64 of text; nothing where it is of something else. */
function unpacked(text: string): string {
  const bytes = Buffer.from(text, "base64");
  return isUtf8(bytes) ? bytes.toString("utf8").replaceAll("\u0000", "") : "";
}

function titleOf(construct: MarkupElement | undefined): string {
  if (construct === undefined) return "";
  const type = typeOf(construct);
  const text = type === "base64" ? unpacked(innerText(construct)) : innerText(construct);
  const isPlain = type === "text" && !/&(?:#\d+|[a-z]+);/i.test(text);
  return isPlain ? text.replace(/\s+/g, " ").trim().slice(0, 500) : titleWords(text);
}

const languageIn = (content: MarkupElement | undefined): string | undefined =>
  content && attribute(content, "xml:lang");
