import type { Slug } from "../../protocol/article.ts";
import { type InterfaceLanguage, interfaceLanguages } from "../../protocol/language.ts";
import { routes } from "../../protocol/routes.ts";

/** Screens without an address of their own: they lie over the front page's, in `history.state`. */
export const layers = ["settings", "room", "checked", "about", "search"] as const;
export type Layer = (typeof layers)[number];

/** Where the reader is. Writing has only a depth: what it shows lives in memory. */
export type Route =
  | { readonly kind: "start" }
  | { readonly kind: "front"; readonly language: InterfaceLanguage }
  | { readonly kind: "tag"; readonly language: InterfaceLanguage; readonly tag: string }
  | { readonly kind: "article"; readonly slug: Slug }
  | { readonly kind: "shelf" }
  | { readonly kind: "privacy"; readonly language: InterfaceLanguage }
  | { readonly kind: "layer"; readonly layer: Layer }
  | { readonly kind: "writing"; readonly depth: number };

/** What the app keeps with a history entry: its place in the row, and a layer. Writing's entries hold a depth and nothing else. */
export type EntryState =
  | { readonly at: number; readonly layer?: Layer }
  | { readonly depth: number };

/** A route out of a path, or undefined where the app has no such page. */
export function parsePath(path: string): Route | undefined {
  if (path === routes.start || path === "/index.html") return { kind: "start" };
  if (path === routes.shelf) return { kind: "shelf" };
  const article = /^\/a\/([a-z0-9-]{1,120})$/.exec(path)?.[1];
  if (article !== undefined) return { kind: "article", slug: article as Slug };
  const [, first, page = "", tag] = /^\/([a-z]+)(?:\/(privacy)?|\/t\/([^/]+))?$/.exec(path) ?? [];
  const language = interfaceLanguages.find((one) => one === first);
  if (language === undefined) return undefined;
  if (tag === undefined) return { kind: page === "" ? "front" : "privacy", language };
  const decoded = decode(tag);
  return decoded === undefined ? undefined : { kind: "tag", language, tag: decoded };
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    // Not UTF-8 behind the percent signs: no address of ours.
    return undefined;
  }
}

/** The state of a history entry, whoever wrote it. */
export function parseState(state: unknown): EntryState {
  if (typeof state !== "object" || state === null) return { at: 0 };
  if ("depth" in state && typeof state.depth === "number") return { depth: state.depth };
  const at = "at" in state && typeof state.at === "number" ? state.at : 0;
  const layer = "layer" in state ? layers.find((one) => one === state.layer) : undefined;
  return layer === undefined ? { at } : { at, layer };
}
