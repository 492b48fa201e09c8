import { DatabaseSync } from "node:sqlite";

/** Every text and every blob in every table of a database. Throws where it is none. */
export function readCells(path: string): readonly Uint8Array[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all()
      .map(({ name }) => String(name));
    return tables.flatMap((table) =>
      database
        .prepare(`SELECT * FROM "${table}"`)
        .all()
        .flatMap((row) => Object.values(row))
        .flatMap((value) =>
          typeof value === "string"
            ? [new TextEncoder().encode(value)]
            : value instanceof Uint8Array
              ? [value]
              : [],
        ),
    );
  } finally {
    database.close();
  }
}
