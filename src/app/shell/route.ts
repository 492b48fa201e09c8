import type { Slug } from "../../protocol/article.ts";
import { type InterfaceLanguage, interfaceLanguages } from "../../protocol/language.ts";

/** Screens without an address of their own: they lie over the front page's, in `history.state`. */
export const layers = ["settings", "room", "checked", "about", "search", "passing"] as const;
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

/**
 * A route out of a path, or undefined where the app has no such page. A static host may put a slash at its end; older
 * parts of a list (`/uk/from/20`) and an article in one piece (`/a/…/whole`) are screens that the app has whole.
 */
export function parsePath(path: string): Route | undefined {
  const [first, second, third] = path.split("/").filter(Boolean);
  if (first === undefined || first === "index.html") return { kind: "start" };
  if (first === "shelf") return { kind: "shelf" };
  // Where a file comes that another app shared with this one.
  if (first === "take") return { kind: "layer", layer: "passing" };
  if (first === "a" && /^[a-z0-9-]{1,120}$/.test(second ?? ""))
    return { kind: "article", slug: second as Slug };
  const language = interfaceLanguages.find((one) => one === first);
  if (language === undefined) return undefined;
  if (second === undefined || second === "from") return { kind: "front", language };
  if (second === "privacy") return { kind: "privacy", language };
  const tag = second === "t" && third !== undefined ? decode(third) : undefined;
  return tag === undefined || tag === "" ? undefined : { kind: "tag", language, tag };
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
  const { depth, at, layer: name }: Readonly<Record<string, unknown>> = Object(state);
  if (typeof depth === "number") return { depth };
  const layer = layers.find((one) => one === name);
  return { at: typeof at === "number" ? at : 0, ...(layer && { layer }) };
}
