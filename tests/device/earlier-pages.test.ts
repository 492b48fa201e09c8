import fc from "fast-check";
import { expect, test } from "vitest";
import { decryptJson, encryptJson } from "../../src/device/ciphers.ts";
import type { Draft } from "../../src/device/draft.ts";
import { type EarlierPage, thinned, withPage } from "../../src/device/earlier-pages.ts";
import type { RandomId } from "../../src/protocol/bytes.ts";
import { aClock, aDisk, type Disk, draftsOn } from "../support/device.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

test("a draft of three days reaches back to each of them, and its last evening is there word for word", async () => {
  const disk = aDisk();
  const clock = aClock(100 * day);
  const { id } = await draftsOn(disk, clock.now).create();
  const evenings: string[] = [];
  let draft = (await draftsOn(disk, clock.now).create()) as Draft;
  expect(id).not.toBe(draft.id);
  for (let today = 1; today <= 3; today += 1) {
    draft = (await draftsOn(disk, clock.now).open(draft.id)) ?? draft;
    for (let n = 0; n < 900; n += 1) {
      await type(draft, `${today}.${n} `);
      clock.turn(2_000);
    }
    await draft.close();
    evenings.push(textOf(draft));
    clock.turn(day);
  }

  const again = (await draftsOn(disk, clock.now).open(draft.id))!;
  const texts = await Promise.all(
    again.earlierPages.map(async ({ n }) => textIn((await again.findPage(n))!)),
  );

  for (const evening of evenings) expect(texts).toContain(evening);
  expect(again.earlierPages.length).toBeLessThanOrEqual(32);
  expect(again.earlierPages.at(-1)?.words).toBe(evenings[2]!.match(/\d+\.\d+ /g)!.length * 2);
  // Nothing else is left: what is kept, and the last steps for 'Undo'.
  expect(await countRecords(disk, draft.id)).toBeLessThanOrEqual(32 + 256 + 64);
});

test("going back to an earlier page is a step like any other: undo takes it back", async () => {
  const disk = aDisk();
  const clock = aClock();
  const draft = await draftsOn(disk, clock.now).create();
  await type(draft, "Як було.");
  await draft.close();
  clock.turn(day);
  await draft.change({ kind: "text", piece: 0, at: 0, cut: 8, put: "Стерто." });
  const [{ n }] = draft.earlierPages as [EarlierPage];
  const before = (await draft.findPage(n))!;

  clock.turn(minute);
  await draft.change({ kind: "pieces", at: 0, cut: 1, put: before.pieces });
  expect(textOf(draft)).toBe("Як було.");
  await draft.undo();

  expect(textOf((await draftsOn(disk).open(draft.id))!)).toBe("Стерто.");
});

test("a log of an older app, whose snapshots say nothing of others, has the pages that are still there", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  for (let n = 0; n < 130; n += 1) await type(draft, "х");
  await forgetPages(disk, draft.id);

  const again = (await draftsOn(disk).open(draft.id))!;

  expect(again.earlierPages.map(({ n, words }) => [n, words])).toEqual([[129, 1]]);
  expect(textIn((await again.findPage(129))!)).toBe("х".repeat(129));
  expect(await again.findPage(9_999)).toBeUndefined();
});

/** The records as the app wrote them before it kept earlier pages. */
async function forgetPages(disk: Disk, id: RandomId): Promise<void> {
  const store = disk.store();
  const key = (await disk.keyring.find(id))!;
  const records = await store.transact(["drafts"], "readonly", (t) =>
    t.objectStore("drafts").getAll(),
  );
  for (const record of records) {
    const place = ["drafts", id, record.n];
    const { pages: _, ...old } = await decryptJson<{ pages?: unknown }>(key, place, record.cipher);
    const cipher = await encryptJson(key, place, old);
    await store.transact(["drafts"], "readwrite", (t) =>
      t.objectStore("drafts").put({ ...record, cipher }),
    );
  }
}

test("marks make no page: a draft that was only sealed and discarded has the one that was written", () => {
  const page = { n: 1, time: 5, words: 2 };

  expect(withPage([page], { ...page, n: 7 })).toEqual([{ ...page, n: 7 }]);
});

test("whatever the clock says, at most 32 pages stay, in order, and always the newest", () => {
  const times = fc.array(fc.integer({ min: -10 * day, max: 10 * day }), { maxLength: 120 });
  fc.assert(
    fc.property(times, (all) => {
      let pages: readonly EarlierPage[] = [];
      for (const [n, time] of all.entries()) pages = withPage(pages, { n, time, words: 1 });

      const numbers = pages.map(({ n }) => n);
      expect(numbers).toEqual([...numbers].toSorted((a, b) => a - b));
      expect(pages.length).toBeLessThanOrEqual(32);
      if (all.length > 0) expect(numbers.at(-1)).toBe(all.length - 1);
    }),
  );
});

test("what stays of a month of writing: each of the last evenings, and more of today than of any other day", () => {
  let pages: readonly EarlierPage[] = [];
  let n = 0;
  for (let today = 0; today < 30; today += 1)
    for (let at = 0; at < 100; at += 1)
      pages = withPage(pages, { n: (n += 1), time: today * day + at * minute, words: at });

  const daysOf = pages.map(({ time }) => Math.floor(time / day));
  for (const last of [26, 27, 28, 29]) expect(daysOf).toContain(last);
  const ends = pages.filter(({ words, time }) => words === 99 && time < 29 * day);
  expect(ends.length).toBeGreaterThanOrEqual(8);
  expect(daysOf.filter((one) => one === 29).length).toBeGreaterThanOrEqual(8);
  expect(thinned(pages)).toBe(pages);
});

const countRecords = (disk: Disk, id: string): Promise<number> =>
  disk
    .store()
    .transact(["drafts"], "readonly", (t) =>
      t.objectStore("drafts").count(IDBKeyRange.bound([id, 0], [id, Infinity])),
    );

const type = (draft: Draft, put: string): ReturnType<Draft["change"]> =>
  draft.change({ kind: "text", piece: 0, at: textOf(draft).length, cut: 0, put });

const textOf = (draft: Draft): string => textIn(draft.content);

function textIn({ pieces: [piece] }: Draft["content"]): string {
  return piece?.kind === "text" ? piece.text : "";
}
