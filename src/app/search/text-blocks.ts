import type { Range as Stretch } from "../../device/search.ts";

/** A paragraph of an open article as one text, and the nodes that it is made of. */
export interface TextBlock {
  readonly text: string;
  readonly nodes: readonly { readonly node: Text; readonly from: number }[];
}

const blocks = "p, li, h1, h2, h3, td, th, figcaption, summary";
/** The app's own words, numbers of notes, and what lies behind a content warning that nobody has opened. */
const leftOut = ".provenance, .kicker, sup, button, .button, time, details:not([open]) > .body";

/** The paragraphs of an article on the screen, in order. */
export function textBlocksIn(article: Element): readonly TextBlock[] {
  const found = new Map<Element, { text: string; nodes: { node: Text; from: number }[] }>();
  const walker = article.ownerDocument.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    const parent = node.parentElement;
    const block = parent?.closest(blocks);
    if (!block || parent?.closest(leftOut)) continue;
    const held = found.get(block) ?? { text: "", nodes: [] };
    held.nodes.push({ node, from: held.text.length });
    held.text += node.data;
    found.set(block, held);
  }
  return [...found.values()];
}

/** A stretch of a block's text as a range of the document. It points to the page's own nodes and changes none. */
export function rangeOf({ nodes }: TextBlock, { start, end }: Stretch): Range | undefined {
  const first = nodes.findLast(({ from }) => from <= start);
  const last = nodes.findLast(({ from }) => from < end);
  if (first === undefined || last === undefined) return undefined;
  const range = first.node.ownerDocument.createRange();
  range.setStart(first.node, start - first.from);
  range.setEnd(last.node, end - last.from);
  return range;
}
