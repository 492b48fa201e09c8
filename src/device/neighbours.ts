import type { Entry } from "../protocol/edition.ts";
import { interfaceLanguageOf } from "../protocol/language.ts";
import type { Store } from "./database.ts";
import { listPrefix, rankOf, storedEntry } from "./entries.ts";

/** The articles beside one in its language's list, newest first, of those that are on the phone with their text. */
export interface Neighbours {
  readonly next: Entry | undefined;
  readonly previous: Entry | undefined;
}

/** As quick with thousands as with fifty: one step each way from the article's own place in the list. */
export const neighboursOf = (
  store: Store,
  article: Pick<Entry, "id" | "date" | "language">,
): Promise<Neighbours> =>
  store.transact(["entries"], "readonly", async (transaction) => {
    const under = transaction.objectStore("entries").index("under");
    const prefix = listPrefix({ language: interfaceLanguageOf(article.language), onPhone: true });
    const here = prefix + rankOf(article);
    const [after, before] = await Promise.all([
      under.getAll(IDBKeyRange.bound(here, `${prefix}\uffff`, true), 1),
      under.openCursor(IDBKeyRange.bound(prefix, here, false, true), "prev"),
    ]);
    return {
      next: after[0] && storedEntry(after[0]),
      previous: before?.value && storedEntry(before.value),
    };
  });
