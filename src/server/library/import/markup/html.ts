import type { Block } from "../../../../protocol/block.ts";
import { blocksOf } from "./html-blocks.ts";
import { findNotes } from "./html-notes.ts";
import { createHtmlNotebook, type HtmlNotebook } from "./html-notebook.ts";
import { isElement, type Markup, parseMarkup, type ReadMarkup } from "./tree.ts";

/** A body of HTML as blocks, figures naming their pictures by address. */
export interface ReadHtml {
  readonly blocks: readonly Block<string>[];
  /** Clauses about what was left out. */
  readonly remarks: readonly string[];
}

/** What a body's relative addresses begin at, and the language of the words that stand for embedded things. */
export interface HtmlContext {
  readonly base: string;
  readonly language: string;
}

/** UTF-16 units; a book is shorter. */
const longestHtml = 2_000_000;

/**
 * HTML as blocks by an allow-list: scripts, styles and forms vanish, what plays elsewhere becomes a link with words,
 * an address that is not http, https or mailto leaves its words, what is nested deeper than blocks may be is lifted up.
 * Never throws, and takes time in proportion to its length.
 */
export function readHtml(html: string, context: HtmlContext): ReadHtml {
  const notebook = createHtmlNotebook(context);
  if (html.length > longestHtml)
    notebook.remarks.add("is longer than a book; its end was left out");
  const text = html.slice(0, longestHtml);
  const read = parseMarkup(text, "html");
  const nodes = read.cut === undefined ? read.root.children : plainNodes(text, read, notebook);
  findNotes(nodes, notebook);
  const blocks = withoutLooseRules(blocksOf(nodes, { look: {}, depth: 1, notebook }));
  return { blocks, remarks: [...notebook.remarks] };
}

/** Thousands of elements in each other carry no meaning: the text stands without its markup. */
function plainNodes(
  html: string,
  { cut }: ReadMarkup,
  { remarks }: HtmlNotebook,
): readonly Markup[] {
  remarks.add(
    `is marked up ${cut === "too-deep" ? "too deep" : "too much"}; its text stands without it`,
  );
  const words = html
    .replace(/<(script|style)\b[^>]*>[^<]*(?:<\/\1[^>]*>|$)/gi, " ")
    .replace(/<(?:br|\/?(?:p|div|li|tr|h[1-6]|blockquote))\b[^<>]*>/gi, "\n")
    .replace(/<[^<>]*(?:>|$)/g, " ");
  const lines = words.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line): Markup => ({ name: "p", attributes: {}, children: [line] }));
}

function withoutLooseRules(blocks: readonly Block<string>[]): readonly Block<string>[] {
  const isRule = (block: Block<string> | undefined) => block === undefined || block.kind === "rule";
  return blocks.filter(
    (block, at) => !(isRule(block) && (isRule(blocks[at - 1]) || isRule(blocks[at + 1]))),
  );
}

/** The words of a piece of HTML in one line: for titles, summaries and captions. */
export function wordsOf(html: string): string {
  const { root } = parseMarkup(html.slice(0, 100_000), "html");
  return spell(root.children).replace(/\s+/g, " ").trim();
}

const silent: ReadonlySet<string> = new Set([
  "script",
  "style",
  "form",
  "noscript",
  "template",
  "svg",
]);
const inline: ReadonlySet<string> = new Set(
  "a abbr acronym b bdi bdo big cite code em font i kbd mark q s samp small span strike strong sub sup tt u var wbr".split(
    " ",
  ),
);

function spell(nodes: readonly Markup[]): string {
  return nodes
    .map((node) => {
      if (!isElement(node)) return node;
      if (silent.has(node.name)) return "";
      if (node.name === "img") return ` ${node.attributes["alt"] ?? ""} `;
      const inside = spell(node.children);
      return inline.has(node.name) ? inside : ` ${inside} `;
    })
    .join("");
}
