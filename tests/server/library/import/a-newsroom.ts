import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Article, parseArticleJson } from "../../../../src/protocol/article.ts";
import { createMarkupReader } from "../../../../src/server/library/import/sources/markup-reader.ts";
import {
  createSources,
  type Sources,
} from "../../../../src/server/library/import/sources/sources.ts";
import { openSqlite } from "../../../../src/server/storage/sqlite.ts";
import { createSqliteLibrary } from "../../../../src/server/storage/sqlite-library.ts";
import { createSqliteSources } from "../../../../src/server/storage/sqlite-sources.ts";
import type {
  SourceStorage,
  WishedOptions,
} from "../../../../src/server/storage/source-storage.ts";
import { aLibrary, type Place } from "../a-library.ts";

/** A library that takes texts from elsewhere. */
export interface Newsroom {
  readonly place: Place;
  readonly sources: Sources;
  readonly storage: SourceStorage;
  /** As `npm run import -- URL` does it: the report's lines. */
  take(url: string, options?: WishedOptions, all?: boolean): Promise<readonly string[]>;
  /** As `npm run import -- FILE` does it. */
  takeFile(path: string): Promise<readonly string[]>;
  /** As `npm run import -- remove URL` does it. */
  remove(url: string, unlist: boolean): Promise<readonly string[]>;
  /** The listed articles, newest first. */
  articles(language?: string): Promise<readonly Article[]>;
  /** The article under a slug. */
  article(slug: string): Promise<Article>;
}

/** A newsroom on a clock of its own; private hosts are open, as the test's servers are. */
export async function aNewsroom(): Promise<Newsroom> {
  const place = await aLibrary();
  const sqlite = openSqlite(join(place.folder, "soniakh.sqlite"));
  onTestFinished(() => sqlite.close());
  const storage = createSqliteSources(sqlite.query);
  const reader = createMarkupReader();
  onTestFinished(() => reader.close());
  const { library, media, clock } = place;
  const sources = createSources({
    storage,
    articles: createSqliteLibrary(sqlite.query),
    library,
    media,
    reader,
    allowPrivate: true,
    now: () => clock.now,
    random: () => 0.5,
  });
  const order = async (wish: Parameters<SourceStorage["addOrder"]>[0]) => {
    const number = await storage.addOrder(wish);
    await sources.carryOutOrders();
    return (await storage.takeReport(number))?.lines ?? [];
  };
  const article = async (slug: string): Promise<Article> => {
    const parsed = parseArticleJson((await library.findBySlug(slug))?.json ?? "");
    if (!parsed.ok) throw new Error(`${slug}: ${parsed.why}`);
    return parsed.value;
  };
  return {
    place,
    sources,
    storage,
    take: (source, options = {}, all = false) => order({ kind: "take", source, options, all }),
    takeFile: (path) => order({ kind: "file", path, options: {} }),
    remove: (source, unlist) => order({ kind: "remove", source, unlist }),
    article,
    async articles(language = "uk") {
      const entries = await library.listNewest({ language, limit: 10_000 });
      return Promise.all(entries.map(({ slug }) => article(slug)));
    },
  };
}
