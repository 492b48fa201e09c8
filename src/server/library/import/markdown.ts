import type { Nodes, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import type { Block } from "../../../protocol/block.ts";
import { toBlocks } from "./markdown-blocks.ts";
import { createNotebook, textOf } from "./markdown-runs.ts";

/** A Markdown body as blocks, figures naming their pictures by path; or one clause that says why it has none. */
export type ReadBody =
  | {
      readonly ok: true;
      readonly blocks: readonly Block<string>[];
      readonly remarks: readonly string[];
    }
  | { readonly ok: false; readonly why: string };

/** More marks of nesting than this on one line are an attack or an accident; the parser's time grows with their square. */
const mostMarks = 32;

/**
 * CommonMark and GFM (tables, footnotes, bare addresses) as blocks, by an allow-list: HTML becomes its text or
 * vanishes, an address that may not stand behind a link leaves its words without one, what is nested deeper
 * than blocks may be is lifted up. Never throws; may take long for hostile input, so it has a worker of its own.
 */
export function readMarkdown(text: string): ReadBody {
  const line = findTooDeep(text);
  if (line !== undefined)
    return { ok: false, why: `is nested too deep (line ${line} of its text)` };
  try {
    const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
    const notebook = createNotebook();
    collect(tree, notebook);
    return { ok: true, blocks: toBlocks(tree.children, notebook), remarks: [...notebook.remarks] };
  } catch (error) {
    // The engine's stack ended: emphasis in emphasis, thousands of times.
    if (error instanceof RangeError) return { ok: false, why: "is nested too deep" };
    throw error;
  }
}

function findTooDeep(text: string): number | undefined {
  const mark = />|(?:[-+*]|\d[.)])(?=[ \t])/g;
  const lines = text.split(/\r\n|\n|\r/);
  const found = lines.findIndex((line) => {
    const start = /^[ \t>+*\-\d.)]*/.exec(line)?.[0] ?? "";
    return start.length > mostMarks && (start.match(mark)?.length ?? 0) > mostMarks;
  });
  return found < 0 ? undefined : found + 1;
}

/** Where links and footnotes lead: their definitions may stand anywhere, after their use too. */
function collect(node: Root | Nodes, notebook: ReturnType<typeof createNotebook>): void {
  if (node.type === "definition" && !notebook.addresses.has(node.identifier)) {
    notebook.addresses.set(node.identifier, {
      url: node.url,
      ...(node.title ? { title: node.title } : {}),
    });
  }
  if (node.type === "footnoteDefinition" && !notebook.notes.has(node.identifier)) {
    notebook.notes.set(node.identifier, textOf(node).replace(/\s+/g, " ").trim());
  }
  if ("children" in node) for (const child of node.children) collect(child, notebook);
}
