/** Rows of the newsroom room, for kysely. */
export interface NewsroomTables {}

/** Its statements of the first schema. */
export const newsroomTables: readonly string[] = [];
