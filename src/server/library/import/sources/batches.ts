import {
  type Article,
  parseArticle,
  type Slug,
  writeArticle,
} from "../../../../protocol/article.ts";
import type { ItemRecord, SourceRecord } from "../../../storage/source-storage.ts";
import { hashOf } from "../../hashing.ts";
import { pictureRecipe } from "../../pictures.ts";
import type { Fetching } from "../fetching/fetching.ts";
import { type Item, makeArticle, nameForPeople, type WaitingItem } from "./making.ts";
import { articleIdOf, bodyOf, itemLanguage, titleFor } from "./source-articles.ts";
import { createSilentHosts } from "./source-pictures.ts";
import type { TakingDeps } from "./taking.ts";

/** Changes when items are read differently: then all that a source still names are read again. */
const itemRecipe = `1 ${pictureRecipe}`;
/** Articles of one edition: each edition is a delivery to every phone. */
const batchSize = 25;

/** What became of the items. */
export interface BatchesReport {
  readonly added: number;
  readonly changed: number;
  readonly kept: number;
  readonly refused: number;
  readonly isIncomplete: boolean;
  readonly messages: readonly string[];
}

/** Items on their way into the library. */
export interface Batches {
  /** Takes an item that is new or has changed; publishes when a batch is full. */
  add(item: Item): Promise<void>;
  finish(): Promise<BatchesReport>;
}

/** What an item said, whatever it is read with; a change of its date of change alone is none. */
const wordsHash = (source: SourceRecord, item: Item): string => {
  const { updated: _, modified: __, ...words } = item;
  return hashOf(JSON.stringify([words, source.options.language, source.options.provenance]));
};

export function createBatches(
  deps: TakingDeps,
  fetching: Fetching,
  source: SourceRecord,
  sourceLanguage: string | undefined,
  known: readonly ItemRecord[],
): Batches {
  const records = new Map(known.map((record) => [record.key, record]));
  const counts = { added: 0, changed: 0, kept: 0, refused: 0 };
  const messages: string[] = [];
  let waiting: WaitingItem[] = [];
  let isIncomplete = false;
  const silent = createSilentHosts();

  const put = (record: ItemRecord) => deps.storage.putItems(source.id, [record]);
  const refuse = async (record: ItemRecord, words: string, clause: string): Promise<void> => {
    counts.refused += 1;
    const message = `${nameForPeople(words, record)} ${clause}.`;
    messages.push(message);
    await put({ ...record, messages: [message] });
  };
  const tellAgain = (record: ItemRecord): void => {
    counts[record.standing === "refused" ? "refused" : "kept"] += 1;
    messages.push(...record.messages);
  };

  const flush = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    const made: {
      readonly one: WaitingItem;
      readonly record: ItemRecord;
      readonly article: Article;
    }[] = [];
    const slugs = new Set<Slug>();
    for (const one of batch) {
      const { article, record, isWhole } = await makeArticle(
        deps,
        fetching,
        source,
        one,
        slugs,
        silent,
      );
      isIncomplete ||= !isWhole;
      const parsed = parseArticle(article);
      if (parsed.ok) made.push({ one, record, article });
      else await refuse(record, one.item.title, `is too much for one article (${parsed.why})`);
    }
    const same = await findSame(
      deps,
      made.map(({ article }) => article),
    );
    const { refused } = await deps.library.publish(made.map(({ article }) => article));
    const reasons = new Map(refused.map(({ id, refusal }) => [id, refusal]));
    for (const { one, record } of made) {
      const refusal = reasons.get(record.article);
      if (refusal !== undefined) {
        await refuse(
          { ...record, hash: "" },
          one.item.title,
          `could not be published (${refusal.code})`,
        );
        continue;
      }
      counts[one.isNew ? "added" : same.has(record.article) ? "kept" : "changed"] += 1;
      messages.push(...record.messages);
      await put({ ...record, standing: "listed" });
    }
  };

  return {
    async add(item) {
      const words = wordsHash(source, item);
      const hash = `${hashOf(itemRecipe).slice(0, 8)} ${words}`;
      const before = records.get(item.key);
      // WordPress's feed says less than its REST: while that is shut, what came from there stays.
      const isPoorer =
        before?.standing === "listed" && before.post !== undefined && item.post === undefined;
      const isSame = before !== undefined && (before.hash === hash || isPoorer);
      if (isSame && (before.standing === "refused" || (await isListed(deps, before))))
        return tellAgain(before);
      const found = await standing(deps, source, item, before);
      const record: ItemRecord = { ...found.record, hash };
      if (found.why !== undefined) return refuse(record, item.title, found.why);
      const language = itemLanguage(source, item, sourceLanguage);
      const html = await deps.reader.readHtml(item.html, { base: item.base, language });
      if (typeof html === "string") return refuse(record, item.title, html);
      const read = { ...html, language };
      const body = bodyOf(item, read);
      if (titleFor(item, body) === "" || (body.length === 0 && item.picture === undefined))
        return refuse(record, item.title, "has no text");
      const isNew = before === undefined || before.standing !== "listed";
      waiting.push({ item, read, record, isNew });
      if (waiting.length >= batchSize) await flush();
    },
    async finish() {
      if (waiting.length > 0) await flush();
      return { ...counts, isIncomplete, messages };
    },
  };
}

/** Articles that are published exactly so. */
async function findSame(
  { articles }: TakingDeps,
  made: readonly Article[],
): Promise<ReadonlySet<string>> {
  const same = new Set<string>();
  for (const article of made) {
    const stored = await articles.findArticle(article.id);
    const isSame = stored?.standing === "listed" && stored.hash === hashOf(writeArticle(article));
    if (isSame) same.add(article.id);
  }
  return same;
}

const isListed = async ({ articles }: TakingDeps, record: ItemRecord): Promise<boolean> =>
  record.standing === "listed" && (await articles.findArticle(record.article)) !== undefined;

/** The record that an item's article has or gets; and a clause where the desk took the article down. */
async function standing(
  { articles }: TakingDeps,
  source: SourceRecord,
  item: Item,
  before: ItemRecord | undefined,
): Promise<{ readonly record: ItemRecord; readonly why?: string }> {
  const generation =
    before === undefined ? 0 : before.generation + (before.standing === "taken-down" ? 1 : 0);
  const record: ItemRecord = {
    key: item.key,
    article: articleIdOf(source.id, item.key, generation),
    generation,
    hash: "",
    standing: before?.standing === "listed" ? "listed" : "refused",
    tries: before?.tries ?? 0,
    pictures: before?.pictures ?? [],
    messages: [],
    ...(item.link === undefined ? {} : { link: item.link }),
    ...(item.post === undefined ? {} : { post: item.post }),
    ...(item.date === undefined ? {} : { time: item.date.time }),
  };
  const stored = await articles.findArticle(record.article);
  return stored?.standing === "withdrawn"
    ? { record, why: "was withdrawn at the desk and stays so" }
    : { record };
}
