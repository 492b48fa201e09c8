import { type Block, deepest, type Run } from "../../../../protocol/block.ts";
import { embedOf } from "./html-embeds.ts";
import { createFlow, type Flow, flatten, type Look } from "./html-flow.ts";
import { lookOf, noteBehind } from "./html-links.ts";
import type { HtmlNotebook } from "./html-notebook.ts";
import { pictureOf } from "./html-pictures.ts";
import { isUnwanted, withoutShortcodes } from "./html-refuse.ts";
import { tableOf } from "./html-tables.ts";
import {
  childrenOf,
  findAll,
  innerText,
  isElement,
  type Markup,
  type MarkupElement,
} from "./tree.ts";

/** Where in a body something stands. */
export interface Place {
  readonly look: Look;
  /** From 1 to {@link deepest}. */
  readonly depth: number;
  readonly notebook: HtmlNotebook;
  readonly literal?: boolean;
}

/** Nodes as blocks. */
export function blocksOf(nodes: readonly Markup[], place: Place): readonly Block<string>[] {
  const flow = createFlow(place.notebook);
  walk(nodes, flow, place);
  flow.end();
  return flow.blocks;
}

function walk(nodes: readonly Markup[], flow: Flow, place: Place): void {
  for (const node of nodes) {
    if (isElement(node)) walkElement(node, flow, place);
    else writeText(node, flow, place);
  }
}

/** An address that stands alone is an embed that nobody resolved. */
const loneAddress = /^\s*https?:\/\/[^\s<>"]+\s*$/;

function writeText(text: string, flow: Flow, { look, literal: isLiteral, notebook }: Place): void {
  const href =
    look.href === undefined && loneAddress.test(text) ? notebook.resolve(text) : undefined;
  flow.text(withoutShortcodes(text), href === undefined ? look : { ...look, href }, isLiteral);
}

type Writer = (element: MarkupElement, flow: Flow, place: Place) => void;

function walkElement(element: MarkupElement, flow: Flow, place: Place): void {
  if (isUnwanted(element) || place.notebook.noteElements.has(element)) return;
  const write = isCaptioned(element) ? figure : writers.get(element.name);
  if (write !== undefined) write(element, flow, place);
  else walk(element.children, flow, place);
}

const within =
  (more: Look): Writer =>
  ({ children }, flow, place) =>
    walk(children, flow, { ...place, look: { ...place.look, ...more } });

const apart =
  (more: Look = {}): Writer =>
  (element, flow, place) => {
    flow.end();
    within(more)(element, flow, place);
    flow.end();
  };

function withoutStrength(run: Run): Run {
  const { strong: _, ...rest } = run;
  return rest;
}

const heading =
  (level: 2 | 3): Writer =>
  ({ children }, flow, place) => {
    const blocks = blocksOf(children, { ...place, look: {} });
    const words = blocks.filter(({ kind }) => kind === "paragraph");
    // A heading is strong by itself.
    const runs = flatten(words, " ").map(withoutStrength);
    if (runs.length > 0) flow.add({ kind: "heading", level, runs });
    for (const block of blocks) if (!words.includes(block)) flow.add(block);
  };

const list =
  (ordered: boolean): Writer =>
  ({ children }, flow, place) => {
    flow.end();
    if (place.depth >= deepest) return walkApart(children, flow, place);
    const items: (readonly Block<string>[])[] = [];
    for (const child of children) {
      const inside = blocksOf(isItem(child) ? child.children : [child], {
        ...place,
        depth: place.depth + 1,
      });
      // A list that stands in a list, not in its item, belongs to the item before.
      const before = items.at(-1);
      if (!isItem(child) && before !== undefined) items[items.length - 1] = [...before, ...inside];
      else if (inside.length > 0 && !place.notebook.noteElements.has(child as MarkupElement))
        items.push(inside);
    }
    const full = items.filter((item) => item.length > 0);
    if (full.length > 0) flow.add({ kind: "list", ordered, items: full });
  };

const isItem = (node: Markup): node is MarkupElement => isElement(node) && node.name === "li";

function walkApart(nodes: readonly Markup[], flow: Flow, place: Place): void {
  for (const node of nodes) {
    walk([node], flow, place);
    flow.end();
  }
}

const quote: Writer = ({ children }, flow, place) => {
  flow.end();
  if (place.depth >= deepest) return walkApart(children, flow, place);
  const blocks = blocksOf(children, { ...place, depth: place.depth + 1 });
  if (blocks.length > 0) flow.add({ kind: "quote", blocks });
};

/** Lines of code or verse keep their breaks and indents. */
const literal: Writer = ({ children }, flow, place) => {
  flow.end();
  walk(children, flow, { ...place, literal: true });
  flow.end();
};

const link: Writer = (element, flow, place) => {
  const note = noteBehind(element, place.notebook);
  if (note === "back") return;
  if (note !== undefined) return flow.note(note.text, place.look);
  const look = lookOf(element, place.notebook, innerText(element));
  walk(element.children, flow, { ...place, look: { ...place.look, ...look } });
};

const picture: Writer = (element, flow, place) => {
  const found = pictureOf(element, place.notebook);
  if (found === undefined) return;
  if (typeof found === "string") flow.text(found, place.look);
  else flow.add(found);
};

/** `<figure>`, and what stood for it before there was one. */
const isCaptioned = ({ name, attributes }: MarkupElement): boolean =>
  name === "figure" ||
  (/^(div|dl)$/.test(name) &&
    /\b(wp-caption|gallery-item|image-caption)\b/.test(attributes["class"] ?? ""));

const isCaption = (node: Markup): node is MarkupElement =>
  isElement(node) &&
  (node.name === "figcaption" ||
    /\b(wp-caption-text|gallery-caption)\b/.test(node.attributes["class"] ?? ""));

const figure: Writer = ({ children }, flow, place) => {
  flow.end();
  const caption = flatten(blocksOf(children.filter(isCaption), place), " ");
  const blocks = blocksOf(
    children.filter((child) => !isCaption(child)),
    place,
  );
  // A picture that stands in the text already takes its second caption with it.
  if (blocks.length === 0 && findAll({ name: "", attributes: {}, children }, "img").length > 0)
    return;
  const [only] = blocks;
  if (blocks.length === 1 && only?.kind === "figure" && only.caption.length === 0) {
    const alt =
      only.alt ||
      caption
        .map(({ text }) => text)
        .join("")
        .slice(0, 2_000);
    return flow.add({ ...only, alt, caption });
  }
  for (const block of blocks) flow.add(block);
  for (const { text, ...look } of caption) flow.text(text, { ...look, emphasis: true });
  flow.end();
};

const embed: Writer = (element, flow, place) => {
  const found = embedOf(element, place.notebook);
  if (found === undefined) return;
  flow.end();
  flow.text(found.words, { href: found.href });
  flow.end();
};

const table: Writer = (element, flow, place) => {
  const wordsOf = (cell: MarkupElement) =>
    flatten(blocksOf(cell.children, { ...place, look: {} }), "\n");
  const found = tableOf(element, place.notebook, wordsOf);
  if (found !== undefined) return flow.add(found);
  flow.end();
  for (const cell of findAll(element, "caption", "th", "td"))
    walkApart([...cell.children, { name: "p", attributes: {}, children: [] }], flow, place);
  flow.end();
};

const quoted: Writer = (element, flow, place) => {
  flow.text("«", place.look);
  walk(element.children, flow, place);
  flow.text("»", place.look);
};

const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** m² stays apart from m2. */
const superscript: Writer = (element, flow, place) => {
  const text = innerText(element).trim();
  if (/^\d{1,3}$/.test(text) && !element.children.some(isElement)) {
    return flow.text(
      text.replace(/\d/g, (digit) => raised.charAt(Number(digit))),
      place.look,
    );
  }
  walk(element.children, flow, place);
};

const blockNames =
  "p div section article header footer main aside nav address center fieldset hgroup legend figcaption dd li menu dir body html tbody tr td th";

const writers = new Map<string, Writer>([
  ...blockNames.split(" ").map((name): [string, Writer] => [name, apart()]),
  ...["dt", "summary"].map((name): [string, Writer] => [name, apart({ strong: true })]),
  ...["strong", "b"].map((name): [string, Writer] => [name, within({ strong: true })]),
  ...["em", "i", "cite", "dfn", "var"].map((name): [string, Writer] => [
    name,
    within({ emphasis: true }),
  ]),
  ...["h1", "h2"].map((name): [string, Writer] => [name, heading(2)]),
  ...["h3", "h4", "h5", "h6"].map((name): [string, Writer] => [name, heading(3)]),
  ...["iframe", "video", "audio", "embed", "object"].map((name): [string, Writer] => [name, embed]),
  ...["pre", "xmp", "listing"].map((name): [string, Writer] => [name, literal]),
  ["ul", list(false)],
  ["ol", list(true)],
  ["blockquote", quote],
  ["a", link],
  ["img", picture],
  ["picture", (element, flow, place) => walk(childrenOf(element, "img"), flow, place)],
  ["table", table],
  ["br", (_, flow, { look }) => flow.breakLine(look)],
  ["hr", (_, flow) => flow.add({ kind: "rule" })],
  ["q", quoted],
  ["sup", superscript],
  ["annotation", () => undefined],
  ["title", () => undefined],
]);
