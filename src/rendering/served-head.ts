import { h, type JSX } from "preact";
import type { Article, PictureFile, Slug } from "../protocol/article.ts";
import {
  type InterfaceLanguage,
  interfaceLanguageOf,
  interfaceLanguages,
} from "../protocol/language.ts";
import type { Newsroom } from "../protocol/newsroom.ts";
import { feedTypes, outwardRoutes } from "../protocol/outward-routes.ts";
import { routes } from "../protocol/routes.ts";

/** What pages know of their newsroom. */
export type Site = Pick<Newsroom, "name" | "origin">;

/** A version of the same text in another language. */
export interface Translation {
  readonly language: string;
  readonly slug: Slug;
}

const canonical = (origin: string, path: string): JSX.Element =>
  h("link", { rel: "canonical", href: origin + path });
const alternate = (origin: string, language: string, path: string): JSX.Element =>
  h("link", { rel: "alternate", hreflang: language, href: origin + path });
const property = (name: string, content: string): JSX.Element =>
  h("meta", { property: name, content });

/** For what no search engine is to list. */
export const noIndex: JSX.Element = h("meta", { name: "robots", content: "noindex" });

/** One small JPEG for every page without a picture of its own; those who show links take no AVIF and no SVG. */
const usualPicture = { path: "/icons/share.jpg", width: 1200, height: 630 } as const;

interface Preview {
  readonly kind: "article" | "website";
  readonly title: string;
  readonly description: string;
  readonly path: string;
  readonly language: InterfaceLanguage;
  readonly picture?: { readonly file: PictureFile; readonly alt: string } | undefined;
}

/** What a messenger shows of a link: Open Graph (https://ogp.me), which X reads too once it knows the card. */
function preview({ name, origin }: Site, page: Preview): readonly JSX.Element[] {
  const { picture, language } = page;
  const { path, width, height } =
    picture === undefined
      ? usualPicture
      : { ...picture.file, path: routes.media(picture.file.hash, picture.file.type) };
  return [
    property("og:type", page.kind),
    property("og:title", page.title),
    property("og:description", page.description),
    property("og:url", origin + page.path),
    property("og:site_name", name[language]),
    property("og:locale", locales[language]),
    property("og:image", origin + path),
    property("og:image:type", "image/jpeg"),
    property("og:image:width", String(width)),
    property("og:image:height", String(height)),
    ...(picture?.alt ? [property("og:image:alt", picture.alt)] : []),
    h("meta", { name: "twitter:card", content: "summary_large_image" }),
  ];
}

const locales: Readonly<Record<InterfaceLanguage, string>> = { uk: "uk_UA", en: "en_GB" };

/** Where feed readers find the feeds of a language. */
const feedLinks = ({ name }: Site, language: InterfaceLanguage): readonly JSX.Element[] =>
  (Object.keys(feedTypes) as (keyof typeof feedTypes)[]).map((kind) =>
    h("link", {
      rel: "alternate",
      type: feedTypes[kind],
      title: name[language],
      href: outwardRoutes.feed(language, kind),
    }),
  );

/** The head of a list; of a first front page it names both languages, and `/`, which chooses. */
export function listHead(
  site: Site,
  language: InterfaceLanguage,
  path: string,
  texts: { readonly title: string; readonly description: string },
): readonly JSX.Element[] {
  const { origin } = site;
  const isFirst = path === routes.front(language);
  const languages = isFirst
    ? [
        ...interfaceLanguages.map((one) => alternate(origin, one, routes.front(one))),
        alternate(origin, "x-default", routes.start),
      ]
    : [];
  return [
    canonical(origin, path),
    ...languages,
    ...feedLinks(site, language),
    ...preview(site, { kind: "website", ...texts, path, language }),
  ];
}

/** The head of a page that is the same in both languages. */
export const twoLanguageHead = (
  { origin }: Site,
  path: (language: InterfaceLanguage) => string,
  language: InterfaceLanguage,
): readonly JSX.Element[] => [
  canonical(origin, path(language)),
  ...interfaceLanguages.map((one) => alternate(origin, one, path(one))),
];

/** The head of an article's page. An unlisted article is for those who have its address. */
export function articleHead(
  site: Site,
  article: Article,
  translations: readonly Translation[],
  isListed: boolean,
): readonly JSX.Element[] {
  const { origin } = site;
  const language = interfaceLanguageOf(article.language);
  const path = routes.article(article.slug);
  const { lead } = article;
  const file = lead && widestJpeg(lead.files);
  return [
    canonical(origin, path),
    ...hreflangs([article, ...translations]).map(([one, slug]) =>
      alternate(origin, one, routes.article(slug)),
    ),
    ...(isListed ? feedLinks(site, language) : [noIndex]),
    ...preview(site, {
      kind: "article",
      title: article.title,
      description: article.summary || site.name[language],
      path,
      language,
      picture: lead && file && { file, alt: lead.alt },
    }),
    property("article:published_time", article.date),
    ...(article.updatedAt === undefined
      ? []
      : [property("article:modified_time", article.updatedAt)]),
  ];
}

/**
 * Every version of a text by its language, and `x-default` for readers of all others: the Ukrainian one where there is
 * one, else the first by its language's tag, so that every version names the same.
 */
export function hreflangs(versions: readonly Translation[]): readonly (readonly [string, Slug])[] {
  const ordered = versions.toSorted((one, other) => (one.language < other.language ? -1 : 1));
  const usual = ordered.find(({ language }) => language === "uk") ?? ordered[0];
  return [
    ...ordered.map(({ language, slug }) => [language, slug] as const),
    ...(usual === undefined || ordered.length < 2 ? [] : [["x-default", usual.slug] as const]),
  ];
}

const widestJpeg = (files: readonly PictureFile[]): PictureFile | undefined =>
  files.filter(({ type }) => type === "jpg").toSorted((one, other) => other.width - one.width)[0];

/** schema.org's NewsArticle, for search engines: data in the page, which no policy takes for a script. */
export function newsArticle(site: Site, article: Article): string {
  const { origin } = site;
  const language = interfaceLanguageOf(article.language);
  const file = article.lead && widestJpeg(article.lead.files);
  const publisher = { "@type": "NewsMediaOrganization", name: site.name[language], url: origin };
  const author =
    article.byline === undefined ? publisher : { "@type": "Person", name: article.byline };
  return JSON.stringify({
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    headline: article.title,
    ...(article.summary === "" ? {} : { description: article.summary }),
    inLanguage: article.language,
    datePublished: article.date,
    dateModified: article.updatedAt ?? article.date,
    mainEntityOfPage: origin + routes.article(article.slug),
    image: [origin + (file ? routes.media(file.hash, file.type) : usualPicture.path)],
    author,
    publisher,
  }).replaceAll("<", "\\u003c");
}
