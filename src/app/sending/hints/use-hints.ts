import { createPart } from "../../ui/create-part.ts";

/** The hints, once they are here: a part of their own. Without it a story goes as before. */
export const useHints = createPart(async () => {
  const { dressHints, HintList } = await import("./hints-part.tsx");
  await dressHints();
  return { HintList };
});
