/** Rows of the library room, for kysely. */
export interface LibraryTables {}

/** Its statements of the first schema. */
export const libraryTables: readonly string[] = [];
