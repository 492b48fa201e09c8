import { createPart } from "../ui/create-part.ts";

/** The settings and what else few readers open. */
export const useSeldom = createPart(() => import("./seldom.tsx"));
