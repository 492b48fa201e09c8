/** Blocks of the open article, in the order of its body. */
export const blocksOf = (root: ParentNode): readonly Element[] =>
  Array.from(root.querySelector("article .body")?.children ?? []);

/** The number of the first block whose end is below the top of the window, or undefined above the body. */
export function paragraphInView(root: ParentNode): number | undefined {
  const blocks = blocksOf(root);
  const first = blocks.findIndex((block) => block.getBoundingClientRect().bottom > 72);
  if (first === -1) return blocks.length === 0 ? undefined : blocks.length - 1;
  return first === 0 && blocks[0]!.getBoundingClientRect().top > 72 ? undefined : first;
}

/** Puts a block at the top of the window; what is above it may still be loading, its place is reserved. */
export function showParagraph(root: ParentNode, number: number): void {
  const block = blocksOf(root)[number];
  block?.closest("details")?.setAttribute("open", "");
  block?.scrollIntoView({ block: "start", behavior: "instant" });
}
