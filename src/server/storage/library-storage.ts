import type { Article, ArticleId, Picture, Slug } from "../../protocol/article.ts";
import type { Hash } from "../../protocol/bytes.ts";

/** Where an article stands: in the segments, out of them but still readable, or taken down for good. */
export type Standing = "listed" | "unlisted" | "withdrawn";

/** A file of a picture or a recording in the media folder. */
export interface MediaRecord {
  readonly hash: Hash;
  readonly type: string;
}

/** An article ready to be kept: its file, its entry line, and what both point to. */
export interface PreparedArticle {
  readonly article: Article;
  /** The article's file, byte for byte, as text. */
  readonly json: string;
  readonly hash: Hash;
  /** Its entry line, without the line break. */
  readonly line: string;
  /** Every picture file and recording that it shows. */
  readonly media: readonly MediaRecord[];
  /** The names under which pages of tags list it: each tag as it is written, and its slug. */
  readonly tags: readonly string[];
}

/** What is known of an article by id, slug or hash. */
export interface StoredArticle {
  readonly id: ArticleId;
  /** Its present slug. */
  readonly slug: Slug;
  readonly language: string;
  readonly standing: Standing;
  /** The article's file; empty once it is withdrawn. */
  readonly json: string;
  readonly hash: Hash;
}

/** An address and where it leads. */
export interface Address {
  /** A present or a former slug. */
  readonly slug: Slug;
  readonly article: Omit<StoredArticle, "json">;
}

/** An entry line and what orders and groups it. */
export interface StoredLine {
  readonly id: ArticleId;
  /** The month, `2026-11`. */
  readonly segment: string;
  readonly line: string;
}

/** A line of a change since some edition; `line` is absent where the article is in no segment any more. */
export interface ChangedLine {
  readonly id: ArticleId;
  readonly line?: string;
}

/** A published edition: its number and the signed head, as it travels. */
export interface StoredEdition {
  readonly number: number;
  readonly head: Uint8Array<ArrayBuffer>;
  /** The signed list of withdrawn articles that the head names. */
  readonly withdrawn?: { readonly hash: Hash; readonly file: Uint8Array<ArrayBuffer> };
}

/** What is remembered of an imported file, so that an unchanged one is not read again. */
export interface ImportRecord {
  /** Relative to the content folder, with `/`. */
  readonly path: string;
  /** SHA-256 over the file's bytes and the recipe of the import. */
  readonly hash: string;
  /** The pictures that it names: path and the hash of their bytes, or null where there was none. */
  readonly pictures: readonly { readonly path: string; readonly hash: string | null }[];
  /** Absent where the file has never become an article. */
  readonly article?: ArticleId;
  /** What the operator was told about it; told again while the file stays as it is. */
  readonly messages: readonly string[];
}

/** What one publication changes. All of it happens, or nothing. */
export interface Change {
  readonly publish: readonly PreparedArticle[];
  readonly unlist: readonly ArticleId[];
  readonly withdraw: readonly ArticleId[];
  readonly imports: { readonly put: readonly ImportRecord[]; readonly remove: readonly string[] };
  /** Raises the head's `restored`, at least to this. */
  readonly restored?: number;
}

/** What a new edition is made of. */
export interface EditionState {
  /** The last edition's number; 0 before the first. */
  readonly last: number;
  /** Every listed entry line, in ascending order of article id (by UTF-16 units). */
  readonly lines: readonly StoredLine[];
  /** Every id ever withdrawn, in ascending order. */
  readonly withdrawn: readonly ArticleId[];
  readonly restored: number;
}

/**
 * The library's storage. Every method may reject when the database does; none leaves half of a change.
 * What was committed survives a power cut.
 */
export interface LibraryStorage {
  /** The newest edition, or undefined before the first. */
  latestEdition(): Promise<StoredEdition | undefined>;
  /** True where an edition of this number was published here. */
  hasEdition(number: number): Promise<boolean>;
  /** The numbers of all editions that were published here, the newest first. */
  listEditions(): Promise<readonly number[]>;
  /** A signed list of withdrawn articles, the present one or an earlier one. */
  findWithdrawnList(hash: Hash): Promise<Uint8Array<ArrayBuffer> | undefined>;

  findArticle(id: ArticleId): Promise<StoredArticle | undefined>;
  /** By a present or an earlier slug. */
  findBySlug(slug: string): Promise<StoredArticle | undefined>;
  /** Every slug that ever led to an article, the present ones too, in ascending order. */
  listAddresses(): Promise<readonly Address[]>;
  /** Every slug that ever led to this article, in ascending order. */
  listSlugs(id: ArticleId): Promise<readonly Slug[]>;
  /** The file of an article that is not withdrawn, by its hash. */
  findArticleFile(hash: Hash): Promise<string | undefined>;
  /** The articles of one work that are listed: an article and its translations. */
  listWork(work: string): Promise<readonly StoredLine[]>;
  /** Listed entry lines, newest date first, then by id; of one language and perhaps one tag. */
  listNewest(query: {
    readonly language: string;
    readonly limit: number;
    readonly offset?: number;
    readonly tag?: string;
  }): Promise<readonly StoredLine[]>;
  /** What changed after the edition `from`, newest date first, then by id; for 0 every listed line and nothing else. */
  listChanged(from: number): Promise<readonly ChangedLine[]>;
  /** The files of the given articles that are listed, newest date first, then by id. */
  listFiles(ids: readonly ArticleId[]): Promise<readonly string[]>;
  /** One month's entry lines, newest date first, then by id. */
  listSegment(segment: string): Promise<readonly StoredLine[]>;

  listImports(): Promise<readonly ImportRecord[]>;
  /** Remembers imports that changed no article. */
  recordImports(change: Change["imports"]): Promise<void>;

  /** A picture made before out of the same bytes by the same recipe. */
  findPicture(source: string): Promise<Picture | undefined>;
  recordPicture(source: string, picture: Picture): Promise<void>;
  recordMedia(media: MediaRecord): Promise<void>;
  /** Forgets media that no article shows, and the pictures that are made of them. */
  forgetMedia(hashes: readonly Hash[]): Promise<void>;
  /** True for media that some article shows which is not withdrawn. */
  isShown(hash: Hash): Promise<boolean>;

  /**
   * Carries out a change in one transaction and publishes the edition that `makeEdition` makes of the state after
   * it. `makeEdition` is called once, at its end, and must not touch the storage. Answers with the edition, and with
   * the media that were shown before and are shown by nothing any more: their records are gone, their files are the caller's to delete.
   */
  commit(
    change: Change,
    makeEdition: (state: EditionState) => StoredEdition,
  ): Promise<{ readonly edition: StoredEdition; readonly orphans: readonly MediaRecord[] }>;
}
