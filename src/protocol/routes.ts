import type { ArticleId, Slug } from "./article.ts";
import type { Hash } from "./bytes.ts";
import type { BlobId, StoryId } from "./intake.ts";
import type { InterfaceLanguage } from "./language.ts";

/**
 * Every path of reading, once. Those of sending and of feeds stand in files of their own: what is in this one, every reader
 * pays for.
 */
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
