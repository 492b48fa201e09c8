import type { Store } from "./database.ts";
import { entriesInSteps, mediaOf, storedEntry } from "./entries.ts";
import { keepOnlyMedia } from "./media.ts";

/** Lets go of texts and pictures that no entry names any more. */
export async function tidy(store: Store): Promise<void> {
  await store.transact(["entries", "articles"], "readwrite", async (transaction) => {
    const needed = new Set<string>();
    for await (const records of entriesInSteps(transaction))
      for (const record of records) needed.add(storedEntry(record).article);
    const articles = transaction.objectStore("articles");
    for (const hash of await articles.getAllKeys())
      if (!needed.has(hash)) await articles.delete(hash);
  });
  await keepOnlyMedia(store, await neededMedia(store));
}

/** Hashes of all files of all pictures and recordings that the held entries name. */
async function neededMedia(store: Store): Promise<ReadonlySet<string>> {
  const needed = new Set<string>();
  await store.transact(["entries"], "readonly", async (transaction) => {
    for await (const records of entriesInSteps(transaction)) {
      const media = records.flatMap((record) => mediaOf(storedEntry(record)));
      for (const { files } of media) for (const { hash } of files) needed.add(hash);
    }
  });
  return needed;
}
