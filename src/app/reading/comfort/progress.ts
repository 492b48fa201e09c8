/** How much of the article has been passed, from 0 to 1. */
export function shareRead(root: ParentNode, windowHeight: number): number {
  const box = root.querySelector("article")?.getBoundingClientRect();
  if (box === undefined || box.height <= windowHeight) return 1;
  return Math.min(1, Math.max(0, -box.top / (box.height - windowHeight)));
}

/** How far down the article an element stands, from 0 to 1. */
export function shareAt(element: Element): number {
  const article = element.closest("article")?.getBoundingClientRect();
  if (article === undefined) return 0;
  return (element.getBoundingClientRect().top - article.top) / article.height;
}

export const percentOf = (share: number): number => Math.round(share * 100);

/** Minutes that are left of so many; the last one counts until the end. */
export const minutesLeft = (minutes: number, share: number): number =>
  Math.ceil(minutes * (1 - share));
