import { addStyleSheet } from "../../ui/style-sheet.ts";
import sheet from "./earlier.css?url";

// How a page was before: asked for now and then, so it comes when it is called for.

export { EarlierSheet } from "./EarlierSheet.tsx";

/** Resolves once its style sheet is there. */
export const dressEarlier = (): Promise<unknown> => addStyleSheet(document, sheet);
