/** Rows of the intake room, for kysely. */
export interface IntakeTables {}

/** Its statements of the first schema. */
export const intakeTables: readonly string[] = [];
