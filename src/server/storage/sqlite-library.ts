import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { ArticleId, Picture, Slug } from "../../protocol/article.ts";
import type { Hash } from "../../protocol/bytes.ts";
import type {
  Change,
  EditionState,
  ImportRecord,
  LibraryStorage,
  MediaRecord,
  PreparedArticle,
  Standing,
  StoredArticle,
  StoredEdition,
} from "./library-storage.ts";

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

type Query = Kysely<LibraryTables>;
type Within = Transaction<LibraryTables>;

// More values in one IN list than this, and SQLite's limit on parameters comes near.
const listLength = 500;

/** The library's storage in SQLite. */
export function createSqliteLibrary(query: Query): LibraryStorage {
  return {
    ...readingEditions(query),
    ...readingArticles(query),
    ...listing(query),
    ...rememberingImports(query),
    ...rememberingMedia(query),
    commit: (change, makeEdition) =>
      query.transaction().execute(async (within) => {
        const before = await mediaOf(within, [
          ...change.publish.map(({ article }) => article.id),
          ...change.withdraw,
        ]);
        const touched = await apply(within, change);
        const edition = makeEdition({ ...(await stateAfter(within)), ...(await counters(within)) });
        await publishEdition(within, edition, touched);
        return { edition, orphans: await dropOrphans(within, before) };
      }),
  };
}

function readingEditions(
  query: Query,
): Pick<LibraryStorage, "latestEdition" | "hasEdition" | "findWithdrawnList"> {
  return {
    async latestEdition() {
      const row = await query
        .selectFrom("library_editions")
        .leftJoin("library_withdrawn", "library_withdrawn.hash", "library_editions.withdrawn")
        .select(["number", "head", "hash", "file"])
        .orderBy("number", "desc")
        .limit(1)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const withdrawn =
        row.hash === null || row.file === null
          ? {}
          : { withdrawn: { hash: row.hash, file: Uint8Array.from(row.file) } };
      return { number: row.number, head: Uint8Array.from(row.head), ...withdrawn };
    },
    async hasEdition(number) {
      const row = await query
        .selectFrom("library_editions")
        .select("number")
        .where("number", "=", number)
        .executeTakeFirst();
      return row !== undefined;
    },
    async findWithdrawnList(hash) {
      const row = await query
        .selectFrom("library_withdrawn")
        .select("file")
        .where("hash", "=", hash)
        .executeTakeFirst();
      return row && Uint8Array.from(row.file);
    },
  };
}

const asStored = (
  row: Selectable<LibraryTables["library_articles"]> | undefined,
): StoredArticle | undefined =>
  row && {
    id: row.id,
    slug: row.slug,
    language: row.language,
    standing: row.standing,
    json: row.json,
    hash: row.hash,
  };

function readingArticles(
  query: Query,
): Pick<LibraryStorage, "findArticle" | "findBySlug" | "findArticleFile"> {
  return {
    async findArticle(id) {
      return asStored(
        await query
          .selectFrom("library_articles")
          .selectAll()
          .where("id", "=", id)
          .executeTakeFirst(),
      );
    },
    async findBySlug(slug) {
      return asStored(
        await query
          .selectFrom("library_slugs")
          .innerJoin("library_articles", "library_articles.id", "library_slugs.article")
          .selectAll("library_articles")
          .where("library_slugs.slug", "=", slug)
          .executeTakeFirst(),
      );
    },
    async findArticleFile(hash) {
      const row = await query
        .selectFrom("library_articles")
        .select("json")
        .where("hash", "=", hash)
        .where("standing", "!=", "withdrawn")
        .executeTakeFirst();
      return row?.json;
    },
  };
}

type Listing = "listWork" | "listNewest" | "listChanged" | "listFiles" | "listSegment";

function listing(query: Query): Pick<LibraryStorage, Listing> {
  const articles = () => query.selectFrom("library_articles").orderBy("date", "desc").orderBy("id");
  const listed = () =>
    articles()
      .where("standing", "=", "listed")
      .select(["id", "line", sql<string>`substr(date, 1, 7)`.as("segment")]);
  return {
    listWork: (work) => listed().where("work", "=", work).execute(),
    listNewest: ({ language, limit, offset = 0, tag }) => {
      const newest = listed().where("language", "=", language).limit(limit).offset(offset);
      if (tag === undefined) return newest.execute();
      const tagged = query.selectFrom("library_tags").select("article").where("tag", "=", tag);
      return newest.where("id", "in", tagged).execute();
    },
    async listChanged(from) {
      if (from === 0) return listed().execute();
      const rows = await articles()
        .select(["id", "line", "standing"])
        .where("edition", ">", from)
        .execute();
      return rows.map(({ id, line, standing }) => (standing === "listed" ? { id, line } : { id }));
    },
    async listFiles(ids) {
      const rows: { id: ArticleId; date: string; json: string }[] = [];
      for (let at = 0; at < ids.length; at += listLength) {
        const some = articles()
          .where("standing", "=", "listed")
          .where("id", "in", ids.slice(at, at + listLength));
        rows.push(...(await some.select(["id", "date", "json"]).execute()));
      }
      return rows.sort(newestFirst).map(({ json }) => json);
    },
    listSegment: (segment) =>
      listed()
        .where(sql`substr(date, 1, 7)`, "=", segment)
        .execute(),
  };
}

interface Dated {
  readonly id: string;
  readonly date: string;
}

const newestFirst = (one: Dated, other: Dated): number =>
  one.date === other.date ? (one.id < other.id ? -1 : 1) : one.date > other.date ? -1 : 1;

function rememberingImports(query: Query): Pick<LibraryStorage, "listImports" | "recordImports"> {
  return {
    async listImports() {
      const rows = await query.selectFrom("library_imports").selectAll().orderBy("path").execute();
      return rows.map(({ path, hash, pictures, article, messages }) => ({
        path,
        hash,
        pictures: JSON.parse(pictures) as ImportRecord["pictures"],
        messages: JSON.parse(messages) as string[],
        ...(article === null ? {} : { article }),
      }));
    },
    recordImports: (change) =>
      query.transaction().execute((within) => recordImports(within, change)),
  };
}

function rememberingMedia(
  query: Query,
): Pick<
  LibraryStorage,
  "findPicture" | "recordPicture" | "recordMedia" | "forgetMedia" | "isShown"
> {
  return {
    async findPicture(source) {
      const row = await query
        .selectFrom("library_pictures")
        .select("picture")
        .where("source", "=", source)
        .executeTakeFirst();
      return row && (JSON.parse(row.picture) as Picture);
    },
    async recordPicture(source, picture) {
      const values = { source, picture: JSON.stringify(picture) };
      await query.replaceInto("library_pictures").values(values).execute();
    },
    async recordMedia({ hash, type }) {
      await query.replaceInto("library_media").values({ hash, type }).execute();
    },
    async forgetMedia(hashes) {
      await query.transaction().execute((within) => dropOrphans(within, hashes));
    },
    async isShown(hash) {
      const row = await query
        .selectFrom("library_shown")
        .select("media")
        .where("media", "=", hash)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

async function counters(within: Within): Promise<Pick<EditionState, "last" | "restored">> {
  const { last } = await within
    .selectFrom("library_editions")
    .select(sql<number>`coalesce(max(number), 0)`.as("last"))
    .executeTakeFirstOrThrow();
  const restored = await within
    .selectFrom("library_counters")
    .select("value")
    .where("name", "=", "restored")
    .executeTakeFirst();
  return { last, restored: restored?.value ?? 0 };
}

/** Carries out the change; answers with the ids that the new edition has to name. */
async function apply(within: Within, change: Change): Promise<readonly ArticleId[]> {
  for (const prepared of change.publish) await putArticle(within, prepared);
  for (const id of change.unlist) {
    await within
      .updateTable("library_articles")
      .set({ standing: "unlisted" })
      .where("id", "=", id)
      .execute();
  }
  for (const id of change.withdraw) await withdrawArticle(within, id);
  await recordImports(within, change.imports);
  if (change.restored) await countRestore(within);
  return [...change.publish.map(({ article }) => article.id), ...change.unlist, ...change.withdraw];
}

async function countRestore(within: Within): Promise<void> {
  await within
    .insertInto("library_counters")
    .values({ name: "restored", value: 1 })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value: sql`value + 1` }))
    .execute();
}

async function putArticle(
  within: Within,
  { article, json, hash, line, media, tags }: PreparedArticle,
): Promise<void> {
  const { id, work, slug, language, date } = article;
  const row = {
    id,
    work,
    slug,
    language,
    date,
    standing: "listed" as const,
    edition: 0,
    hash,
    json,
    line,
  };
  await within
    .insertInto("library_articles")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
  await within.replaceInto("library_slugs").values({ slug, article: id }).execute();
  await within.deleteFrom("library_tags").where("article", "=", id).execute();
  await within.deleteFrom("library_shown").where("article", "=", id).execute();
  for (const tag of new Set(tags)) {
    await within.insertInto("library_tags").values({ tag, article: id }).execute();
  }
  for (const one of new Set(media.map((file) => file.hash))) {
    await within.insertInto("library_shown").values({ article: id, media: one }).execute();
  }
}

async function withdrawArticle(within: Within, id: ArticleId): Promise<void> {
  const emptied = { standing: "withdrawn" as const, json: "", line: "" };
  await within.updateTable("library_articles").set(emptied).where("id", "=", id).execute();
  await within.deleteFrom("library_tags").where("article", "=", id).execute();
  await within.deleteFrom("library_shown").where("article", "=", id).execute();
}

async function recordImports(within: Within, { put, remove }: Change["imports"]): Promise<void> {
  for (const { path, hash, pictures, article, messages } of put) {
    const row = {
      path,
      hash,
      pictures: JSON.stringify(pictures),
      article: article ?? null,
      messages: JSON.stringify(messages),
    };
    await within.replaceInto("library_imports").values(row).execute();
  }
  for (const path of remove)
    await within.deleteFrom("library_imports").where("path", "=", path).execute();
}

async function stateAfter(within: Within): Promise<Pick<EditionState, "lines" | "withdrawn">> {
  const lines = await within
    .selectFrom("library_articles")
    .select(["id", "line", sql<string>`substr(date, 1, 7)`.as("segment")])
    .where("standing", "=", "listed")
    .orderBy("id")
    .execute();
  const withdrawn = await within
    .selectFrom("library_articles")
    .select("id")
    .where("standing", "=", "withdrawn")
    .orderBy("id")
    .execute();
  return { lines, withdrawn: withdrawn.map(({ id }) => id) };
}

async function publishEdition(
  within: Within,
  edition: StoredEdition,
  touched: readonly ArticleId[],
): Promise<void> {
  const { number, head, withdrawn } = edition;
  if (withdrawn !== undefined)
    await within.replaceInto("library_withdrawn").values(withdrawn).execute();
  await within
    .insertInto("library_editions")
    .values({ number, head, withdrawn: withdrawn?.hash ?? null })
    .execute();
  for (const id of touched) {
    await within
      .updateTable("library_articles")
      .set({ edition: number })
      .where("id", "=", id)
      .execute();
  }
}

async function mediaOf(within: Within, ids: readonly ArticleId[]): Promise<readonly Hash[]> {
  const media = new Set<Hash>();
  for (const id of ids) {
    const rows = await within
      .selectFrom("library_shown")
      .select("media")
      .where("article", "=", id)
      .execute();
    for (const row of rows) media.add(row.media);
  }
  return [...media];
}

/** Forgets media that nothing shows any more, and the pictures made of them, so that they are made anew when they come back. */
async function dropOrphans(
  within: Within,
  before: readonly Hash[],
): Promise<readonly MediaRecord[]> {
  const orphans: MediaRecord[] = [];
  for (const hash of before) {
    const shown = await within
      .selectFrom("library_shown")
      .select("media")
      .where("media", "=", hash)
      .executeTakeFirst();
    if (shown !== undefined) continue;
    const record = await within
      .selectFrom("library_media")
      .selectAll()
      .where("hash", "=", hash)
      .executeTakeFirst();
    if (record === undefined) continue;
    orphans.push(record);
    await within.deleteFrom("library_media").where("hash", "=", hash).execute();
    await within
      .deleteFrom("library_pictures")
      .where(sql<boolean>`instr(picture, ${hash})`)
      .execute();
  }
  return orphans;
}
