import { renderToString } from "preact-render-to-string";
import { type Article, parseArticleJson } from "../../../protocol/article.ts";
import type { Entry } from "../../../protocol/edition.ts";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import type { Newsroom } from "../../../protocol/newsroom.ts";
import { routes } from "../../../protocol/routes.ts";
import {
  type Served,
  type ServedArticle,
  servedArticle,
  servedFront,
  servedMissing,
  type ServedPart,
  servedPrivacy,
  servedShell,
  servedTag,
  servedWithdrawn,
} from "../../../rendering/served.ts";
import { intoTemplate } from "../../../rendering/template.ts";
import { interfaceLanguageOf } from "../../../protocol/language.ts";
import type { StoredArticle } from "../../storage/library-storage.ts";
import { hashOf } from "../hashing.ts";
import type { Library } from "../library.ts";
import { tagSlug } from "../preparing.ts";
import { beginningOf } from "./beginning.ts";
import { fits, greatest } from "./fitting.ts";
import { privacyBlocks } from "./privacy.ts";

/** What pages are made of. */
export interface PageDeps {
  readonly library: Library;
  /** Its origin is the one that canonical links name. */
  readonly newsroom: Newsroom;
  /** The built index.html with its marks; read for each page, so that a new build shows. */
  readonly template: () => string;
  /** docs/privacy, Markdown. */
  readonly privacy: Readonly<Record<InterfaceLanguage, string>>;
}

/** An article's page, or where it has gone. */
export type ArticlePage = Served | { readonly movedTo: string };

const onPage = 20;

/**
 * Pages as the rendering wing makes them of what the library holds. Lists and articles travel in one round trip: a page
 * of a list holds as many entries as that allows, and of a very long article the page carries the beginning.
 */
export function createPages({ library, newsroom, template, privacy }: PageDeps) {
  const write = (served: Served): string =>
    intoTemplate(template(), served, { render: renderToString, hashOf, textFirst: true });
  const fitting = (
    entries: readonly Entry[],
    from: number,
    make: (part: ServedPart) => Served,
  ): Served => {
    const part = (count: number): Served => {
      const next = entries.length > count ? from + count : undefined;
      return make({ entries: entries.slice(0, count), from, next });
    };
    const most = Math.min(onPage, entries.length);
    if (most <= 1 || fits(write(part(most)))) return part(most);
    return part(greatest(1, most - 1, 1, (count) => fits(write(part(count)))));
  };
  const beginnings = rememberLengths();
  const article = async (slug: string, isWhole: boolean): Promise<ArticlePage | undefined> => {
    const found = await library.findBySlug(slug);
    if (found === undefined) return undefined;
    if (found.standing === "withdrawn")
      return servedWithdrawn(newsroom, interfaceLanguageOf(found.language));
    if (found.slug !== slug) return { movedTo: routes.article(found.slug) };
    const page = await articleOf(library, found);
    const whole = servedArticle(newsroom, page);
    if (isWhole) return { ...whole, isLong: true };
    if (fits(write(whole))) return whole;
    const begin = (length: number): Served =>
      servedArticle(newsroom, { ...page, beginning: beginningOf(page.article.body, length) });
    return begin(beginnings(found.hash, page.article, (length) => fits(write(begin(length)))));
  };

  return {
    /** The newest articles of a language, from the given place on; undefined where there are none so far down. */
    async front(language: InterfaceLanguage, from: number): Promise<Served | undefined> {
      const entries = await library.listNewest({ language, limit: onPage + 1, offset: from });
      if (entries.length === 0 && from > 0) return undefined;
      return fitting(entries, from, (part) => servedFront(newsroom, language, part));
    },
    /** A tag's articles; the tag may be written as it is or as its slug. Undefined where there are none. */
    async tag(
      language: InterfaceLanguage,
      asked: string,
      from: number,
    ): Promise<Served | undefined> {
      const query = { language, limit: onPage + 1, offset: from, tag: asked };
      const entries = await library.listNewest(query);
      const tag = entries[0]?.tags.find((one) => one === asked || tagSlug(one) === asked);
      if (!tag?.isWellFormed()) return undefined;
      return fitting(entries, from, (part) => servedTag(newsroom, language, tag, part));
    },
    /** An article's page: whole, or its beginning with a link to the whole. */
    article: (slug: string) => article(slug, false),
    /** The whole of an article, however long. */
    whole: (slug: string) => article(slug, true),
    privacy: (language: InterfaceLanguage): Served =>
      servedPrivacy(newsroom, language, privacyBlocks(privacy[language], newsroom.contacts)),
    missing: (language: InterfaceLanguage): Served => servedMissing(newsroom, language),
    shell: (language: InterfaceLanguage): Served => servedShell(newsroom, language),
    /** The page as HTML. */
    write,
  };
}

async function articleOf(
  library: Library,
  { json, standing }: StoredArticle,
): Promise<ServedArticle> {
  const parsed = parseArticleJson(json);
  // It was parsed before it was stored: if it cannot be read now, the database is not what we wrote.
  if (!parsed.ok) throw new Error(`A stored article cannot be read: ${parsed.why}`);
  const article = parsed.value;
  const versions = await library.listWork(article.work);
  return {
    article,
    json,
    translations: versions.filter(({ id }) => id !== article.id),
    isListed: standing === "listed",
  };
}

/** Lengths that are searched for once: each trial draws and compresses a page. */
function rememberLengths() {
  const known = new Map<string, number>();
  return (hash: string, article: Article, isGood: (length: number) => boolean): number => {
    const before = known.get(hash);
    if (before !== undefined && isGood(before)) return before;
    const length = greatest(0, JSON.stringify(article.body).length, 250, isGood);
    known.set(hash, length);
    return length;
  };
}
