import type { HtmlNotebook } from "./html-notebook.ts";
import {
  attribute,
  findAll,
  innerText,
  isElement,
  type Markup,
  type MarkupElement,
} from "./tree.ts";

const longestNote = 10_000;
const mostNotes = 1_000;

/** The names that a link can lead to. */
export const idsOf = (element: MarkupElement): readonly string[] =>
  ["id", "name"].flatMap((name) => attribute(element, name) ?? []);

/**
 * Finds a body's footnotes: a short mark (1, [2], *) that leads to an item or paragraph which stands later and begins or
 * ends with the way back, or is named as a note. Their texts go behind the marks, their elements leave the text.
 */
export function findNotes(nodes: readonly Markup[], notebook: HtmlNotebook): void {
  const root: MarkupElement = { name: "", attributes: {}, children: nodes };
  const targets = targetsIn(root);
  if (targets.size === 0) return;
  for (const link of findAll(root, "a")) {
    if (notebook.notes.size >= mostNotes) return;
    const target = /^[^#]*#(.+)$/.exec(attribute(link, "href") ?? "")?.[1];
    const found = target === undefined ? undefined : targets.get(target);
    if (target === undefined || found === undefined || !isMark(link) || !isNote(target, found))
      continue;
    const text = textOf(found);
    if (text === "") continue;
    notebook.notes.set(target, text.slice(0, longestNote));
    notebook.noteElements.add(found);
  }
}

const homes: ReadonlySet<string> = new Set(["li", "p", "div", "aside", "dd", "section"]);

/** Elements that can hold a note, by the id that stands on them or on an empty anchor at their beginning. */
function targetsIn(root: MarkupElement): ReadonlyMap<string, MarkupElement> {
  const targets = new Map<string, MarkupElement>();
  const look = (element: MarkupElement, home: MarkupElement | undefined): void => {
    const holder = homes.has(element.name) ? element : home;
    for (const id of idsOf(element))
      if (holder !== undefined && !targets.has(id)) targets.set(id, holder);
    for (const child of element.children) if (isElement(child)) look(child, holder);
  };
  look(root, undefined);
  return targets;
}

const isMark = (link: MarkupElement): boolean =>
  /^[[(]?\s*(?:\d{1,3}|[*†‡§]{1,3}|[ivx]{1,5}|[a-zа-яіїєґ])\s*[\])]?$/iu.test(
    innerText(link).trim(),
  );

/** Named as a note, or with a way back in it: any other target is a part of the text. */
function isNote(id: string, element: MarkupElement): boolean {
  if (innerText(element).length > 3 * longestNote) return false;
  if (
    /^_?(?:fn|ftn|edn|foot|note|endnote|sdfootnote|easy-footnote-bottom)/i.test(id) &&
    !/ref/i.test(id)
  ) {
    return true;
  }
  return findAll(element, "a").some(
    (link) => (attribute(link, "href") ?? "").includes("#") && isWayBack(innerText(link)),
  );
}

const isWayBack = (text: string): boolean => /^\s*(?:[↩↑^⇑⬆]|back|назад)/iu.test(text);

/** A note's words without the way back and without its own number. */
function textOf(element: MarkupElement): string {
  const spell = (node: Markup): string => {
    if (!isElement(node)) return node;
    if (
      node.name === "a" &&
      /#/.test(attribute(node, "href") ?? "") &&
      (isWayBack(innerText(node)) || isMark(node))
    )
      return "";
    return node.children.map(spell).join("");
  };
  return spell(element)
    .replace(/[\ufe0e\ufe0f]/g, "")
    .replace(/\s+/g, " ")
    .replace(/^[\s[\](.)^]+|\s+$/g, "")
    .replace(/\s*[[(]?↩.*$/u, "");
}
