import type { Html, List, Paragraph, RootContent, Table } from "mdast";
import { type Block, blockLimits, type Cell, deepest, type Run } from "../../../protocol/block.ts";
import { type Notebook, type Piece, tidy, toPieces, toRuns } from "./markdown-runs.ts";

type Blocks = readonly Block<string>[];

/** A tree's nodes as blocks, at most {@link deepest} levels deep: what is deeper is lifted up to the last one. */
export const toBlocks = (nodes: readonly RootContent[], notebook: Notebook): Blocks =>
  blocksAt(nodes, 1, notebook);

function blocksAt(nodes: readonly RootContent[], depth: number, notebook: Notebook): Blocks {
  return nodes.flatMap((node) => blocksOf(node, depth, notebook));
}

function blocksOf(node: RootContent, depth: number, notebook: Notebook): Blocks {
  switch (node.type) {
    case "paragraph":
      return paragraphBlocks(node, notebook);
    case "heading": {
      const runs = toRuns(node.children, notebook);
      return runs.length === 0 ? [] : [{ kind: "heading", level: node.depth <= 2 ? 2 : 3, runs }];
    }
    case "blockquote":
      return depth < deepest
        ? [{ kind: "quote", blocks: blocksAt(node.children, depth + 1, notebook) }]
        : blocksAt(node.children, depth, notebook);
    case "list":
      return listBlocks(node, depth, notebook);
    case "table":
      return [tableBlock(node, notebook)];
    case "thematicBreak":
      return [{ kind: "rule" }];
    case "code":
      return textBlocks(node.value.split("\n"));
    case "html":
      return htmlBlocks(node);
    default:
      // Definitions were collected before; nothing else can stand here.
      return [];
  }
}

function listBlocks(list: List, depth: number, notebook: Notebook): Blocks {
  if (depth >= deepest)
    return list.children.flatMap((item) => blocksAt(item.children, depth, notebook));
  const items = list.children.map((item) => {
    const inside = blocksAt(item.children, depth + 1, notebook);
    return typeof item.checked === "boolean" ? ticked(inside, item.checked) : inside;
  });
  return [{ kind: "list", ordered: list.ordered === true, items }];
}

/** A task's box as a letter before its text. */
function ticked(blocks: Blocks, checked: boolean): Blocks {
  const [first, ...rest] = blocks;
  if (first?.kind !== "paragraph") return blocks;
  return [
    { kind: "paragraph", runs: tidy([{ text: checked ? "☑ " : "☐ " }, ...first.runs]) },
    ...rest,
  ];
}

function tableBlock(table: Table, notebook: Notebook): Block<string> {
  const rows = table.children.map((row): readonly Cell[] => {
    if (row.children.length > blockLimits.cells) {
      notebook.remarks.add(
        `has a table wider than ${blockLimits.cells} columns; the rest was left out`,
      );
    }
    return row.children.slice(0, blockLimits.cells).map((cell) => toRuns(cell.children, notebook));
  });
  const [head = [], ...others] = rows;
  return { kind: "table", head, rows: others };
}

/** A paragraph, parted where pictures stand in it. */
function paragraphBlocks(paragraph: Paragraph, notebook: Notebook): Blocks {
  const blocks: Block<string>[] = [];
  let runs: Run[] = [];
  const endParagraph = () => {
    const tidied = tidy(runs);
    if (tidied.length > 0) blocks.push({ kind: "paragraph", runs: tidied });
    runs = [];
  };
  for (const piece of toPieces(paragraph.children, notebook)) {
    if ("run" in piece) runs.push(piece.run);
    else {
      endParagraph();
      blocks.push(figureOf(piece));
    }
  }
  endParagraph();
  return blocks;
}

function figureOf({ picture }: Extract<Piece, { readonly picture: unknown }>): Block<string> {
  const caption = picture.caption === "" ? [] : [{ text: picture.caption }];
  return { kind: "figure", media: picture.path, alt: picture.alt, caption };
}

/** Markup as its words; scripts and styles have none. Text stays text: whatever is left is never markup again. */
function htmlBlocks({ value }: Html): Blocks {
  const words = value
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1[^>]*>|$)/gi, " ")
    .replace(/<!--[\s\S]*?(?:-->|$)/g, " ")
    .replace(/<[^>]*(?:>|$)/g, " ");
  return textBlocks(words.split(/\n\s*\n/));
}

function textBlocks(texts: readonly string[]): Blocks {
  return texts
    .map((text) => text.replace(/\s+/g, " ").trim())
    .filter((text) => text !== "")
    .map((text) => ({ kind: "paragraph", runs: [{ text }] }));
}
