import type { Store } from "./database.ts";
import { picturesOf, storedEntry } from "./library.ts";
import { keepOnlyMedia } from "./media.ts";

/** Lets go of texts and pictures that no entry names any more. */
export async function tidy(store: Store): Promise<void> {
  await store.transact(["entries", "articles"], "readwrite", async (transaction) => {
    const entries = await transaction.objectStore("entries").getAll();
    const needed = new Set(entries.map((record) => storedEntry(record).article as string));
    const articles = transaction.objectStore("articles");
    for (const hash of await articles.getAllKeys())
      if (!needed.has(hash)) await articles.delete(hash);
  });
  await keepOnlyMedia(store, await neededMedia(store, false));
}

/** Makes room: lets go of pictures, those of shelved articles last. Resolves to false where there was nothing to let go. */
export async function letGoPictures(store: Store): Promise<boolean> {
  return (
    (await keepOnlyMedia(store, await neededMedia(store, true))) ||
    (await keepOnlyMedia(store, new Set()))
  );
}

/** Hashes of all files of all pictures that the held entries name, or only of the shelved ones. */
async function neededMedia(store: Store, keptOnly: boolean): Promise<ReadonlySet<string>> {
  const records = await store.transact(["entries"], "readonly", (transaction) =>
    transaction.objectStore("entries").getAll(),
  );
  const entries = records.filter(({ kept }) => kept || !keptOnly).map(storedEntry);
  return new Set(
    entries.flatMap(picturesOf).flatMap(({ files }) => files.map(({ hash }) => hash as string)),
  );
}
