import { createPart } from "../ui/create-part.ts";

/** Recording and listening: a part of its own, for those who speak. Undefined while it is on its way, null where it cannot be had. */
export const useSoundPart = createPart(async () => {
  const part = await import("./sound/sound-part.tsx");
  await part.dress();
  return part;
});
