// Storage that fails under an author's hands: the real drafts, keyring's face, library and page over a database that refuses.
import { afterEach, expect, test, vi } from "vitest";
import type { Page } from "../../src/app/writing/page-model.ts";
import { openStore, type Store } from "../../src/device/database.ts";
import { createDrafts, type Drafts } from "../../src/device/drafts.ts";
import { createFacts } from "../../src/device/facts.ts";
import { createMemoryKeyring } from "../../src/device/keyring.ts";
import { createLibrary } from "../../src/device/library.ts";
import { freeReserve, makeReserve, reserveSize } from "../../src/device/reserve.ts";
import { makingRoom } from "../../src/device/saving-words.ts";
import { freeRoom } from "../../src/device/with-room.ts";
import { countedIds } from "../support/device.ts";
import { aFullPhone, type FullPhone } from "../support/full-phone.ts";
import { aLibraryServer, articleNumber } from "../support/library-fixture.ts";
import { aReadingDevice } from "../support/reading-device.ts";
import { aPage, aPhoto, someTimers, wordsOf } from "../support/writing.ts";

let phones = 0;

/** A phone with three articles, one of them on the shelf, a reserve, and drafts that make room as the app's do. */
async function aPhoneOf(phone: FullPhone) {
  const name = `storage-${(phones += 1)}`;
  const open = (): Store => openStore(name, () => undefined);
  const server = aLibraryServer();
  const lead = { ...server.picture("field", 5_000), alt: "Поле" };
  server.publish([articleNumber(1, { lead }), articleNumber(2), articleNumber(3)]);
  const { catchingUp, library } = aReadingDevice(server, { store: open() });
  await catchingUp.catchUp();
  await library.keep(articleNumber(2).id);
  const places = { storage: phone.storage, facts: createFacts(open()) };
  await makeReserve(places);
  const keyring = { ...createMemoryKeyring(), durable: true };
  const newId = countedIds();
  const drafts = (): Drafts => {
    const raw = open();
    const forMedia = () => freeRoom(raw);
    return createDrafts({
      store: makingRoom(raw, async () => (await freeReserve(places)) || forMedia()),
      mediaStore: makingRoom(raw, forMedia),
      keyring,
      newId,
      now: () => 1_000,
      announce: () => undefined,
    });
  };
  return { open, drafts, library: createLibrary(open()) };
}

const put = (words: string, at: number) =>
  ({ kind: "text", piece: 0, at, cut: 0, put: words }) as const;

/** A day's writing: words, a photo between them, undo, redo, an end. Gives the draft's id. */
async function writeADay(drafts: Drafts) {
  const draft = await drafts.create();
  await draft.change({ kind: "title", at: 0, cut: 0, put: "Хліб на всіх" });
  for (const [at, letter] of Array.from("Ми пекли хліб").entries())
    await draft.change(put(letter, at));
  await draft.undo();
  await draft.redo();
  await draft.close();
  return draft.id;
}

const storesOf = (phone: FullPhone): readonly string[] => [...new Set(phone.freed)];

test("8: QuotaExceeded at each write in turn: the text is saved, out of the reserve first", async () => {
  const counting = aFullPhone();
  const before = await aPhoneOf(counting);
  const first = counting.writes();
  await writeADay(before.drafts());
  const writes = counting.writes() - first;
  expect(writes).toBeGreaterThan(15);

  for (let at = 0; at < writes; at += 1) {
    const phone = aFullPhone();
    const { drafts } = await aPhoneOf(phone);
    phone.fillAt(phone.writes() + at);

    const id = await writeADay(drafts());

    expect(storesOf(phone)).toEqual(["reserve"]);
    expect(wordsOf((await drafts().open(id))!.content)).toEqual(["Хліб на всіх", "Ми пекли хліб"]);
  }
});

test("8: the reserve goes first, then pictures, then texts that are on no shelf; drafts never, and then it is said", async () => {
  const phone = aFullPhone(2);
  const { drafts, open, library } = await aPhoneOf(phone);
  const draft = await drafts().create();
  await draft.change(put("Ми ", 0));
  phone.fill();

  let written = "Ми ";
  for (;;) {
    const kept = await draft.change(put("х", written.length)).catch((error: unknown) => error);
    written += "х";
    if (kept instanceof Error) {
      expect(kept).toMatchObject({ code: "storage-full" });
      break;
    }
  }

  expect(storesOf(phone)).toEqual(["reserve", "media", "articles"]);
  expect((await library.list()).filter(({ kept }) => kept).map(({ stored }) => stored)).toEqual([
    "complete",
  ]);
  expect((await library.list()).map(({ stored }) => stored).toSorted()).toEqual([
    "complete",
    "headline",
    "headline",
  ]);
  // All but the last letter is on disk, and that one goes with the next attempt.
  const onDisk = (await drafts().open(draft.id))!;
  expect(wordsOf(onDisk.content)).toEqual(["", written.slice(0, -1)]);
  phone.empty();
  await draft.keep();
  expect(wordsOf((await drafts().open(draft.id))!.content)).toEqual(["", written]);
  await open().transact(["drafts"], "readonly", async (t) =>
    expect(await t.objectStore("drafts").count()).toBe(written.length - 2),
  );
});

test("8: a photo that finds no room takes no reserve from the words", async () => {
  const phone = aFullPhone(0);
  const { drafts } = await aPhoneOf(phone);
  const draft = await drafts().create();
  await draft.change(put("Слово", 0));
  phone.fill();

  await expect(draft.addPhoto(aPhoto)).rejects.toMatchObject({ code: "storage-full" });

  expect(phone.files.get("reserve")).toBe(reserveSize);
});

test("8: the missing megabytes are named on the page, 'saved' is not said, and it is saved once there is room", async () => {
  const phone = aFullPhone(0);
  const { drafts } = await aPhoneOf(phone);
  const timers = someTimers();
  const page = aPage(drafts().create(), true, timers.after);
  await page.opened();
  page.type(0, "Сло");
  await vi.waitFor(() => expect(page.saving.value.kind).toBe("saved"));
  phone.fill();

  page.type(0, "Слово");

  await vi.waitFor(() =>
    expect(page.saving.value).toEqual({
      kind: "not-saved",
      why: "no-room",
      missing: 12_000_000,
    }),
  );
  await page.makeRoom();
  expect(page.isAllGone.value).toBe(true);
  phone.empty();
  timers.run();
  await vi.waitFor(() => expect(page.saving.value.kind).toBe("saved"));
  expect(await textOnDisk(drafts(), page)).toBe("Слово");
});

const textOnDisk = async (drafts: Drafts, page: Page): Promise<string | undefined> => {
  const found = await drafts.open((await page.opened())!.id);
  return found && wordsOf(found.content)[1];
};

const transaction = Reflect.get(IDBDatabase.prototype, "transaction") as IDBDatabase["transaction"];
const open = Reflect.get(IDBFactory.prototype, "open") as IDBFactory["open"];
const idbPut = Reflect.get(IDBObjectStore.prototype, "put") as IDBObjectStore["put"];
afterEach(() => {
  IDBDatabase.prototype.transaction = transaction;
  IDBFactory.prototype.open = open;
  IDBObjectStore.prototype.put = idbPut;
});

/** The next so many transactions are refused as WebKit refuses them; gives how many were asked for. */
function refuseTransactions(times: number): { begun: number } {
  const count = { begun: 0 };
  IDBDatabase.prototype.transaction = function (
    this: IDBDatabase,
    ...given: Parameters<typeof transaction>
  ) {
    count.begun += 1;
    if (count.begun <= times) throw new DOMException("lost", "UnknownError");
    return transaction.apply(this, given);
  } as typeof transaction;
  return count;
}

/** The next so many openings fail. */
function refuseOpenings(times: number): { asked: number } {
  const count = { asked: 0 };
  IDBFactory.prototype.open = function (this: IDBFactory, ...given: Parameters<typeof open>) {
    count.asked += 1;
    if (count.asked <= times) throw new DOMException("lost", "UnknownError");
    return open.apply(this, given);
  };
  return count;
}

async function aPageOn(store: () => Store) {
  const keyring = { ...createMemoryKeyring(), durable: true };
  const newId = countedIds();
  const drafts = (): Drafts =>
    createDrafts({ store: store(), keyring, newId, now: () => 1, announce: () => undefined });
  const timers = someTimers();
  const page = aPage(drafts().create(), true, timers.after);
  await page.opened();
  page.type(0, "Сло");
  await vi.waitFor(() => expect(page.saving.value.kind).toBe("saved"));
  return { page, drafts, timers };
}

test.each([1, 2, 3, 4, 5])(
  "9: UnknownError at the next %i transactions: redone at most 3 times, then said, and kept by a later attempt",
  async (times) => {
    const name = `unknown-${(phones += 1)}`;
    const { page, drafts, timers } = await aPageOn(() => openStore(name, () => undefined));
    const count = refuseTransactions(times);

    page.type(0, "Слово");

    if (times < 3) await vi.waitFor(() => expect(page.isUnsaved.value).toBe(false));
    else {
      await vi.waitFor(() => expect(page.saving.value).toEqual({ kind: "not-saved", why: "lost" }));
      expect(count.begun).toBe(3);
      timers.run();
      await vi.waitFor(() => expect(page.saving.value.kind).toBe("saved"));
    }
    expect(count.begun).toBe(times + 1);
    expect(await textOnDisk(drafts(), page)).toBe("Слово");
  },
);

test.each([1, 2, 3, 4, 5])(
  "9: UnknownError at the next %i openings: the draft opens, at once or by a later attempt",
  async (times) => {
    const name = `unknown-${(phones += 1)}`;
    const first = await aPageOn(() => openStore(name, () => undefined));
    const { id } = (await first.page.opened())!;
    await first.page.close();
    const timers = someTimers();
    refuseOpenings(times);

    const page = aPage(() => first.drafts().open(id), false, timers.after);
    await page.opened();
    expect(page.phase.value).toBe(times < 3 ? "open" : "away");
    if (times >= 3) timers.run();

    await vi.waitFor(() => expect(page.phase.value).toBe("open"));
    expect(wordsOf(page.content.value)).toEqual(["", "Сло"]);
  },
);

test("10: the connection closes in mid-transaction, at each request in turn: redone, and 'saved' is only said of what is there", async () => {
  for (let at = 0; at < 5; at += 1) {
    const name = `closing-${(phones += 1)}`;
    let puts = 0;
    let isClosed = false;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given) {
      const request = idbPut.apply(this, given);
      puts += 1;
      if (puts - 1 === at) {
        isClosed = true;
        // As browsers do when they close a connection: its transactions are aborted, and then it says so.
        this.transaction.abort();
        this.transaction.db.dispatchEvent(new Event("close"));
      }
      return request;
    };
    const { page, drafts } = await aPageOn(() => openStore(name, () => undefined));
    for (const text of ["Слов", "Слово", "Слово і", "Слово і діло"]) {
      page.type(0, text);
      await vi.waitFor(() => expect(page.isUnsaved.value).toBe(false));
      expect(await textOnDisk(drafts(), page)).toBe(text);
    }

    expect(isClosed).toBe(true);
    IDBObjectStore.prototype.put = idbPut;
  }
});
