import type { ToPaint } from "../painting/painting-part.tsx";
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

/** What the part is handed of the window. */
export type PageWorld = Pick<ToPaint, "scriptAddress" | "onHide">;

let world: PageWorld | undefined;

/** Opens a photo to be painted over; false where that cannot be had now. */
export async function paint(asked: Omit<ToPaint, keyof PageWorld>): Promise<boolean> {
  if (world === undefined) return false;
  try {
    const part = await import("../painting/painting-part.tsx");
    return await part.openPainting({ ...world, ...asked });
  } catch {
    // The part is not on the phone yet and there is no network; or storage is away. Either way it is said.
    return false;
  }
}

/** Listens for pastes, drops and keys while writing is on the screen; gives what ends it. */
export function attend(page: () => Page | undefined, given: PageWorld): () => void {
  world = given;
  const stops = [watchKeys(document, page), watchPasting(document, page)];
  return () => {
    for (const stop of stops) stop();
  };
}
