import type { Kysely } from "kysely";
import type { LibraryStorage } from "./library-storage.ts";
import { commitChange } from "./sqlite-library-commit.ts";
import {
  listing,
  readingArticles,
  readingEditions,
  rememberingImports,
  rememberingMedia,
} from "./sqlite-library-reading.ts";
import type { LibraryTables } from "./sqlite-library-tables.ts";

/** The library's storage in SQLite. */
export function createSqliteLibrary(query: Kysely<LibraryTables>): LibraryStorage {
  return {
    ...readingEditions(query),
    ...readingArticles(query),
    ...listing(query),
    ...rememberingImports(query),
    ...rememberingMedia(query),
    commit: (change, makeEdition) => commitChange(query, change, makeEdition),
  };
}
