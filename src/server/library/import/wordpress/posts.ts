import { parseMoment } from "../feeds/dates.ts";
import type { FeedItem, OfferedPicture } from "../feeds/feed.ts";
import { bylineWords, summaryWords, tagWords, titleWords } from "../feeds/item-words.ts";
import { isJson, type Json, listAt, textAt } from "../feeds/json-feed.ts";
import type { FeedBytes } from "../feeds/read-feed.ts";
import { decodeText } from "../markup/decoding.ts";
import { resolveAddress } from "../markup/html-notebook.ts";
import { wordsOf } from "../markup/html.ts";

/** A post of WordPress: an item with its number and its last change, by the site's own clock. */
export interface Post extends FeedItem {
  readonly post: number;
  readonly modified: string;
}

/** A page of posts, or one clause that says why it is none. */
export type ReadPosts =
  | {
      readonly ok: true;
      readonly posts: readonly Post[];
      /** Every post that was on the page. */
      readonly count: number;
    }
  | { readonly ok: false; readonly why: string };

/** Posts out of an answer of `/wp/v2/posts?_embed`. Never throws. */
export function readPosts({ bytes, contentType, url, now }: FeedBytes): ReadPosts {
  let json: unknown;
  try {
    // Plug-ins that complain do so before the JSON.
    json = JSON.parse(decodeText(bytes, contentType).replace(/^[^[{]+/, ""));
  } catch {
    return { ok: false, why: "is not JSON" };
  }
  if (!Array.isArray(json)) return { ok: false, why: "is no list of posts" };
  const all = json.filter(isJson);
  return {
    ok: true,
    posts: all.flatMap((post) => readPost(post, url, now) ?? []),
    count: all.length,
  };
}

const numberOf = (post: Json): number | undefined =>
  Number.isSafeInteger(post["id"]) ? (post["id"] as number) : undefined;

const rendered = (post: Json, name: string): string => {
  const field = post[name];
  return (isJson(field) ? textAt(field, "rendered") : textAt(post, name)) ?? "";
};

function isHidden(post: Json): boolean {
  const content = post["content"];
  const status = textAt(post, "status");
  return (
    (isJson(content) && content["protected"] === true) ||
    (status !== undefined && status !== "publish")
  );
}

function readPost(post: Json, url: string, now: number): Post | undefined {
  const number = numberOf(post);
  if (number === undefined || isHidden(post)) return undefined;
  const link = resolveAddress(textAt(post, "link") ?? "", url);
  const title = titleWords(rendered(post, "title"));
  const content = rendered(post, "content");
  const brief = rendered(post, "excerpt");
  const updated = momentOf(post, "modified", now);
  const date = momentOf(post, "date", now) ?? updated;
  const byline = bylineOf(post);
  const language = languageOf(post);
  const picture = pictureOf(post, url);
  const work = workOf(post, url);
  return {
    post: number,
    modified: textAt(post, "modified") ?? "",
    key: titleWords(rendered(post, "guid")) || link || `${url} ${number}`,
    title,
    html: content || brief,
    isExcerpt: content === "",
    summary: content === "" ? "" : summaryWords(brief),
    base: link ?? url,
    tags: tagsOf(post),
    enclosures: [],
    ...(link === undefined ? {} : { link }),
    ...(date === undefined ? {} : { date }),
    ...(updated === undefined ? {} : { updated }),
    ...(byline === undefined ? {} : { byline }),
    ...(language === undefined ? {} : { language }),
    ...(picture === undefined ? {} : { picture }),
    ...(work === undefined ? {} : { work }),
  };
}

/** The day by the site's calendar, the moment by Greenwich. */
function momentOf(post: Json, name: "date" | "modified", now: number): FeedItem["date"] {
  const universal = textAt(post, `${name}_gmt`);
  const local = parseMoment(textAt(post, name), now);
  const moment = universal === undefined ? local : parseMoment(`${universal}Z`, now);
  return moment && local ? { day: local.day, time: moment.time } : (moment ?? local);
}

const embedded = (post: Json, name: string): readonly unknown[] => {
  const all = post["_embedded"];
  return isJson(all) ? listAt(all, name) : [];
};

const bylineOf = (post: Json): string | undefined =>
  bylineWords(
    embedded(post, "author").map((author) => (isJson(author) ? textAt(author, "name") : undefined)),
  );

const tagsOf = (post: Json): readonly string[] =>
  tagWords(
    embedded(post, "wp:term")
      .flat()
      .filter(isJson)
      .filter((term) => ["category", "post_tag"].includes(textAt(term, "taxonomy") ?? ""))
      .map((term) => textAt(term, "name") ?? ""),
  );

/** Polylang says `lang`, WPML `wpml_current_locale`. */
const languageOf = (post: Json): string | undefined =>
  textAt(post, "lang", "wpml_current_locale", "polylang_current_lang", "locale");

/** The lowest number among a text and its translations is the same for all of them. */
function workOf(post: Json, url: string): string | undefined {
  const lists = [post["translations"], post["polylang_translations"], post["wpml_translations"]];
  const numbers = lists.flatMap((list): readonly unknown[] =>
    Array.isArray(list)
      ? list.map((one) => (isJson(one) ? one["id"] : one))
      : isJson(list)
        ? Object.values(list)
        : [],
  );
  const known = numbers.map(Number).filter((number) => Number.isSafeInteger(number) && number > 0);
  if (known.length === 0) return undefined;
  return `${new URL(url).host} ${Math.min(...known, numberOf(post) ?? Infinity)}`;
}

const wanted = 720;

/** The featured picture, in the smallest size that is wide enough. */
function pictureOf(post: Json, url: string): OfferedPicture | undefined {
  const media = embedded(post, "wp:featuredmedia").find(isJson);
  const whole = media && textAt(media, "source_url");
  const address = (media && bestSize(media)) ?? whole ?? textAt(post, "jetpack_featured_media_url");
  const resolved = address === undefined ? undefined : resolveAddress(address, url);
  if (resolved === undefined) return undefined;
  const caption = media === undefined ? "" : wordsOf(rendered(media, "caption")).slice(0, 1_000);
  const alt = titleWords((media && textAt(media, "alt_text")) ?? "");
  return { url: resolved, alt: alt || caption, ...(caption === "" ? {} : { caption }) };
}

function bestSize(media: Json): string | undefined {
  const details = media["media_details"];
  const sizes = isJson(details) && isJson(details["sizes"]) ? Object.values(details["sizes"]) : [];
  const wide = sizes
    .filter(isJson)
    .filter(({ width }) => Number(width) >= wanted && Number(width) <= 4 * wanted);
  const [best] = wide.toSorted((one, other) => Number(one["width"]) - Number(other["width"]));
  return best && textAt(best, "source_url");
}
