import type { ArticleId, Slug } from "../../protocol/article.ts";
import type { StoryId } from "../../protocol/intake.ts";

/** What an editor did. */
export const auditActions = [
  "link-made",
  "signed-in",
  "signed-out",
  "opened",
  "answered",
  "declined",
  "withdrawn",
  "published",
  "article-withdrawn",
  "exported",
] as const;
export type AuditAction = (typeof auditActions)[number];

/** One thing that was done. Says who or what by id alone: never a title, a text, a name, or a time finer than a day. */
export interface AuditNote {
  /** The day, UTC. */
  readonly day: string;
  readonly action: AuditAction;
  /** Ids, apart by spaces; empty where the action is about none. */
  readonly subject: string;
}

/** A note in its place in the chain. */
export interface AuditEntry extends AuditNote {
  /** 1, 2, 3 … without a gap. */
  readonly number: number;
  /** The entry's own: SHA-256 over the one before it and everything in this one, base64url. */
  readonly hash: string;
}

/** A story that became an article. One story may have several: translations. */
export interface Publication {
  readonly story: StoryId;
  readonly article: ArticleId;
  /** Its address: `/a/{slug}`. */
  readonly slug: Slug;
  readonly withdrawn: boolean;
}

/**
 * What the newsroom remembers. Secrets come and stay as hashes only: whoever reads the database can sign in with
 * nothing of it. Times are milliseconds since 1970 by the server's clock and are used for links and sessions alone.
 * Each method is one transaction, durable when it resolves.
 */
export interface NewsroomStorage {
  addLink(tokenHash: string, expires: number): Promise<void>;
  /** True once, for a link that is known and not expired at `now`; takes it away. Old ones go as well. */
  takeLink(tokenHash: string, now: number): Promise<boolean>;
  addSession(secretHash: string, expires: number): Promise<void>;
  /** When it ends, or undefined where there is none at `now`. */
  findSession(secretHash: string, now: number): Promise<number | undefined>;
  endSession(secretHash: string): Promise<void>;
  /** Takes away what has expired: until then these rows say to the minute when an editor came. */
  forgetExpired(now: number): Promise<void>;

  /** Adds to the end of the audit trail. There is no method that changes or removes an entry, and the database refuses both. */
  note(note: AuditNote): Promise<void>;
  /** The whole trail, in order. */
  listAudit(): Promise<readonly AuditEntry[]>;

  /** Remembers that a story became an article; again is the same as once. */
  recordPublication(story: StoryId, article: ArticleId, slug: Slug): Promise<void>;
  /** Takes that back: the article did not come out after all. */
  forgetPublication(article: ArticleId): Promise<void>;
  recordWithdrawal(article: ArticleId): Promise<void>;
  listPublications(): Promise<readonly Publication[]>;
}
