import { createPart } from "../ui/create-part.ts";

/** What lists have beyond their beginning: the rows that follow, the shelf, the filter. */
export const useLists = createPart(() => import("./lists.ts"));
