import type { Entry } from "../../../protocol/edition.ts";
import { type InterfaceLanguage, interfaceLanguages } from "../../../protocol/language.ts";
import { outwardRoutes } from "../../../protocol/outward-routes.ts";
import { routes } from "../../../protocol/routes.ts";
import { hreflangs } from "../../../rendering/served-head.ts";
import { tagSlug } from "../preparing.ts";
import { element, type Xml, xmlFile } from "./xml.ts";

const namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";

/** How many addresses one file may hold (https://www.sitemaps.org/protocol.html). */
export const sitemapLimit = 50_000;

/**
 * The sitemap's files: one, or an index first and its parts after it where there are more addresses than one file may
 * hold. `entries` are all that is listed.
 */
export function writeSitemap(
  entries: readonly Entry[],
  origin: string,
  limit = sitemapLimit,
): readonly string[] {
  const urls = [...pages(entries, origin), ...articles(entries, origin)];
  const namespaces = { xmlns: namespace, "xmlns:xhtml": "http://www.w3.org/1999/xhtml" };
  const files: string[] = [];
  for (let at = 0; at < urls.length; at += limit)
    files.push(xmlFile(element("urlset", namespaces, ...urls.slice(at, at + limit))));
  if (files.length === 1) return files;
  const parts = files.map((_, at) =>
    element("sitemap", {}, element("loc", {}, origin + outwardRoutes.sitemapPart(at + 1))),
  );
  return [xmlFile(element("sitemapindex", { xmlns: namespace }, ...parts)), ...files];
}

type Versions = readonly (readonly [language: string, path: string])[];

const url = (origin: string, path: string, changed: string | undefined, versions: Versions): Xml =>
  element(
    "url",
    {},
    element("loc", {}, origin + path),
    ...(changed === undefined ? [] : [element("lastmod", {}, changed)]),
    ...versions.map(([hreflang, other]) =>
      element("xhtml:link", { rel: "alternate", hreflang, href: origin + other }),
    ),
  );

/** Front pages, what is done with what people send, and tags. */
function pages(entries: readonly Entry[], origin: string): readonly Xml[] {
  const fronts: Versions = [
    ...interfaceLanguages.map((language) => [language, routes.front(language)] as const),
    ["x-default", routes.start],
  ];
  const notices: Versions = interfaceLanguages.map((language) => [
    language,
    routes.privacy(language),
  ]);
  const tags = new Map<string, string>();
  const newest = new Map<string, string>();
  const note = (seen: Map<string, string>, path: string, day: string): void => {
    if ((seen.get(path) ?? "") < day) seen.set(path, day);
  };
  for (const entry of entries) {
    const language = interfaceLanguages.find((one) => one === entry.language);
    if (language === undefined) continue;
    note(newest, routes.front(language), changedOn(entry));
    // Half of a surrogate pair has no place in an address.
    for (const tag of entry.tags.filter((one) => one.isWellFormed()))
      note(tags, tagPath(language, tag), changedOn(entry));
  }
  return [
    ...interfaceLanguages.map((language) => {
      const path = routes.front(language);
      return url(origin, path, newest.get(path), fronts);
    }),
    ...interfaceLanguages.map((language) =>
      url(origin, routes.privacy(language), undefined, notices),
    ),
    ...[...tags].map(([path, day]) => url(origin, path, day, [])),
  ];
}

/** A slash in a tag parts folders on a static host: there the tag is found by its slug. */
export const tagPath = (language: InterfaceLanguage, tag: string): string =>
  routes.tag(language, tag.includes("/") ? tagSlug(tag) : tag);

function articles(entries: readonly Entry[], origin: string): readonly Xml[] {
  const works = Map.groupBy(entries, ({ work }) => work);
  return entries.map((entry) => {
    const versions = works.get(entry.work) ?? [];
    const others = versions.length < 2 ? [] : hreflangs(versions);
    return url(
      origin,
      routes.article(entry.slug),
      changedOn(entry),
      others.map(([language, slug]) => [language, routes.article(slug)] as const),
    );
  });
}

const changedOn = ({ date, updatedAt }: Entry): string => updatedAt ?? date;
