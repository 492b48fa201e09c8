import { parseArticleJson } from "../protocol/article.ts";
import { plainText } from "../protocol/block.ts";
import type { Store } from "./database.ts";
import type { ListedEntry } from "./library.ts";
import type { SearchableArticle } from "./search.ts";

/** What changes whenever the searchable words of an entry do: its text's hash, and whether the text is here. */
export const versionOf = (entry: ListedEntry): string =>
  entry.stored === "headline" ? `headline ${entry.article}` : entry.article;

/** An article's text as paragraphs, in the order in which it is read; none where it is not here or was written for a newer app. */
export function paragraphsOf(file: string | undefined): readonly string[] {
  const parsed = file === undefined ? undefined : parseArticleJson(file);
  return parsed?.ok ? plainText(parsed.value.body).split("\n") : [];
}

/** What can be found of an entry: its headline, and the text where the phone has it and can read it. */
export function searchableOf(entry: ListedEntry, file: string | undefined): SearchableArticle {
  const { id, work, language, title, summary, tags, date } = entry;
  const text = paragraphsOf(file);
  return { id, version: versionOf(entry), work, language, title, summary, tags, date, text };
}

/** The files of entries' texts, in their order; undefined where a text is not here. */
export async function readFiles(
  store: Store,
  entries: readonly ListedEntry[],
): Promise<readonly (string | undefined)[]> {
  const records = await store.transact(["articles"], "readonly", (transaction) => {
    const articles = transaction.objectStore("articles");
    return Promise.all(entries.map((entry) => articles.get(entry.article)));
  });
  return records.map((record) => record?.json);
}
