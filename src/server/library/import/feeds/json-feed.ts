import { resolveAddress } from "../markup/html-notebook.ts";
import { parseMoment } from "./dates.ts";
import type { Feed, FeedItem, OfferedPicture } from "./feed.ts";
import { escapeHtml, looksLikeExcerpt, paragraphs } from "./item-markup.ts";
import { bylineWords, summaryWords, tagWords, titleWords } from "./item-words.ts";

/** An object of JSON that nobody has looked at. */
export type Json = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A field that is text, or a number written as text; undefined where it is neither or empty. */
export function textAt(object: Json, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    if (typeof value === "number") return String(value);
    if (typeof value === "string" && value.trim() !== "") return value.trim();
  }
  return undefined;
}

/** A field that is a list, else an empty one. */
export const listAt = (object: Json, name: string): readonly unknown[] => {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return Array.isArray(value) ? value : [];
};

/** JSON Feed 1.0 or 1.1; undefined where it is something else. `now` in milliseconds since 1970. */
export function readJsonFeed(json: unknown, url: string, now: number): Feed | undefined {
  if (!isJson(json) || !Array.isArray(json["items"])) return undefined;
  const home = resolveAddress(textAt(json, "home_page_url") ?? "", url);
  const self = resolveAddress(textAt(json, "feed_url") ?? "", url) ?? home;
  const language = textAt(json, "language");
  const authors = authorsOf(json);
  return {
    kind: "JSON Feed",
    title: titleWords(textAt(json, "title") ?? ""),
    items: json["items"].filter(isJson).map((item) => itemOf(item, home ?? url, authors, now)),
    deleted: [],
    remarks: [],
    ...(self === undefined ? {} : { self }),
    ...(language === undefined ? {} : { language }),
  };
}

const authorsOf = (json: Json): readonly (string | undefined)[] =>
  [...listAt(json, "authors"), json["author"]].map((author) =>
    isJson(author) ? textAt(author, "name") : typeof author === "string" ? author : undefined,
  );

function itemOf(
  item: Json,
  home: string,
  authors: readonly (string | undefined)[],
  now: number,
): FeedItem {
  const link = resolveAddress(textAt(item, "url", "external_url") ?? "", home);
  const title = titleWords(textAt(item, "title") ?? "");
  const brief = escapeHtml(textAt(item, "summary") ?? "");
  const full =
    textAt(item, "content_html") ?? paragraphs(escapeHtml(textAt(item, "content_text") ?? ""));
  const date = parseMoment(textAt(item, "date_published"), now);
  const updated = parseMoment(textAt(item, "date_modified"), now);
  const byline = bylineWords(authorsOf(item)) ?? bylineWords(authors);
  const language = textAt(item, "language");
  const picture = pictureOf(item, link ?? home);
  const day = date ?? updated;
  return {
    key: textAt(item, "id") ?? link ?? `${title} ${date?.day ?? ""}`.trim(),
    title,
    html: full || brief,
    isExcerpt: full === "" && looksLikeExcerpt(brief),
    summary: full === "" ? "" : summaryWords(brief),
    base: link ?? home,
    tags: tagWords(listAt(item, "tags").filter((tag) => typeof tag === "string")),
    enclosures: enclosuresOf(item, home),
    ...(link === undefined ? {} : { link }),
    ...(day === undefined ? {} : { date: day }),
    ...(updated === undefined ? {} : { updated }),
    ...(byline === undefined ? {} : { byline }),
    ...(language === undefined ? {} : { language }),
    ...(picture === undefined ? {} : { picture }),
  };
}

function pictureOf(item: Json, base: string): OfferedPicture | undefined {
  const url = resolveAddress(textAt(item, "image", "banner_image") ?? "", base);
  return url === undefined ? undefined : { url, alt: "" };
}

const enclosuresOf = (item: Json, base: string): FeedItem["enclosures"] =>
  listAt(item, "attachments")
    .filter(isJson)
    .flatMap((file) => {
      const url = resolveAddress(textAt(file, "url") ?? "", base);
      const title = textAt(file, "title");
      if (url === undefined) return [];
      return [
        { url, type: textAt(file, "mime_type") ?? "", ...(title === undefined ? {} : { title }) },
      ];
    })
    .slice(0, 20);
