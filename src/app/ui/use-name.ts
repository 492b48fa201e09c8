import { useMemo } from "preact/hooks";

let given = 0;

/** A name that no other element of this page has. For what the app alone draws: the server would count differently. */
export const useName = (): string => useMemo(() => `n${(given += 1)}`, []);
