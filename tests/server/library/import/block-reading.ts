import type { Block, Run } from "../../../../src/protocol/block.ts";

type Blocks = readonly Block<string>[];

/** Every stretch of text in a body. */
export const runsIn = (blocks: Blocks): readonly Run[] =>
  blocks.flatMap((block): readonly Run[] => {
    if (block.kind === "paragraph" || block.kind === "heading") return block.runs;
    if (block.kind === "figure") return block.caption;
    if (block.kind === "quote") return runsIn(block.blocks);
    if (block.kind === "list") return block.items.flatMap(runsIn);
    return block.kind === "table" ? [block.head, ...block.rows].flat(2) : [];
  });

/** How many levels a body has. */
export const depthOf = (blocks: Blocks): number =>
  1 +
  Math.max(
    0,
    ...blocks.map((block) => {
      if (block.kind === "quote") return depthOf(block.blocks);
      return block.kind === "list" ? Math.max(0, ...block.items.map(depthOf)) : 0;
    }),
  );

/** The addresses of every picture in a body. */
export const picturesIn = (blocks: Blocks): readonly string[] =>
  blocks.flatMap((block): readonly string[] => {
    if (block.kind === "figure") return [block.media];
    if (block.kind === "quote") return picturesIn(block.blocks);
    return block.kind === "list" ? block.items.flatMap(picturesIn) : [];
  });

/** Figures name addresses here, not yet pictures. */
export function withoutFigures(blocks: Blocks): readonly Block<never>[] {
  return blocks.flatMap((block): readonly Block<never>[] => {
    if (block.kind === "figure" || block.kind === "audio") return [];
    if (block.kind === "quote") return [{ ...block, blocks: withoutFigures(block.blocks) }];
    if (block.kind === "list") return [{ ...block, items: block.items.map(withoutFigures) }];
    return [block];
  });
}
