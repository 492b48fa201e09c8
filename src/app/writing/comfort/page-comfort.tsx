import { addStyleSheet } from "../../ui/style-sheet.ts";
import type { Page } from "../page-model.ts";
import { watchKeys } from "./keys.ts";
import sheet from "./page-comfort.css?url";
import { watchPasting } from "./pasting.ts";

// What makes a page comfortable, and what a plain story does without: a part of its own, brought after the writing part.

export { KeysRow } from "./KeysRow.tsx";
export { PhotoSource } from "./PhotoSource.tsx";
export { PhotoTools } from "./PhotoTools.tsx";

/** Resolves once its style sheet is there. */
export const dressPageComfort = (): Promise<unknown> => addStyleSheet(document, sheet);

/** Listens for pastes, drops and keys while writing is on the screen; gives what ends it. */
export function attend(page: () => Page | undefined): () => void {
  const stops = [watchKeys(document, page), watchPasting(document, page)];
  return () => {
    for (const stop of stops) stop();
  };
}
