import { type Kysely, sql, type Transaction } from "kysely";
import type { ArticleId } from "../../protocol/article.ts";
import type { Hash } from "../../protocol/bytes.ts";
import type {
  Change,
  EditionState,
  LibraryStorage,
  MediaRecord,
  PreparedArticle,
  StoredEdition,
} from "./library-storage.ts";
import type { LibraryTables } from "./sqlite-library-tables.ts";

type Within = Transaction<LibraryTables>;

/** See `commit` of the contract: one transaction, with its edition at the end. */
export function commitChange(
  query: Kysely<LibraryTables>,
  change: Change,
  makeEdition: (state: EditionState) => StoredEdition,
): ReturnType<LibraryStorage["commit"]> {
  return query.transaction().execute(async (within) => {
    const before = await mediaOf(within, [
      ...change.publish.map(({ article }) => article.id),
      ...change.withdraw,
    ]);
    const touched = await apply(within, change);
    const edition = makeEdition({ ...(await stateAfter(within)), ...(await counters(within)) });
    await publishEdition(within, edition, touched);
    return { edition, orphans: await dropOrphans(within, before) };
  });
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
  if (change.restored !== undefined) await countRestore(within, change.restored);
  return [...change.publish.map(({ article }) => article.id), ...change.unlist, ...change.withdraw];
}

async function countRestore(within: Within, least: number): Promise<void> {
  await within
    .insertInto("library_counters")
    .values({ name: "restored", value: Math.max(1, least) })
    .onConflict((conflict) =>
      conflict.column("name").doUpdateSet({ value: sql`max(value + 1, ${least})` }),
    )
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

export async function recordImports(
  within: Within,
  { put, remove }: Change["imports"],
): Promise<void> {
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
export async function dropOrphans(
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
