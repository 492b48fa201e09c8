import type { Terms } from "../protocol/story.ts";

/** Why a story may not be printed, by its author's terms. */
export type Ban =
  | { readonly kind: "read-only" }
  /** The author wants to see the finished text first, or has not said otherwise. */
  | { readonly kind: "show-first" }
  | { readonly kind: "not-before"; readonly day: string };

/** What an author's terms allow. Whatever they leave unsaid is forbidden. */
export interface Permission {
  readonly ban?: Ban;
  /** The name to print; absent: none. */
  readonly byline?: string;
  readonly photos: boolean;
  readonly voice: boolean;
  readonly place: "town" | "region" | "none";
  /** A second editor must have read it: the author is under 18, or the story could harm someone. */
  readonly secondEditor: boolean;
}

/** The terms as permissions on a day (`2026-11-23`). */
export function permissionOf(terms: Terms, today: string): Permission {
  const ban = banOf(terms, today);
  const byline = bylineOf(terms);
  return {
    ...(ban === undefined ? {} : { ban }),
    ...(byline === undefined ? {} : { byline }),
    photos: terms.photos === "publish",
    voice: terms.voice === "may-be-heard",
    place: terms.place ?? "none",
    secondEditor: !terms.adult || terms.harm !== "no",
  };
}

function banOf(terms: Terms, today: string): Ban | undefined {
  if (terms.publish !== "publish") return { kind: "read-only" };
  if (terms.approval !== "no-need") return { kind: "show-first" };
  if (terms.notBefore !== undefined && terms.notBefore > today) {
    return { kind: "not-before", day: terms.notBefore };
  }
  return undefined;
}

function bylineOf({ signature, name }: Terms): string | undefined {
  const named = signature === "own-name" || signature === "other-name";
  return named && name !== undefined && name.trim() !== "" ? name.trim() : undefined;
}
