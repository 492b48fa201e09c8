import type { ArticleId, Slug } from "../../protocol/article.ts";
import type { Hash } from "../../protocol/bytes.ts";
import type { Standing } from "./library-storage.ts";

/** Rows of the library room, for kysely. */
export interface LibraryTables {
  library_articles: {
    id: ArticleId;
    work: string;
    slug: Slug;
    language: string;
    date: string;
    standing: Standing;
    /** The edition that last changed it. */
    edition: number;
    hash: Hash;
    json: string;
    line: string;
  };
  library_slugs: { slug: string; article: ArticleId };
  library_tags: { article: ArticleId; tag: string };
  library_shown: { article: ArticleId; media: Hash };
  library_editions: { number: number; head: Uint8Array; withdrawn: Hash | null };
  library_withdrawn: { hash: Hash; file: Uint8Array };
  library_imports: {
    path: string;
    hash: string;
    pictures: string;
    article: ArticleId | null;
    messages: string;
  };
  library_media: { hash: Hash; type: string };
  library_pictures: { source: string; picture: string };
  library_counters: { name: "restored"; value: number };
}

/** Its statements of the first schema. */
export const libraryTables: readonly string[] = [
  `CREATE TABLE library_articles (id TEXT PRIMARY KEY, work TEXT NOT NULL, slug TEXT NOT NULL UNIQUE,
     language TEXT NOT NULL, date TEXT NOT NULL, standing TEXT NOT NULL, edition INTEGER NOT NULL,
     hash TEXT NOT NULL, json TEXT NOT NULL, line TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  "CREATE INDEX library_articles_by_date ON library_articles (standing, language, date DESC, id)",
  "CREATE INDEX library_articles_by_edition ON library_articles (edition)",
  "CREATE INDEX library_articles_by_hash ON library_articles (hash)",
  "CREATE INDEX library_articles_by_work ON library_articles (work)",
  "CREATE TABLE library_slugs (slug TEXT PRIMARY KEY, article TEXT NOT NULL) STRICT, WITHOUT ROWID",
  "CREATE TABLE library_tags (tag TEXT NOT NULL, article TEXT NOT NULL, PRIMARY KEY (tag, article)) STRICT, WITHOUT ROWID",
  "CREATE INDEX library_tags_by_article ON library_tags (article)",
  "CREATE TABLE library_shown (article TEXT NOT NULL, media TEXT NOT NULL, PRIMARY KEY (article, media)) STRICT, WITHOUT ROWID",
  "CREATE INDEX library_shown_by_media ON library_shown (media)",
  "CREATE TABLE library_editions (number INTEGER PRIMARY KEY, head BLOB NOT NULL, withdrawn TEXT) STRICT",
  "CREATE TABLE library_withdrawn (hash TEXT PRIMARY KEY, file BLOB NOT NULL) STRICT",
  `CREATE TABLE library_imports (path TEXT PRIMARY KEY, hash TEXT NOT NULL, pictures TEXT NOT NULL,
     article TEXT, messages TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  "CREATE TABLE library_media (hash TEXT PRIMARY KEY, type TEXT NOT NULL) STRICT, WITHOUT ROWID",
  "CREATE TABLE library_pictures (source TEXT PRIMARY KEY, picture TEXT NOT NULL) STRICT, WITHOUT ROWID",
  "CREATE TABLE library_counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",
];
