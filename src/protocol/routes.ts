import type { ArticleId, Slug } from "./article.ts";
import type { Hash } from "./bytes.ts";
import type { BlobId, StoryId } from "./intake.ts";
import type { InterfaceLanguage } from "./language.ts";
import type { NoteId } from "./note.ts";

/** Every path of reading, once. */
export const routes = {
  start: "/",
  front: (language: InterfaceLanguage) => `/${language}/`,
  article: (slug: Slug) => `/a/${slug}`,
  /** A long article in one piece, for those without script: its own page carries the beginning. */
  whole: (slug: Slug) => `/a/${slug}/whole`,
  shelf: "/shelf",
  /** POST: a file that another app shares with this one, for the worker alone; GET: the screen that looks at it. */
  take: "/take",
  tag: (language: InterfaceLanguage, tag: string) => `/${language}/t/${encodeURIComponent(tag)}`,
  privacy: (language: InterfaceLanguage) => `/${language}/privacy`,

  /**
   * A page that is never on the phone: behind a portal it is the portal's login, and else it leads back to the start. It
   * says nothing of writing, because browsers keep addresses.
   */
  door: "/library/door",
  head: "/library/head",
  keys: "/library/keys",
  articleFile: (hash: Hash) => `/library/articles/${hash}.json`,
  media: (hash: Hash, type: string) => `/library/media/${hash}.${type}`,
  withdrawn: (hash: Hash) => `/library/withdrawn/${hash}`,
  /** Entry lines of one segment, NDJSON: for what no pack brought. */
  segment: (id: string, hash: Hash) => `/library/segments/${id}/${hash}.ndjson`,
  /** Lines that changed between two editions; `skip` leaves out the first lines after the head. */
  pack: (from: number, to: number, skip: number) => `/library/packs/${from}-${to}/${skip}.ndjson`,
} as const;

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
  sitemap: "/sitemap.xml",
  /** A part of the sitemap, from 1, where one file would be too long. */
  sitemapPart: (part: number) => `/sitemap-${part}.xml`,
  robots: "/robots.txt",
  /** Which packs lead to this edition: for phones that a static copy has no pack for. */
  packs: (to: number) => `/library/packs/${to}.json`,
} as const;

/** The paths of sending. Methods stand beside those that are not GET. */
export const intakeRoutes = {
  limits: "/intake/limits",
  /** PUT (leaf list first, then leaves) and HEAD. */
  blob: (id: BlobId) => `/intake/blobs/${id}`,
  /** PUT. */
  story: (id: StoryId) => `/intake/stories/${id}`,
  /** PUT. */
  note: (id: NoteId) => `/intake/notes/${id}`,
  /** POST. */
  receipts: "/intake/receipts",
} as const;

/** The desk's own API, behind a session. */
export const deskRoutes = {
  /** POST {token} → a session cookie. */
  session: "/desk/api/session",
  /** GET: what came in. */
  stories: "/desk/api/stories",
  /** GET: the sealed text part. */
  text: (id: StoryId) => `/desk/api/stories/${id}/text`,
  /** GET: a sealed attachment. */
  part: (id: StoryId, part: BlobId) => `/desk/api/stories/${id}/parts/${part}`,
  /** GET: the sealed notes about it. */
  notes: (id: StoryId) => `/desk/api/stories/${id}/notes`,
  /** PUT {state}. */
  state: (id: StoryId) => `/desk/api/stories/${id}/state`,
  /** POST: a picture's bytes → {@link Picture}. */
  pictures: "/desk/api/pictures",
  /** POST: a recording in WebM → {@link Sound}. */
  sounds: "/desk/api/sounds",
  /** GET: what is published; POST: an article to publish. */
  articles: "/desk/api/articles",
  /** PUT: take it off every phone. */
  withdrawal: (id: ArticleId) => `/desk/api/articles/${id}/withdrawal`,
} as const;
