import { createPart } from "../ui/create-part.ts";

/** How a page was before, once it was asked for: a part of its own. */
export const useEarlierSheet = createPart(async () => {
  const { dressEarlier, EarlierSheet } = await import("./earlier/earlier-part.ts");
  await dressEarlier();
  return EarlierSheet;
});
