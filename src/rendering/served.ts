import { type ComponentChild, h, type JSX } from "preact";
import { type Article, type ArticleMedia, writeArticle } from "../protocol/article.ts";
import type { Block } from "../protocol/block.ts";
import type { Entry } from "../protocol/edition.ts";
import type { InterfaceLanguage } from "../protocol/language.ts";
import { outwardRoutes } from "../protocol/outward-routes.ts";
import { routes } from "../protocol/routes.ts";
import { ArticlePage, FrontPage, Notice, NoticePage, type PageSetting } from "./pages.ts";
import { PrivacyPage } from "./privacy-page.ts";
import { Masthead, Page } from "./frame.ts";
import {
  articleHead,
  listHead,
  newsArticle,
  noIndex,
  type Site,
  type Translation,
  twoLanguageHead,
} from "./served-head.ts";
import { servedWordsIn } from "./served-words.ts";
import { wordsIn } from "./words-in.ts";
import { interfaceLanguageOf } from "../protocol/language.ts";

/** Which served page the app finds itself on. */
export type ServedKind =
  | "article"
  | "front"
  | "tag"
  | "privacy"
  | "withdrawn"
  | "missing"
  | "shell";

/** A page as the server sends it: complete and readable without script. */
export interface Served {
  readonly kind: ServedKind;
  readonly status: 200 | 404 | 410;
  readonly language: InterfaceLanguage;
  readonly title: string;
  readonly description: string;
  /** Links and metas for `<head>`. */
  readonly head: readonly JSX.Element[];
  readonly body: JSX.Element;
  /** What the app needs to take the page over, as JSON in which no `<` stands. For an article: its file, byte for byte. */
  readonly data?: {
    readonly json: string;
    /** True for the beginning of an article: it is no file of the library. */
    readonly isPart?: true;
  };
  /** True where the page takes more than one round trip: the app does not wait for all of it. */
  readonly isLong?: boolean;
  /** What search engines read of it: JSON-LD, in which no `<` stands. */
  readonly facts?: string;
}

/** What the app reads to take over a front or tag page. */
export interface ServedList {
  readonly entries: readonly Entry[];
  readonly tag?: string;
  readonly older?: string;
}

const setting = (newsroom: Site, language: InterfaceLanguage): PageSetting => ({
  words: wordsIn(language),
  name: newsroom.name[language],
});

const withoutTags = (json: string): string => json.replaceAll("<", "\\u003c");
/** What an article's page is made of. */
export interface ServedArticle {
  readonly article: Article;
  /** Its file's exact text. */
  readonly json: string;
  /** Its listed versions in other languages. */
  readonly translations: readonly Translation[];
  readonly isListed: boolean;
  /** The beginning of a text that is too long for one round trip; absent where the page holds it whole. */
  readonly beginning?: readonly Block<ArticleMedia>[];
}

/** An article's page. */
export function servedArticle(newsroom: Site, page: ServedArticle): Served {
  const { article, json, translations, beginning } = page;
  const language = interfaceLanguageOf(article.language);
  const translation = translations.find((one) => interfaceLanguageOf(one.language) !== language);
  const shown = beginning === undefined ? article : beginningOf(article, beginning);
  return {
    kind: "article",
    status: 200,
    language,
    title: `${article.title} · ${newsroom.name[language]}`,
    description: article.summary,
    head: articleHead(newsroom, article, translations, page.isListed),
    facts: newsArticle(newsroom, article),
    body: h(ArticlePage, {
      ...setting(newsroom, language),
      article: shown,
      translation: translation && routes.article(translation.slug),
      isPart: beginning !== undefined,
    }),
    data: beginning === undefined ? { json } : { json: writeArticle(shown), isPart: true },
  };
}

/** Corrections stand at the end: they come with the rest. */
const beginningOf = (article: Article, body: readonly Block<ArticleMedia>[]): Article => ({
  ...article,
  body,
  corrections: [],
});

/** Which part of a list a page shows. */
export interface ServedPart {
  /** Newest first. */
  readonly entries: readonly Entry[];
  /** How many newer ones stand on pages before this one. */
  readonly from: number;
  /** How many there are on this page and the pages before it, where more come after it. */
  readonly next?: number | undefined;
}

/** A language's front page, or what comes after it. */
export function servedFront(site: Site, language: InterfaceLanguage, part: ServedPart): Served {
  const { words, name } = setting(site, language);
  const texts = {
    title: words.frontTitle(name),
    description: servedWordsIn(language).frontDescription,
  };
  return servedList(site, language, routes.front(language), part, texts);
}

/** The articles of one tag. */
export function servedTag(
  site: Site,
  language: InterfaceLanguage,
  tag: string,
  part: ServedPart,
): Served {
  const title = `${tag} · ${site.name[language]}`;
  const description = servedWordsIn(language).tagDescription(tag);
  return servedList(site, language, routes.tag(language, tag), part, { title, description }, tag);
}

function servedList(
  site: Site,
  language: InterfaceLanguage,
  first: string,
  { entries, from, next }: ServedPart,
  texts: Pick<Served, "title" | "description">,
  tag?: string,
): Served {
  const page = setting(site, language);
  const list: ServedList = {
    entries,
    ...(tag === undefined ? {} : { tag }),
    ...(next === undefined ? {} : { older: outwardRoutes.older(first, next) }),
  };
  const path = from === 0 ? first : outwardRoutes.older(first, from);
  return {
    kind: tag === undefined ? "front" : "tag",
    status: 200,
    language,
    ...texts,
    head: listHead(site, language, path, texts),
    body: h(
      FrontPage,
      { ...page, ...list },
      entries.length === 0 ? h(Notice, { title: page.words.empty, heading: false }) : null,
    ),
    data: { json: withoutTags(JSON.stringify(list)) },
  };
}

/** What happens to what people send. The body is docs/privacy in that language, its title left out. */
export function servedPrivacy(
  newsroom: Site,
  language: InterfaceLanguage,
  body: readonly Block<ArticleMedia>[],
): Served {
  const page = setting(newsroom, language);
  return {
    kind: "privacy",
    status: 200,
    language,
    title: `${page.words.privacyTitle} · ${page.name}`,
    description: page.words.privacyTitle,
    head: twoLanguageHead(newsroom, routes.privacy, language),
    body: h(PrivacyPage, { ...page, body }),
  };
}

/** 410: the newsroom took the article down. Its title is not said. */
export const servedWithdrawn = (newsroom: Site, language: InterfaceLanguage): Served => {
  const { withdrawn, withdrawnMore } = wordsIn(language);
  return notice(newsroom, language, "withdrawn", 410, withdrawn, withdrawnMore);
};

/** 404. */
export const servedMissing = (newsroom: Site, language: InterfaceLanguage): Served => {
  const { missing, missingMore } = wordsIn(language);
  return notice(newsroom, language, "missing", 404, missing, missingMore);
};

function notice(
  newsroom: Site,
  language: InterfaceLanguage,
  kind: ServedKind,
  status: 404 | 410,
  title: string,
  more: string,
): Served {
  const page = setting(newsroom, language);
  return {
    kind,
    status,
    language,
    title: `${title} · ${page.name}`,
    description: title,
    head: [noIndex],
    body: h(NoticePage, { ...page, title, more }),
  };
}

/** For addresses that only the app fills (the shelf): a frame, and a sentence for those without script. */
export function servedShell(newsroom: Site, language: InterfaceLanguage): Served {
  const page = setting(newsroom, language);
  const front: ComponentChild = h(
    "a",
    { class: "button outline", href: routes.front(language) },
    page.words.toFront,
  );
  return {
    kind: "shell",
    status: 200,
    language,
    title: page.name,
    description: servedWordsIn(language).frontDescription,
    head: [noIndex],
    body: h(
      Page,
      { screen: "shell", words: page.words, place: undefined, before: h(Masthead, page) },
      h("noscript", null, h(Notice, { title: servedWordsIn(language).noScript }, front)),
    ),
  };
}
