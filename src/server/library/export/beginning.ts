import type { ArticleMedia } from "../../../protocol/article.ts";
import type { Block, Run } from "../../../protocol/block.ts";

type Blocks = readonly Block<ArticleMedia>[];

/** What is left to give away, UTF-16 units. */
interface Budget {
  left: number;
}

/** What a block costs beside its text: its tags, twice. */
const frame = 40;
/** What a picture costs: its addresses. */
const picture = 600;

/**
 * The beginning of a body, about `length` UTF-16 units long, cut between words. What follows is the same tree, longer:
 * whoever shows the whole after it adds nodes and takes none away.
 */
export const beginningOf = (blocks: Blocks, length: number): Blocks =>
  cutBlocks(blocks, { left: length });

function cutBlocks(blocks: Blocks, budget: Budget): Blocks {
  const cut: Block<ArticleMedia>[] = [];
  for (const block of blocks) {
    if (budget.left <= 0) break;
    budget.left -= frame;
    const some = cutBlock(block, budget);
    if (some !== undefined) cut.push(some);
  }
  return cut;
}

function cutBlock(block: Block<ArticleMedia>, budget: Budget): Block<ArticleMedia> | undefined {
  switch (block.kind) {
    case "paragraph":
    case "heading": {
      const runs = cutRuns(block.runs, budget);
      return runs.length === 0 ? undefined : { ...block, runs };
    }
    case "quote": {
      const blocks = cutBlocks(block.blocks, budget);
      return blocks.length === 0 ? undefined : { ...block, blocks };
    }
    case "list": {
      const items = untilSpent(block.items, budget, (item) => cutBlocks(item, budget));
      return items.length === 0 ? undefined : { ...block, items };
    }
    case "table":
      spend(budget, lengthOf(block.head.flat()));
      return { ...block, rows: untilSpent(block.rows, budget, (row) => whole(row, budget)) };
    case "figure":
    case "audio":
      spend(budget, picture + lengthOf(block.caption));
      return budget.left < 0 ? undefined : block;
    case "unknown":
      spend(budget, block.text.length);
      return budget.left < 0 ? undefined : block;
    case "rule":
      return block;
  }
}

/** A row is short, and half of one would be a wrong table. */
function whole<T extends readonly (readonly Run[])[]>(row: T, budget: Budget): T | undefined {
  spend(budget, lengthOf(row.flat()));
  return budget.left < 0 ? undefined : row;
}

function untilSpent<T extends { readonly length: number }>(
  parts: readonly T[],
  budget: Budget,
  cut: (part: T) => T | undefined,
): readonly T[] {
  const some: T[] = [];
  for (const part of parts) {
    if (budget.left <= 0) break;
    const one = cut(part);
    if (one !== undefined && one.length > 0) some.push(one);
  }
  return some;
}

function cutRuns(runs: readonly Run[], budget: Budget): readonly Run[] {
  const cut: Run[] = [];
  for (const run of runs) {
    if (budget.left <= 0) break;
    const text = run.text.length <= budget.left ? run.text : words(run.text, budget.left);
    spend(budget, lengthOf([run]));
    // A note stands at the end of its run.
    const { note: _, ...bare } = run;
    if (text === run.text) cut.push(run);
    else if (text !== "") cut.push({ ...bare, text });
  }
  return cut;
}

const words = (text: string, length: number): string =>
  text.slice(0, Math.max(0, text.lastIndexOf(" ", length)));

const lengthOf = (runs: readonly Run[]): number =>
  runs.reduce((sum, { text, note, href }) => sum + text.length + (note ?? href ?? "").length, 0);

function spend(budget: Budget, length: number): void {
  budget.left -= length;
}
