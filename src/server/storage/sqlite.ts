import { DatabaseSync } from "node:sqlite";
import { Kysely, SqliteDialect, type SqliteDatabase } from "kysely";
import { intakeTables, type IntakeTables } from "./sqlite-intake.ts";
import { noteTables, type NoteTables } from "./sqlite-notes.ts";
import { libraryTables, type LibraryTables } from "./sqlite-library-tables.ts";
import { newsroomTables, type NewsroomTables } from "./sqlite-newsroom.ts";
import { sourceTables, type SourceTables } from "./sqlite-sources.ts";

/** All tables, for kysely's types. */
export type Tables = LibraryTables & IntakeTables & NewsroomTables & SourceTables & NoteTables;

export interface Sqlite {
  readonly query: Kysely<Tables>;
  /** Copies the whole database, consistently, into a new file, while others go on writing. */
  copyTo(path: string): void;
  close(): Promise<void>;
}

// A migration's place in this list is its version: append, never edit.
const migrations: readonly string[] = [
  [...libraryTables, ...intakeTables, ...newsroomTables].join(";\n"),
  sourceTables.join(";\n"),
  noteTables.join(";\n"),
];

/**
 * Opens (and where needed creates or upgrades) the database: WAL and `synchronous=FULL`, so that what was
 * committed survives a power cut. Throws a sentence for an operator where the file is damaged, not a database,
 * or written by a newer version; never overwrites it.
 */
export function openSqlite(path: string): Sqlite {
  const raw = new DatabaseSync(path, { timeout: 5_000 });
  try {
    raw.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
    // What was withdrawn or picked up is overwritten; SQLite would leave its bytes in the file.
    raw.exec("PRAGMA secure_delete = ON;");
    const [check] = raw.prepare("PRAGMA quick_check(1)").all();
    if (check?.["quick_check"] !== "ok") throw new Error(String(check?.["quick_check"]));
    migrate(raw);
  } catch (cause) {
    raw.close();
    throw new Error(
      `The database ${path} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
  }
  const query = new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapt(raw) }) });
  return {
    query,
    copyTo: (target) => raw.prepare("VACUUM INTO ?").run(target),
    close: () => query.destroy(),
  };
}

function migrate(raw: DatabaseSync): void {
  const version = Number(raw.prepare("PRAGMA user_version").get()?.["user_version"]);
  if (version > migrations.length) throw new Error("it was written by a newer version of Soniakh");
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    raw.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}

/** What kysely's SQLite dialect asks for, out of node:sqlite; there is no native add-on to compile. */
function adapt(raw: DatabaseSync): SqliteDatabase {
  const prepare = createPreparing(raw);
  return {
    close: () => raw.close(),
    prepare: (sql) => {
      // SQLite rolls back by itself on a full disk (https://sqlite.org/lang_transaction.html, section 2.3); kysely then
      // asks once more, and that error would hide the first.
      const done = sql === "rollback" && !raw.isTransaction;
      return prepare(done ? "SELECT 0 WHERE 0" : sql);
    },
  };
}

type Prepared = ReturnType<SqliteDatabase["prepare"]>;

/** Texts of statements that are kept ready; the server has fewer, but for lists of many lengths. */
const mostPrepared = 200;

/** Keeps statements ready under their text: preparing one takes longer than running it. */
function createPreparing(raw: DatabaseSync): (sql: string) => Prepared {
  const kept = new Map<string, Prepared>();
  return (sql) => {
    const known = kept.get(sql);
    if (known !== undefined) return known;
    if (kept.size >= mostPrepared) kept.clear();
    const prepared = asPrepared(raw, sql);
    kept.set(sql, prepared);
    return prepared;
  };
}

function asPrepared(raw: DatabaseSync, sql: string): Prepared {
  const statement = raw.prepare(sql);
  const values = (parameters: readonly unknown[]) =>
    parameters as (string | number | bigint | Uint8Array | null)[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    // Rows that are asked for one after another need a statement of their own.
    iterate: (parameters) =>
      raw.prepare(sql).iterate(...values(parameters)) as IterableIterator<unknown>,
  };
}
