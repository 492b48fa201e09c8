import type { Facts } from "../../device/facts.ts";

/** Taps after which a browser is likely to say yes, and a person sees why it asks. */
export type Occasion = "shelf" | "story" | "install";

const askedHere = new Set<Occasion>();

/**
 * Asks the browser to erase nothing here by itself, once on each occasion: who was refused is not asked again by the next
 * tap. Chromium decides by itself, Firefox asks a person: never waited for where it matters. That a story was begun is no
 * reading matter and is remembered in this window alone. https://web.dev/articles/persistent-storage
 */
export async function askToPersist(
  storage: StorageManager | undefined,
  facts: Facts,
  occasion: Occasion,
): Promise<void> {
  // Not in WebKitGTK, and not over plain http.
  if (storage?.persist === undefined || askedHere.has(occasion)) return;
  askedHere.add(occasion);
  const before = (await facts.get("persistAsked")) ?? [];
  if (before.includes(occasion) || (await storage.persisted())) return;
  if (occasion !== "story") await facts.set("persistAsked", [...before, occasion]);
  // A refusal is an answer: the room screen says it.
  await storage.persist().catch(() => false);
}
