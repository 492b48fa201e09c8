import type { Composition } from "./App.tsx";

/**
 * True where there is something to offer, and the chunk with the offers is worth its bytes; reads signals. To be put on
 * the home screen is offered on lists, never over a text.
 */
export const hasOffer = (
  { wiped, updates, surroundings, install }: Composition,
  onList: boolean,
): boolean =>
  wiped.value ||
  updates.offered.value ||
  (onList && (surroundings.openInstead !== undefined || install.offer.value !== "none"));
