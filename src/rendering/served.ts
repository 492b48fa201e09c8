import { type ComponentChild, h, type JSX } from "preact";
import type { Article, ArticleMedia, Slug } from "../protocol/article.ts";
import type { Block } from "../protocol/block.ts";
import type { Entry } from "../protocol/edition.ts";
import { type InterfaceLanguage, interfaceLanguages } from "../protocol/language.ts";
import type { Newsroom } from "../protocol/newsroom.ts";
import { routes } from "../protocol/routes.ts";
import { ArticlePage, FrontPage, Notice, NoticePage, type PageSetting } from "./pages.ts";
import { PrivacyPage } from "./privacy-page.ts";
import { Masthead, Page } from "./frame.ts";
import { servedWordsIn } from "./served-words.ts";
import { wordsIn } from "./words-in.ts";
import { interfaceLanguageOf } from "./words.ts";

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
  readonly data?: { readonly json: string };
}

type Site = Pick<Newsroom, "name" | "origin">;

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
const canonical = (origin: string, path: string): JSX.Element =>
  h("link", { rel: "canonical", href: origin + path });
const alternate = (origin: string, language: string, path: string): JSX.Element =>
  h("link", { rel: "alternate", hreflang: language, href: origin + path });
const property = (name: string, content: string): JSX.Element =>
  h("meta", { property: name, content });

/** An article's page. `json` is its file's exact text; `translations` are its versions in other languages. */
export function servedArticle(
  newsroom: Site,
  article: Article,
  json: string,
  translations: readonly { readonly language: string; readonly slug: Slug }[],
): Served {
  const language = interfaceLanguageOf(article.language);
  const path = routes.article(article.slug);
  const translation = translations.find((one) => interfaceLanguageOf(one.language) !== language);
  return {
    kind: "article",
    status: 200,
    language,
    title: `${article.title} · ${newsroom.name[language]}`,
    description: article.summary,
    head: [
      canonical(newsroom.origin, path),
      alternate(newsroom.origin, article.language, path),
      ...translations.map((one) =>
        alternate(newsroom.origin, one.language, routes.article(one.slug)),
      ),
      ...openGraph(newsroom, article, path, language),
    ],
    body: h(ArticlePage, {
      ...setting(newsroom, language),
      article,
      translation: translation && routes.article(translation.slug),
    }),
    data: { json },
  };
}

function openGraph(
  newsroom: Site,
  article: Article,
  path: string,
  language: InterfaceLanguage,
): readonly JSX.Element[] {
  const picture = article.lead?.files
    .filter(({ type }) => type === "jpg")
    .sort((one, other) => other.width - one.width)[0];
  return [
    property("og:type", "article"),
    property("og:title", article.title),
    property("og:description", article.summary),
    property("og:url", newsroom.origin + path),
    property("og:site_name", newsroom.name[language]),
    property("og:locale", language === "uk" ? "uk_UA" : "en_GB"),
    property("article:published_time", article.date),
    ...(picture === undefined
      ? []
      : [property("og:image", newsroom.origin + routes.media(picture.hash, picture.type))]),
  ];
}

/** A language's front page: `entries` newest first; `older` is the address of what comes before them. */
export function servedFront(
  newsroom: Site,
  language: InterfaceLanguage,
  entries: readonly Entry[],
  older?: string,
): Served {
  const page = setting(newsroom, language);
  const list: ServedList = { entries, ...(older === undefined ? {} : { older }) };
  return {
    kind: "front",
    status: 200,
    language,
    title: page.words.frontTitle(page.name),
    description: servedWordsIn(language).frontDescription,
    head: [
      canonical(newsroom.origin, routes.front(language)),
      ...interfaceLanguages.map((one) => alternate(newsroom.origin, one, routes.front(one))),
      property("og:type", "website"),
      property("og:title", page.words.frontTitle(page.name)),
      property("og:site_name", page.name),
    ],
    body: h(
      FrontPage,
      { ...page, ...list },
      entries.length === 0 ? h(Notice, { title: page.words.empty, heading: false }) : null,
    ),
    data: { json: withoutTags(JSON.stringify(list)) },
  };
}

/** The articles of one tag. */
export function servedTag(
  newsroom: Site,
  language: InterfaceLanguage,
  tag: string,
  entries: readonly Entry[],
): Served {
  const page = setting(newsroom, language);
  const list: ServedList = { entries, tag };
  return {
    kind: "tag",
    status: 200,
    language,
    title: `${tag} · ${page.name}`,
    description: servedWordsIn(language).frontDescription,
    head: [canonical(newsroom.origin, routes.tag(language, tag))],
    body: h(FrontPage, { ...page, ...list }),
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
    head: [
      canonical(newsroom.origin, routes.privacy(language)),
      ...interfaceLanguages.map((one) => alternate(newsroom.origin, one, routes.privacy(one))),
    ],
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
    head: [h("meta", { name: "robots", content: "noindex" })],
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
    head: [h("meta", { name: "robots", content: "noindex" })],
    body: h(
      Page,
      { screen: "shell", words: page.words, place: undefined, before: h(Masthead, page) },
      h("noscript", null, h(Notice, { title: servedWordsIn(language).noScript }, front)),
    ),
  };
}
