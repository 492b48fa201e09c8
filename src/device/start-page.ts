import type { Slug } from "../protocol/article.ts";
import type { Hash } from "../protocol/bytes.ts";
import { routes } from "../protocol/routes.ts";
import type { Store } from "./database.ts";
import type { Place } from "./facts.ts";

/** An article's whole page, so that a start can show it before any script has run. */
export interface StartPage {
  /** Path of the script that made it: another build may draw the article otherwise. */
  readonly entry: string;
  /** The settings that it was made with, as JSON. */
  readonly settings: string;
  /** HTML, in which each block of the body bears its number: see {@link blockAttribute}. */
  readonly html: string;
}

/** How a block of the body says which one it is. */
export const blockAttribute = "data-block";

/**
 * Keeps a page for the next start, beside the text that it shows: where that goes, its page goes with it. The one before
 * it is let go. Resolves to false where the text is not here any more.
 */
export const keepStartPage = (
  store: Store,
  hash: Hash,
  page: Omit<StartPage, "settings">,
): Promise<boolean> =>
  store.transact(["facts", "articles"], "readwrite", async (transaction) => {
    const facts = transaction.objectStore("facts");
    const articles = transaction.objectStore("articles");
    const [before, settings] = await Promise.all([facts.get("startPage"), facts.get("settings")]);
    const former = before?.value === hash ? undefined : await articles.get(String(before?.value));
    if (former !== undefined) await articles.put({ hash: former.hash, json: former.json });
    const text = await articles.get(hash);
    if (text === undefined) return false;
    const next = { ...page, settings: asKey(settings?.value) };
    if (asKey(next) !== asKey(text.page)) await articles.put({ ...text, page: next });
    await facts.put({ name: "startPage", value: hash });
    return true;
  });

/**
 * The page of the last place read, and which of its blocks was at the top. Undefined where none was kept, and where it is
 * not what the app itself would show now: of another text, or made with other settings.
 */
export const findStartPage = (
  store: Store,
): Promise<
  | { readonly path: string; readonly page: StartPage; readonly block: number | undefined }
  | undefined
> =>
  store.transact(["facts", "entries", "articles"], "readonly", async (transaction) => {
    const facts = transaction.objectStore("facts");
    const names = ["startPage", "place", "settings"];
    const [hash, place, settings] = (await Promise.all(names.map((name) => facts.get(name)))).map(
      (record) => record?.value,
    );
    if (hash === undefined || place === undefined) return undefined;
    const { path, block } = place as Place;
    const [text, entry] = await Promise.all([
      transaction.objectStore("articles").get(hash as Hash),
      transaction.objectStore("entries").index("slug").get(slugOf(path)),
    ]);
    const page = text?.page;
    // A line names its text by the hash: no need to read the whole of it.
    const isCurrent = entry?.line.includes(hash as Hash) && page?.settings === asKey(settings);
    return isCurrent ? { path, page, block } : undefined;
  });

const slugOf = (path: string): string => path.slice(routes.article("" as Slug).length);

const asKey = (settings: unknown): string => JSON.stringify(settings ?? null);
