import { expect, test } from "vitest";
import {
  applyChange,
  type Change,
  difference,
  emptyContent,
} from "../../src/device/draft-content.ts";
import type { Draft } from "../../src/device/draft.ts";
import { aClock, aDisk, anId, type Disk, draftsOn } from "../support/device.ts";

test("every kept keystroke is there after a restart", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  for (const letter of "Коли прийшли, ми пекли хліб.") await type(draft, letter);

  const again = await draftsOn(disk).open(draft.id);

  expect(again?.content).toEqual(draft.content);
  expect(textOf(again!)).toBe("Коли прийшли, ми пекли хліб.");
});

test("hundreds of changes are read again through snapshots", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  const written = Array.from({ length: 700 }, (_, n) => `${n} `);
  for (const words of written) await type(draft, words);

  expect(textOf((await draftsOn(disk).open(draft.id))!)).toBe(written.join(""));
});

test("changes made at once are kept in order and with one answer each", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();

  const kept = await Promise.all(Array.from("швидко").map((letter) => type(draft, letter)));

  expect(kept.every(({ kind }) => kind === "kept")).toBe(true);
  expect(textOf((await draftsOn(disk).open(draft.id))!)).toBe("швидко");
});

test("title, pieces and captions are changes like any other", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();

  await draft.change({ kind: "title", at: 0, cut: 0, put: "Одинадцяте листопада" });
  await draft.change({
    kind: "pieces",
    at: 1,
    cut: 0,
    put: [{ kind: "photo", photo: 1, caption: "" }],
  });
  await draft.change({ kind: "text", piece: 1, at: 0, cut: 0, put: "Площа" });

  expect((await draftsOn(disk).open(draft.id))?.content).toEqual({
    title: "Одинадцяте листопада",
    pieces: [
      { kind: "text", text: "" },
      { kind: "photo", photo: 1, caption: "Площа" },
    ],
  });
});

test("nothing that is on the disk can be read without the key", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  await type(draft, "SENTINEL-7");

  const records = await disk
    .store()
    .transact(["drafts"], "readonly", (t) => t.objectStore("drafts").getAll());

  const bytes = records.flatMap(({ cipher }) => [Buffer.from(cipher.data), Buffer.from(cipher.iv)]);
  expect(bytes.length).toBeGreaterThan(0);
  expect(bytes.some((some) => some.includes("SENTINEL"))).toBe(false);
  expect(JSON.stringify(records)).not.toContain("SENTINEL");
});

test("a record put in another's place does not open", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  await type(draft, "а");
  await type(draft, "б");
  await disk.store().transact(["drafts"], "readwrite", async (t) => {
    const first = (await t.objectStore("drafts").get([draft.id, 1]))!;
    await t.objectStore("drafts").put({ ...first, n: 2 });
  });

  await expect(draftsOn(disk).open(draft.id)).rejects.toMatchObject({ code: "damaged" });
});

test("the list says title, first words, words, photos and the time, newest first", async () => {
  const disk = aDisk();
  const clock = aClock(5_000);
  const drafts = draftsOn(disk, clock.now);
  const older = await drafts.create();
  await type(older, "Перша");
  clock.turn(60_000);
  const newer = await drafts.create();
  await newer.change({ kind: "title", at: 0, cut: 0, put: "Хліб" });
  await type(newer, "Коли прийшли, ми пекли хліб у дев’ятьох.");
  await newer.change({
    kind: "pieces",
    at: 1,
    cut: 0,
    put: [{ kind: "photo", photo: 1, caption: "" }],
  });

  expect(await drafts.list()).toEqual([
    {
      id: newer.id,
      title: "Хліб",
      firstWords: "Коли прийшли, ми пекли хліб у дев’ятьох.",
      words: 7,
      photos: 1,
      sounds: 0,
      changedAt: 65_000,
      discarded: false,
    },
    expect.objectContaining({ id: older.id, firstWords: "Перша", changedAt: 5_000 }),
  ]);
});

test("the list has each draft once, with its last words: long logs, photos beside them, and many short ones", async () => {
  const disk = aDisk();
  const drafts = draftsOn(disk);
  const expected: string[] = [];
  for (const changes of [130, 1, 99, 1, 250, ...Array.from({ length: 120 }, () => 1)]) {
    const draft = await drafts.create();
    for (let n = 1; n <= changes; n += 1) await type(draft, "а");
    if (changes > 1)
      await draft.addPhoto({ type: "image/jpeg", width: 1, height: 1, bytes: new Uint8Array(9) });
    expected.push(`${draft.id} ${"а".repeat(changes).slice(0, 40)}`);
  }

  const listed = (await draftsOn(disk).list()).map(
    ({ id, firstWords }) => `${id} ${firstWords.slice(0, 40)}`,
  );

  expect(listed.sort()).toEqual(expected.sort());
});

test("undo takes back the last step, also after a restart", async () => {
  const disk = aDisk();
  const clock = aClock();
  const draft = await draftsOn(disk, clock.now).create();
  await type(draft, "Перше. ");
  clock.turn(5_000);
  await type(draft, "Друге.");

  const again = (await draftsOn(disk, clock.now).open(draft.id))!;
  await again.undo();

  expect(textOf(again)).toBe("Перше. ");
  expect(textOf((await draftsOn(disk).open(draft.id))!)).toBe("Перше. ");
  await again.undo();
  expect(textOf(again)).toBe("");
  expect(again.canUndo).toBe(false);
});

test("two windows type in one draft: both texts exist, and the later is a fork that is shown", async () => {
  const disk = aDisk();
  const one = await draftsOn(disk).create();
  await type(one, "Разом. ");
  const other = (await draftsOn(disk).open(one.id))!;
  const first = one.id;

  await type(one, "Одне вікно.");
  const kept = await type(other, "Інше вікно.");

  expect(kept).toEqual({ kind: "forked", from: first });
  expect(textOf((await draftsOn(disk).open(first))!)).toBe("Разом. Одне вікно.");
  expect(textOf((await draftsOn(disk).open(other.id))!)).toBe("Разом. Інше вікно.");
  expect((await draftsOn(disk).list()).map(({ forkOf }) => forkOf).filter(Boolean)).toEqual([
    first,
  ]);
  expect(await type(other, " Далі.")).toEqual({ kind: "kept" });
});

test("a fork takes the photos along", async () => {
  const disk = aDisk();
  const one = await draftsOn(disk).create();
  const photo = {
    type: "image/jpeg",
    width: 2,
    height: 1,
    bytes: new Uint8Array(300_000).fill(7),
  } as const;
  const number = await one.addPhoto(photo);
  await one.change({
    kind: "pieces",
    at: 1,
    cut: 0,
    put: [{ kind: "photo", photo: number, caption: "" }],
  });
  const other = (await draftsOn(disk).open(one.id))!;

  await type(one, "раз");
  await type(other, "два");
  await draftsOn(disk).destroy(one.id);

  expect(await other.findPhoto(number)).toEqual(photo);
});

test("a draft that is a recording alone is called by what is said in it", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  const put = [{ kind: "sound", sound: 1, caption: "Ми пекли хліб." }] as const;
  await draft.change({ kind: "pieces", at: 0, cut: 0, put });

  expect(await draftsOn(disk).list()).toMatchObject([
    { firstWords: "Ми пекли хліб.", words: 0, sounds: 1 },
  ]);
});

test("a fork takes the recordings along, and what is recorded after it goes to the new draft", async () => {
  const disk = aDisk();
  const one = await draftsOn(disk).create();
  const slice = (n: number): Uint8Array<ArrayBuffer> => new Uint8Array(1_000).fill(n);
  await one.records.put("sound/1", 0, slice(1));
  await one.change({
    kind: "pieces",
    at: 1,
    cut: 0,
    put: [{ kind: "sound", sound: 1, caption: "" }],
  });
  const other = (await draftsOn(disk).open(one.id))!;
  await type(one, "раз");
  await other.records.put("sound/1", 1, slice(2));
  await type(other, "два");
  await other.records.put("sound/1", 2, slice(3));
  await draftsOn(disk).destroy(one.id);

  expect(other.id).not.toBe(one.id);
  expect(await other.records.read("sound/1")).toEqual([slice(1), slice(2), slice(3)]);
});

test("a record beside a draft is written once, and goes with its draft", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  await type(draft, "раз");
  const first = new TextEncoder().encode("перша");

  expect(await draft.records.put("sound/1", 0, first)).toBe(true);
  expect(await draft.records.put("sound/1", 0, new Uint8Array(3))).toBe(false);
  expect(await draft.records.read("sound/1")).toEqual([first]);
  expect(await draft.records.count("sound/1")).toBe(1);
  expect(await draft.records.count("sound/2")).toBe(0);
  await draftsOn(disk).destroy(draft.id);

  const left = await disk
    .store()
    .transact(["drafts"], "readonly", (transaction) => transaction.objectStore("drafts").count());
  expect(left).toBe(0);
});

test("a window with nothing to keep takes over what another wrote", async () => {
  const disk = aDisk();
  const one = await draftsOn(disk).create();
  await type(one, "раз ");
  const other = (await draftsOn(disk).open(one.id))!;
  await type(one, "два");

  expect(await other.refresh()).toBe(true);

  expect(textOf(other)).toBe("раз два");
  expect(await type(other, " три")).toEqual({ kind: "kept" });
});

test("a window that is told of its own change reads its log no more, and another's change at once", async () => {
  const disk = aDisk();
  const own = await draftsOn(disk).create();
  await own.change({ kind: "title", at: 0, cut: 0, put: "Хліб" });
  const other = (await draftsOn(disk).open(own.id))!;
  const getAll = Reflect.get(IDBObjectStore.prototype, "getAll") as IDBObjectStore["getAll"];
  let reads = 0;
  IDBObjectStore.prototype.getAll = function (this: IDBObjectStore, ...given) {
    reads += 1;
    return getAll.apply(this, given);
  };
  try {
    await own.change({ kind: "title", at: 4, cut: 0, put: " на всіх" });
    expect(await own.refresh()).toBe(false);
    expect(reads).toBe(0);

    expect(await other.refresh()).toBe(true);
  } finally {
    IDBObjectStore.prototype.getAll = getAll;
  }
  expect(other.content.title).toBe("Хліб на всіх");
});

test("a draft that one window discards while another goes on writing in it is back, with what was written", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  await type(draft, "Перше. ");
  const other = draftsOn(disk);
  await other.discard(draft.id);
  await draft.refresh();

  await type(draft, "Друге.");
  await draftsOn(disk).destroyDiscarded();

  expect(textOf((await draftsOn(disk).open(draft.id))!)).toContain("Друге.");
  expect((await draftsOn(disk).list()).map(({ discarded }) => discarded)).toEqual([false]);
});

test("a discarded draft comes back until it is destroyed, and then nothing of it opens", async () => {
  const disk = aDisk();
  const drafts = draftsOn(disk);
  const { id } = await aDraft(disk, "лишиться");
  await drafts.discard(id);
  expect((await drafts.list())[0]?.discarded).toBe(true);

  expect(await drafts.restore(id)).toBe(true);
  expect((await drafts.list())[0]?.discarded).toBe(false);
  await drafts.discard(id);
  await drafts.destroyDiscarded();

  expect(await drafts.list()).toEqual([]);
  expect(await drafts.restore(id)).toBe(false);
  expect(await disk.keyring.find(id)).toBeUndefined();
  expect(
    await disk.store().transact(["drafts"], "readonly", (t) => t.objectStore("drafts").count()),
  ).toBe(0);
});

test("typing in a draft that another window destroyed goes on as a new one", async () => {
  const disk = aDisk();
  const draft = await aDraft(disk, "слово");
  const gone = draft.id;
  await draftsOn(disk).destroy(gone);

  const kept = await type(draft, " і ще");

  expect(kept).toEqual({ kind: "forked", from: gone });
  expect(textOf((await draftsOn(disk).open(draft.id))!)).toBe("слово і ще");
});

test("a change that storage refused is not said to be kept, stays on the page, and goes with the next attempt", async () => {
  const disk = aDisk();
  const store = disk.store();
  let full = false;
  const draft = await draftsOn(disk, undefined, {
    ...store,
    transact: (...args) =>
      full ? Promise.reject(new DOMException("", "QuotaExceededError")) : store.transact(...args),
  }).create();
  await type(draft, "є ");
  full = true;

  await expect(type(draft, "нема")).rejects.toThrow();
  expect(textOf(draft)).toBe("є нема");
  full = false;
  await draft.keep();

  expect(textOf((await draftsOn(disk).open(draft.id))!)).toBe("є нема");
});

test("a page that stayed blank leaves neither a record nor a key", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();

  await draft.close();

  expect(await draftsOn(disk).list()).toEqual([]);
  expect(await disk.keyring.find(draft.id)).toBeUndefined();
});

test("a draft whose key is gone is neither opened nor listed", async () => {
  const disk = aDisk();
  const { id } = await aDraft(disk, "слово");
  await disk.keyring.destroy(id);

  expect(await draftsOn(disk).open(id)).toBeUndefined();
  expect(await draftsOn(disk).list()).toEqual([]);
  expect(await draftsOn(disk).open(anId(99_999))).toBeUndefined();
});

test("the difference of two texts, applied, makes the second of the first", () => {
  for (const [before, after] of [
    ["", "а"],
    ["аа", "ааа"],
    ["хліб і сіль", "хліб та сіль"],
    ["абв", ""],
  ] as const) {
    const content = { ...emptyContent, title: before };
    const change: Change = { kind: "title", ...difference(before, after) };
    expect(applyChange(content, change).title).toBe(after);
  }
});

async function aDraft(disk: Disk, text: string): Promise<Draft> {
  const draft = await draftsOn(disk).create();
  await type(draft, text);
  return draft;
}

const type = (draft: Draft, put: string): ReturnType<Draft["change"]> =>
  draft.change({ kind: "text", piece: 0, at: textOf(draft).length, cut: 0, put });

function textOf(draft: Draft): string {
  const piece = draft.content.pieces[0];
  return piece?.kind === "text" ? piece.text : "";
}
