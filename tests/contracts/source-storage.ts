import { describe, expect, test } from "vitest";
import type { ArticleId } from "../../src/protocol/article.ts";
import type {
  ItemRecord,
  SourceRecord,
  SourceStorage,
} from "../../src/server/storage/source-storage.ts";

const aSource = (id: string, change: Partial<SourceRecord> = {}): SourceRecord => ({
  id,
  address: id,
  options: { provenance: "report", minutes: 30, most: 500, allowPrivate: false },
  failures: 0,
  ...change,
});

const anItem = (key: string, change: Partial<ItemRecord> = {}): ItemRecord => ({
  key,
  article: "A".repeat(22) as ArticleId,
  generation: 0,
  hash: "x",
  standing: "listed",
  tries: 0,
  pictures: [],
  messages: [],
  ...change,
});

/** An open storage and what closes it. */
export interface OpenSourceStorage {
  readonly storage: SourceStorage;
  close(): Promise<void>;
}

/** What every storage of sources promises. `open` gives an empty one. */
export function runSourceStorageTests(open: () => Promise<OpenSourceStorage>): void {
  const on = (sentence: string, work: (storage: SourceStorage) => Promise<void>): void =>
    test(sentence, async () => {
      const opened = await open();
      try {
        await work(opened.storage);
      } finally {
        await opened.close();
      }
    });

  describe("sources", () => {
    on("a source is remembered as it was put last", async (storage) => {
      await storage.putSource(aSource("https://b.example/"));
      await storage.putSource(aSource("https://a.example/", { etag: '"1"' }));
      await storage.putSource(aSource("https://a.example/", { failures: 2 }));

      expect(await storage.listSources()).toEqual([
        aSource("https://a.example/", { failures: 2 }),
        aSource("https://b.example/"),
      ]);
      expect(await storage.findSource("https://a.example/")).toMatchObject({ failures: 2 });
      expect(await storage.findSource("https://c.example/")).toBeUndefined();
    });

    on("a source that is removed takes its items with it, and no other's", async (storage) => {
      for (const id of ["https://a.example/", "https://b.example/"]) {
        await storage.putSource(aSource(id));
        await storage.putItems(id, [anItem("1")]);
      }

      await storage.removeSource("https://a.example/");

      expect(await storage.listItems("https://a.example/")).toEqual([]);
      expect(await storage.listItems("https://b.example/")).toEqual([anItem("1")]);
    });
  });

  describe("items", () => {
    on("an item is known by its source and key, in the order of keys", async (storage) => {
      await storage.putItems("s", [anItem("b"), anItem("a")]);
      await storage.putItems("s", [anItem("b", { standing: "gone", messages: ["«чому»"] })]);

      expect(await storage.listItems("s")).toEqual([
        anItem("a"),
        anItem("b", { standing: "gone", messages: ["«чому»"] }),
      ]);
    });
  });

  describe("orders", () => {
    on(
      "orders are carried out in their order, each once; a report is taken once",
      async (storage) => {
        const first = await storage.addOrder({
          kind: "take",
          source: "https://a.example/",
          all: false,
        });
        const second = await storage.addOrder({
          kind: "remove",
          source: "https://a.example/",
          unlist: true,
        });
        expect((await storage.listOrders()).map(({ number }) => number)).toEqual([first, second]);

        await storage.reportOrder(first, { ok: true, lines: ["готово"] });

        expect((await storage.listOrders()).map(({ number }) => number)).toEqual([second]);
        expect(await storage.takeReport(second)).toBeUndefined();
        expect(await storage.takeReport(first)).toEqual({ ok: true, lines: ["готово"] });
        expect(await storage.takeReport(first)).toBeUndefined();
      },
    );

    on("a number is never given twice", async (storage) => {
      const order = { kind: "take", source: "https://a.example/", all: false } as const;
      const first = await storage.addOrder(order);
      await storage.reportOrder(first, { ok: true, lines: [] });
      await storage.takeReport(first);

      expect(await storage.addOrder(order)).toBeGreaterThan(first);
    });
  });
}
