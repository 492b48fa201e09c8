/** Blocks of the open article, in the order of its body. */
export const blocksOf = (root: ParentNode): readonly Element[] =>
  Array.from(root.querySelector("article .body")?.children ?? []);

/** Puts a block at the top of the window; what is above it may still be loading, its place is reserved. */
export function showParagraph(root: ParentNode, number: number): void {
  const block = blocksOf(root)[number];
  block?.closest("details")?.setAttribute("open", "");
  block?.scrollIntoView({ block: "start", behavior: "instant" });
}
