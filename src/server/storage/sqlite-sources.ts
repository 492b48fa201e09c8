import type { Generated, Kysely } from "kysely";
import type {
  ItemRecord,
  Order,
  OrderReport,
  SourceRecord,
  SourceStorage,
} from "./source-storage.ts";

/** Rows of the sources, for kysely. */
export interface SourceTables {
  sources: { id: string; record: string };
  source_items: { source: string; key: string; record: string };
  source_orders: { number: Generated<number>; order: string; report: string | null };
}

/** Its statements. */
export const sourceTables: readonly string[] = [
  "CREATE TABLE sources (id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID",
  "CREATE TABLE source_items (source TEXT NOT NULL, key TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (source, key)) STRICT, WITHOUT ROWID",
  'CREATE TABLE source_orders (number INTEGER PRIMARY KEY AUTOINCREMENT, "order" TEXT NOT NULL, report TEXT) STRICT',
];

type Query = Kysely<SourceTables>;

/** The sources' storage in SQLite. */
export function createSqliteSources(query: Query): SourceStorage {
  return { ...rememberingSources(query), ...rememberingItems(query), ...keepingOrders(query) };
}

type Remembering = "listSources" | "findSource" | "putSource" | "removeSource";

function rememberingSources(query: Query): Pick<SourceStorage, Remembering> {
  return {
    async listSources() {
      const rows = await query.selectFrom("sources").select("record").orderBy("id").execute();
      return rows.map(({ record }) => JSON.parse(record) as SourceRecord);
    },
    async findSource(id) {
      const row = await query
        .selectFrom("sources")
        .select("record")
        .where("id", "=", id)
        .executeTakeFirst();
      return row && (JSON.parse(row.record) as SourceRecord);
    },
    async putSource(source) {
      await query
        .replaceInto("sources")
        .values({ id: source.id, record: JSON.stringify(source) })
        .execute();
    },
    removeSource: (id) =>
      query.transaction().execute(async (within) => {
        await within.deleteFrom("sources").where("id", "=", id).execute();
        await within.deleteFrom("source_items").where("source", "=", id).execute();
      }),
  };
}

function rememberingItems(query: Query): Pick<SourceStorage, "listItems" | "putItems"> {
  return {
    async listItems(source) {
      const rows = await query
        .selectFrom("source_items")
        .select("record")
        .where("source", "=", source)
        .orderBy("key")
        .execute();
      return rows.map(({ record }) => JSON.parse(record) as ItemRecord);
    },
    putItems: (source, items) =>
      query.transaction().execute(async (within) => {
        for (const item of items) {
          const row = { source, key: item.key, record: JSON.stringify(item) };
          await within.replaceInto("source_items").values(row).execute();
        }
      }),
  };
}

type Keeping = "addOrder" | "listOrders" | "reportOrder" | "takeReport";

function keepingOrders(query: Query): Pick<SourceStorage, Keeping> {
  const forget = async (number: number) => {
    await query.deleteFrom("source_orders").where("number", "=", number).execute();
  };
  return {
    async addOrder(order) {
      const row = { order: JSON.stringify(order), report: null };
      const added = await query
        .insertInto("source_orders")
        .values(row)
        .returning("number")
        .executeTakeFirstOrThrow();
      return added.number;
    },
    async listOrders() {
      const rows = await query
        .selectFrom("source_orders")
        .select(["number", "order"])
        .where("report", "is", null)
        .orderBy("number")
        .execute();
      return rows.map(({ number, order }) => ({ number, order: JSON.parse(order) as Order }));
    },
    async reportOrder(number, report) {
      await query
        .updateTable("source_orders")
        .set({ report: JSON.stringify(report) })
        .where("number", "=", number)
        .execute();
    },
    async takeReport(number) {
      const row = await query
        .selectFrom("source_orders")
        .select("report")
        .where("number", "=", number)
        .executeTakeFirst();
      if (row === undefined || row.report === null) return undefined;
      await forget(number);
      return JSON.parse(row.report) as OrderReport;
    },
  };
}
