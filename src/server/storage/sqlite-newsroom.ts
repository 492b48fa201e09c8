import { createHash } from "node:crypto";
import type { Generated, Kysely, Transaction } from "kysely";
import type { ArticleId, Slug } from "../../protocol/article.ts";
import { toBase64url } from "../../protocol/bytes.ts";
import type { StoryId } from "../../protocol/intake.ts";
import type { AuditAction, AuditEntry, AuditNote, NewsroomStorage } from "./newsroom-storage.ts";

/** Rows of the newsroom room, for kysely. */
export interface NewsroomTables {
  desk_links: { token: string; expires: number };
  desk_sessions: { secret: string; expires: number };
  audit: {
    number: Generated<number>;
    day: string;
    action: AuditAction;
    subject: string;
    hash: string;
  };
  publications: { story: StoryId; article: ArticleId; slug: Slug; withdrawn: Generated<number> };
}

/** Its statements of the first schema. */
export const newsroomTables: readonly string[] = [
  `CREATE TABLE desk_links (token TEXT PRIMARY KEY, expires INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE desk_sessions (secret TEXT PRIMARY KEY, expires INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE audit (
     number INTEGER PRIMARY KEY,
     day TEXT NOT NULL,
     action TEXT NOT NULL,
     subject TEXT NOT NULL,
     hash TEXT NOT NULL
   ) STRICT`,
  `CREATE TRIGGER audit_keeps_its_words BEFORE UPDATE ON audit
     BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END`,
  `CREATE TRIGGER audit_keeps_its_entries BEFORE DELETE ON audit
     BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END`,
  `CREATE TABLE publications (
     article TEXT PRIMARY KEY,
     story TEXT NOT NULL,
     slug TEXT NOT NULL,
     withdrawn INTEGER NOT NULL DEFAULT 0
   ) STRICT, WITHOUT ROWID`,
];

/** The newsroom's storage in SQLite. Durable as far as the connection is: WAL with `synchronous=FULL`. */
export function createSqliteNewsroom(query: Kysely<NewsroomTables>): NewsroomStorage {
  return {
    async addLink(token, expires) {
      await query.insertInto("desk_links").values({ token, expires }).execute();
    },
    takeLink: (token, now) => query.transaction().execute((step) => takeLink(step, token, now)),
    async addSession(secret, expires) {
      await query.insertInto("desk_sessions").values({ secret, expires }).execute();
    },
    findSession: (secret, now) => findSession(query, secret, now),
    async endSession(secret) {
      await query.deleteFrom("desk_sessions").where("secret", "=", secret).execute();
    },
    forgetExpired: (now) =>
      query.transaction().execute(async (step) => {
        for (const table of ["desk_links", "desk_sessions"] as const)
          await step.deleteFrom(table).where("expires", "<=", now).execute();
      }),
    note: (note) => query.transaction().execute((step) => append(step, note)),
    listAudit: () => query.selectFrom("audit").selectAll().orderBy("number").execute(),
    async recordPublication(story, article, slug) {
      const again = { story, article, slug, withdrawn: 0 };
      await query
        .insertInto("publications")
        .values(again)
        .onConflict((conflict) => conflict.column("article").doNothing())
        .execute();
    },
    async forgetPublication(article) {
      await query.deleteFrom("publications").where("article", "=", article).execute();
    },
    async recordWithdrawal(article) {
      await query
        .updateTable("publications")
        .set({ withdrawn: 1 })
        .where("article", "=", article)
        .execute();
    },
    async listPublications() {
      const rows = await query.selectFrom("publications").selectAll().orderBy("article").execute();
      return rows.map((row) => ({ ...row, withdrawn: row.withdrawn === 1 }));
    },
  };
}

type Step = Transaction<NewsroomTables>;

async function takeLink(step: Step, token: string, now: number): Promise<boolean> {
  // Taken by the delete itself: of two that come at once, one finds it.
  const taken = await step
    .deleteFrom("desk_links")
    .where("token", "=", token)
    .returning("expires")
    .executeTakeFirst();
  await step.deleteFrom("desk_links").where("expires", "<=", now).execute();
  return taken !== undefined && taken.expires > now;
}

async function findSession(
  query: Kysely<NewsroomTables>,
  secret: string,
  now: number,
): Promise<number | undefined> {
  await query.deleteFrom("desk_sessions").where("expires", "<=", now).execute();
  const found = await query
    .selectFrom("desk_sessions")
    .select("expires")
    .where("secret", "=", secret)
    .executeTakeFirst();
  return found?.expires;
}

async function append(step: Step, note: AuditNote): Promise<void> {
  // A write first: a read would pin an old snapshot, and SQLite refuses to write from that (SQLITE_BUSY_SNAPSHOT).
  await step.deleteFrom("desk_links").where("expires", "<", 0).execute();
  const last = await step
    .selectFrom("audit")
    .select(["number", "hash"])
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  const number = (last?.number ?? 0) + 1;
  const hash = chainHash(last?.hash ?? "", { ...note, number });
  await step
    .insertInto("audit")
    .values({ ...note, number, hash })
    .execute();
}

const chainHash = (before: string, entry: Omit<AuditEntry, "hash">): string =>
  toBase64url(
    createHash("sha256")
      .update([before, entry.number, entry.day, entry.action, entry.subject].join("\n"))
      .digest(),
  );

/** The number of the first entry that was changed, moved or lost a neighbour; undefined where the chain is whole. */
export function findBrokenLink(trail: readonly AuditEntry[]): number | undefined {
  let before = "";
  for (const [index, entry] of trail.entries()) {
    if (entry.number !== index + 1 || entry.hash !== chainHash(before, entry)) return index + 1;
    before = entry.hash;
  }
  return undefined;
}
