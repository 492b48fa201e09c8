import { type Kysely, type Selectable, sql } from "kysely";
import type { ArticleId, Picture, Slug } from "../../protocol/article.ts";
import type { ImportRecord, LibraryStorage, StoredArticle } from "./library-storage.ts";
import { dropOrphans, recordImports } from "./sqlite-library-commit.ts";
import type { LibraryTables } from "./sqlite-library-tables.ts";

type Query = Kysely<LibraryTables>;

// More values in one IN list than this, and SQLite's limit on parameters comes near.
const listLength = 500;

export function readingEditions(
  query: Query,
): Pick<LibraryStorage, "latestEdition" | "hasEdition" | "listEditions" | "findWithdrawnList"> {
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
    async listEditions() {
      const rows = await query
        .selectFrom("library_editions")
        .select("number")
        .orderBy("number", "desc")
        .execute();
      return rows.map(({ number }) => number);
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

export function readingArticles(
  query: Query,
): Pick<
  LibraryStorage,
  "findArticle" | "findBySlug" | "findArticleFile" | "listAddresses" | "listSlugs"
> {
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
    async listAddresses() {
      const rows = await query
        .selectFrom("library_slugs")
        .innerJoin("library_articles", "library_articles.id", "library_slugs.article")
        .select(["library_slugs.slug as address", "id", "library_articles.slug"])
        .select(["language", "standing", "hash"])
        .orderBy("address")
        .execute();
      return rows.map(({ address, ...article }) => ({ slug: address as Slug, article }));
    },
    async listSlugs(id) {
      const rows = await query
        .selectFrom("library_slugs")
        .select("slug")
        .where("article", "=", id)
        .orderBy("slug")
        .execute();
      return rows.map(({ slug }) => slug as Slug);
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

export function listing(query: Query): Pick<LibraryStorage, Listing> {
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

export function rememberingImports(
  query: Query,
): Pick<LibraryStorage, "listImports" | "recordImports"> {
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

export function rememberingMedia(
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
