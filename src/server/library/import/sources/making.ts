import { type Article, parseArticleJson, type Slug } from "../../../../protocol/article.ts";
import type { ItemRecord, SourceRecord } from "../../../storage/source-storage.ts";
import type { Media } from "../../media.ts";
import { numbered, slugOf } from "../../slugs.ts";
import type { FeedItem } from "../feeds/feed.ts";
import type { Fetching } from "../fetching/fetching.ts";
import { articleFrom, bodyOf, type ReadItem, titleFor } from "./source-articles.ts";
import { createSourcePictures, type SilentHosts } from "./source-pictures.ts";
import type { TakingDeps } from "./taking.ts";

/** A picture that could not be had is asked for at so many looks. */
const mostTries = 3;

/** An item of a feed, or of WordPress with its number and last change. */
export type Item = FeedItem & { readonly post?: number; readonly modified?: string };

/** An item that was read, before it has its pictures. */
export interface WaitingItem {
  readonly item: Item;
  readonly read: ReadItem;
  readonly record: ItemRecord;
  readonly isNew: boolean;
}

/** What an operator knows an item by. */
export const nameForPeople = (title: string, { link, key }: ItemRecord): string =>
  (link ?? (title || key)).slice(0, 300);

/** An article with its pictures, and what is to be remembered of it. */
export async function makeArticle(
  deps: TakingDeps,
  fetching: Fetching,
  source: SourceRecord,
  { item, read, record }: WaitingItem,
  slugs: Set<Slug>,
  silent: SilentHosts,
): Promise<{ readonly article: Article; readonly record: ItemRecord; readonly isWhole: boolean }> {
  // Encoding a picture and a second process are more memory together than a small server has.
  const media: Media = {
    ...deps.media,
    addPicture(...picture) {
      deps.reader.close();
      return deps.media.addPicture(...picture);
    },
  };
  const pictures = createSourcePictures(fetching, media, record.pictures, silent);
  const before = await publishedBefore(deps, record);
  const slug =
    before?.slug ?? (await freeSlug(deps, titleFor(item, bodyOf(item, read)), item, record, slugs));
  slugs.add(slug);
  const today = new Date(deps.now()).toISOString().slice(0, 10);
  const article = await articleFrom(
    source,
    item,
    read,
    { id: record.article, slug, before, today },
    pictures,
  );
  const isWhole = !pictures.isIncomplete() || record.tries + 1 >= mostTries;
  return {
    article,
    isWhole,
    record: {
      ...record,
      hash: isWhole ? record.hash : "",
      tries: pictures.isIncomplete() ? record.tries + 1 : 0,
      pictures: [...pictures.fetched.values()],
      messages: [...read.remarks, ...pictures.remarks].map(
        (clause) => `${nameForPeople(item.title, record)} ${clause}.`,
      ),
    },
  };
}

async function publishedBefore(
  { articles }: TakingDeps,
  record: ItemRecord,
): Promise<Article | undefined> {
  const stored = await articles.findArticle(record.article);
  const parsed = stored === undefined ? undefined : parseArticleJson(stored.json);
  return parsed?.ok === true ? parsed.value : undefined;
}

/** A slug out of the title, else out of the address; numbered where another article has it. */
async function freeSlug(
  { library }: TakingDeps,
  title: string,
  item: Item,
  record: ItemRecord,
  taken: ReadonlySet<Slug>,
): Promise<Slug> {
  const [, last = ""] = /\/([^/?#]+)\/?(?:[?#].*)?$/.exec(item.link ?? "") ?? [];
  const wanted = slugOf(title) ?? slugOf(last) ?? ("article" as Slug);
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? wanted : numbered(wanted, number);
    const holder = await library.findBySlug(slug);
    if (!taken.has(slug) && (holder === undefined || holder.id === record.article)) return slug;
  }
}
