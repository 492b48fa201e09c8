import { type Block, blockLimits, type Cell } from "../../../../protocol/block.ts";
import type { HtmlNotebook } from "./html-notebook.ts";
import { attribute, childrenOf, findAll, type MarkupElement } from "./tree.ts";

/** A table of words and figures as a block; undefined for one that only lays out a page. */
export function tableOf(
  element: MarkupElement,
  notebook: HtmlNotebook,
  wordsOf: (cell: MarkupElement) => Cell,
): Block<string> | undefined {
  const rows = rowsOf(element);
  const widest = Math.max(0, ...rows.map(({ cells }) => cells.length));
  if (widest < 2 || isLayout(element)) return undefined;
  const filled = fill(rows, wordsOf);
  if (filled.some((row) => row.length > blockLimits.cells)) {
    notebook.remarks.add(
      `has a table wider than ${blockLimits.cells} columns; the rest was left out`,
    );
  }
  const cut = filled.map((row) => row.slice(0, blockLimits.cells)).slice(0, 1_000);
  const isHead = rows[0]?.isHead === true;
  const kept = (isHead ? cut.slice(1) : cut).filter((row) => row.some((cell) => cell.length > 0));
  return { kind: "table", head: isHead ? (cut[0] ?? []) : [], rows: kept };
}

interface Row {
  readonly isHead: boolean;
  readonly cells: readonly MarkupElement[];
}

function rowsOf(table: MarkupElement): readonly Row[] {
  const parts = table.children.flatMap((part): readonly Row[] => {
    if (typeof part === "string") return [];
    if (part.name === "tr") return [rowOf(part, false)];
    const isHead = part.name === "thead";
    return childrenOf(part, "tr").map((row) => rowOf(row, isHead));
  });
  return parts.filter(({ cells }) => cells.length > 0);
}

function rowOf(row: MarkupElement, isHead: boolean): Row {
  const cells = childrenOf(row, "th", "td");
  return {
    cells,
    isHead: isHead || (cells.length > 1 && cells.every(({ name }) => name === "th")),
  };
}

/** Tables in tables, pictures, headings and lists: a page of the old days. */
const isLayout = (table: MarkupElement): boolean =>
  findAll(
    { ...table, name: "" },
    "table",
    "img",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "iframe",
    "blockquote",
  ).length > 0;

/** Cells in their columns: one that spans several columns or rows is followed by empty ones. */
function fill(
  rows: readonly Row[],
  wordsOf: (cell: MarkupElement) => Cell,
): readonly (readonly Cell[])[] {
  const below: number[] = [];
  return rows.map(({ cells }) => {
    const row: Cell[] = [];
    const skip = (): void => {
      while ((below[row.length] ?? 0) > 0 && row.length <= blockLimits.cells) {
        below[row.length] = below[row.length]! - 1;
        row.push([]);
      }
    };
    for (const cell of cells.slice(0, blockLimits.cells + 1)) {
      skip();
      const down = spanOf(cell, "rowspan") - 1;
      for (
        let across = 0;
        across < spanOf(cell, "colspan") && row.length <= blockLimits.cells;
        across += 1
      ) {
        if (down > 0) below[row.length] = down;
        row.push(across === 0 ? wordsOf(cell) : []);
      }
    }
    skip();
    return row;
  });
}

function spanOf(cell: MarkupElement, name: string): number {
  const span = Number.parseInt(attribute(cell, name) ?? "1", 10);
  return span >= 1 && span <= 1_000 ? span : 1;
}
