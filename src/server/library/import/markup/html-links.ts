import { isSafeHref } from "../../../../protocol/block.ts";
import type { Look } from "./html-flow.ts";
import { idsOf } from "./html-notes.ts";
import type { HtmlNotebook } from "./html-notebook.ts";
import { attribute, type MarkupElement } from "./tree.ts";

/** A link's address as a look, or nothing where it may not stand there: its words stay. */
export function lookOf(link: MarkupElement, notebook: HtmlNotebook, words: string): Look {
  const address = attribute(link, "href");
  // A place on a page of another site is none here.
  if (address === undefined || address.startsWith("#") || words.trim() === "") return {};
  const mail = /^mailto:\s*([^\s"<>]+)$/i.exec(address)?.[1];
  const href = mail === undefined ? notebook.resolve(address) : `mailto:${mail}`;
  if (href !== undefined && isSafeHref(href)) return { href };
  notebook.remarks.add(
    `has a link that may not stand there (${address.slice(0, 60)}); its words stay without it`,
  );
  return {};
}

/** The footnote that a link leads to; `back` for the way back from one; undefined for every other link. */
export function noteBehind(
  link: MarkupElement,
  { notes }: HtmlNotebook,
): { readonly text: string } | "back" | undefined {
  const address = attribute(link, "href") ?? "";
  const target = /#([^#]+)$/.exec(address)?.[1];
  if (target === undefined) return undefined;
  const text = notes.get(target) ?? notes.get(decoded(target));
  if (text !== undefined) return { text };
  return idsOf(link).some((id) => notes.has(id)) ? "back" : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A per cent sign that stands for itself.
    return text;
  }
}
