import type { InterfaceLanguage } from "./language.ts";

/** The forms in which what is published goes out to feed readers, and the media type of each. */
export const feedTypes = {
  rss: "application/rss+xml",
  atom: "application/atom+xml",
  json: "application/feed+json",
} as const;
export type FeedKind = keyof typeof feedTypes;

const feedFiles: Readonly<Record<FeedKind, string>> = {
  rss: "feed.xml",
  atom: "atom.xml",
  json: "feed.json",
};

/** Paths that reading does not need at its start. */
export const outwardRoutes = {
  /** What comes after the first `from` articles of a front page or of a tag's. */
  older: (page: string, from: number) => `${page.replace(/\/$/, "")}/from/${from}`,
  feed: (language: InterfaceLanguage, kind: FeedKind) => `/${language}/${feedFiles[kind]}`,
  /**
   * A page that is never on the phone: behind a portal it is the portal's login, and else it leads back to the start. It
   * says nothing of writing, because browsers keep addresses.
   */
  door: "/library/door",
  sitemap: "/sitemap.xml",
  /** A part of the sitemap, from 1, where one file would be too long. */
  sitemapPart: (part: number) => `/sitemap-${part}.xml`,
  robots: "/robots.txt",
  /** Which packs lead to this edition: for phones that a static copy has no pack for. */
  packs: (to: number) => `/library/packs/${to}.json`,
} as const;
