import { describe, expect, test } from "vitest";
import { en as writingEn } from "../../src/app/writing/messages/en.ts";
import { uk as writingUk } from "../../src/app/writing/messages/uk.ts";
import { restsForWifi } from "../../src/app/writing/sealed/media.ts";
import { en as sealedEn } from "../../src/app/writing/sealed/messages/en.ts";
import { uk as sealedUk } from "../../src/app/writing/sealed/messages/uk.ts";
import { reasonFor, remedyFor } from "../../src/app/writing/sealed/reasons.ts";
import { statusOf } from "../../src/app/writing/sealed/status.ts";
import { pathOf } from "../../src/app/writing/sealed/story-path.ts";
import { type LineState, listStories, storyOf, titleOf } from "../../src/app/writing/stories.ts";
import { type Stories, StoriesModel } from "../../src/app/writing/stories-model.ts";
import { inWords } from "../../src/app/writing/when.ts";
import type { DraftSummary } from "../../src/device/draft-content.ts";
import { createOutbox, type Outbox, type OutboxState } from "../../src/device/outbox.ts";
import type { RandomId } from "../../src/protocol/bytes.ts";
import type { ObstacleCode } from "../../src/device/line.ts";
import type { StoryId } from "../../src/protocol/intake.ts";
import { aDisk, anId, type Disk, draftsOn } from "../support/device.ts";
import { anEntry, putStory } from "../support/writing.ts";

const uk = { ...writingUk, ...sealedUk };
const en = { ...writingEn, ...sealedEn };
const waiting: OutboxState = { kind: "waiting", obstacles: [] };
const onTheWay: OutboxState = { kind: "sending", receipt: null, held: [2], obstacles: [] };
const sent = (newsroom: "received" | "opened" | "published" | "declined"): OutboxState => ({
  kind: "sent",
  receipt: null,
  newsroom,
});
const refused: OutboxState = {
  kind: "needs-you",
  refusals: [{ code: "too-big", part: 2 }],
  receipt: null,
  held: [1, 0],
};

describe("the status follows from the disk and from the line", () => {
  const idle: LineState = { kind: "idle" };
  const moving: LineState = { kind: "moving" };
  const resting: LineState = { kind: "resting", trouble: "unreachable", until: 0 };
  test.each([
    [waiting, idle, "waiting"],
    [waiting, moving, "sending"],
    [waiting, resting, "waiting"],
    [onTheWay, moving, "sending"],
    [onTheWay, resting, "waiting"],
    [sent("received"), resting, "sent"],
    [refused, moving, "needs-you"],
  ] as const)("%o with a line that is %o: %s", (state, line, status) => {
    expect(statusOf(anEntry(state), line)).toBe(status);
  });
});

describe("the path says what is on disk, in the words of the interface", () => {
  const photos = { parts: [3_400_000, 2_000_000], heldBytes: 2_100_000 };
  test.each([
    [
      "waiting",
      anEntry(waiting, photos),
      ["done Запечатано", "now Текст піде першим", "todo Фото: 5,4 МБ", "todo Редакція прочитає"],
    ],
    [
      "on the way",
      anEntry(onTheWay, photos),
      [
        "done Запечатано",
        "done Текст у редакції",
        "now Фото: 2,1 з 5,4 МБ",
        "todo Редакція прочитає",
      ],
    ],
    [
      "sent",
      anEntry(sent("received"), photos),
      [
        "done Запечатано",
        "done Текст у редакції",
        "done Фото в редакції",
        "todo Редакція прочитає",
      ],
    ],
    [
      "read",
      anEntry(sent("opened")),
      ["done Запечатано", "done Текст у редакції", "done Редакція прочитала"],
    ],
    [
      "published",
      anEntry(sent("published")),
      ["done Запечатано", "done Текст у редакції", "done Редакція прочитала", "done Опубліковано"],
    ],
    [
      "refused in part",
      anEntry(refused, photos),
      [
        "done Запечатано",
        "done Текст у редакції",
        "trouble Фото: 2,1 з 5,4 МБ",
        "todo Редакція прочитає",
      ],
    ],
  ] as const)("%s", (_name, entry, expected) => {
    const said = pathOf(entry, uk, "uk").map(({ seed, title }) => `${seed} ${title}`);
    expect(said.map((line) => line.replace("\u00a0", " "))).toEqual(expected);
  });

  test("the receipt names its code only once the newsroom has the text", () => {
    const notes = (state: OutboxState): string =>
      JSON.stringify(pathOf(anEntry(state), uk, "uk").map(({ note }) => note));
    expect(notes(waiting)).not.toContain("Квитанція");
    expect(notes(onTheWay)).toContain("Квитанція 555-555");
    expect(notes(sent("received"))).toContain("Квитанція 555-555: редакція отримала все");
  });

  test("the bar says how much is there", () => {
    const steps = pathOf(anEntry(onTheWay, photos), en, "en");
    expect(steps.map(({ progress }) => progress).filter((held) => held !== undefined)).toEqual([
      2_100_000 / 5_400_000,
    ]);
  });
});

describe("a refusal is said in words of its own, with what mends it", () => {
  const entry = anEntry(refused, { parts: [65_536, 131_072, 98_304], chosen: { sound: [2] } });
  const said = (code: ObstacleCode, part?: number): string =>
    reasonFor(entry, [{ code, ...(part === undefined ? {} : { part }) }], uk, "uk").replaceAll(
      "\u00a0",
      " ",
    );
  test.each([
    ["too-big", undefined, "текст завеликий. Поділіть його на дві розповіді"],
    ["too-big", 3, "фото 2 завелике: 0,1 МБ. Решта пішла"],
    ["too-big", 2, "запис завеликий: 0,1 МБ. Решта пішла"],
    ["damaged", 1, "фото 1 пошкодилося. Додайте його ще раз"],
    ["digest", 2, "запис пошкодився. Додайте його ще раз"],
    ["digest", undefined, "дорогою щось пошкодилося. Запечатайте розповідь ще раз"],
    ["damaged", undefined, "на телефоні щось пошкодилося. Запечатайте розповідь ще раз"],
    ["malformed", undefined, "редакція не змогла прийняти цю розповідь. Запечатайте її ще раз"],
    [
      "conflict",
      undefined,
      "у редакції під цією квитанцією вже інша розповідь. Запечатайте ще раз",
    ],
    ["outdated", undefined, "надіслати зможе лише нова версія. Розповідь ціла, на телефоні"],
  ] as const)("%s of %o", (code, part, expected) => {
    expect(said(code, part)).toBe(expected);
  });

  test("what mends it", () => {
    expect(remedyFor([{ code: "outdated" }], false)).toBe("update");
    expect(remedyFor([{ code: "too-big", part: 1 }], false)).toBe("fix");
    expect(remedyFor([{ code: "malformed" }], true)).toBe("discard");
  });
});

test("a story that was sealed again keeps the draft with its newest revision; the earlier one can go alone", () => {
  const copy = aSummary({ id: anId(78) });
  const refusedFirst = anEntry(
    { kind: "needs-you", refusals: [{ code: "malformed" }], held: [] },
    { id: anId(5) as StoryId, order: 1 },
  );
  const again = anEntry(waiting, { id: anId(6) as StoryId, order: 2 });

  const items = listStories([copy], [refusedFirst, again]);

  expect(
    items.map(
      (item) => item.kind === "story" && [item.entry.id, item.isSuperseded, item.draft?.id],
    ),
  ).toEqual([
    [again.id, false, copy.id],
    [refusedFirst.id, true, undefined],
  ]);
  expect(storyOf(items, copy.id)?.entry.id).toBe(again.id);
});

describe("what waits for Wi-Fi says so, once nothing else moves", () => {
  const choices = { photos: "wifi", sound: "any" } as const;
  const story = anEntry(
    { kind: "sending", receipt: null, held: [0, 1], obstacles: [] },
    { parts: [65_536, 65_536] },
  );
  test.each([
    ["counted", story, true],
    ["wifi", story, false],
    ["unknown", story, false],
    ["counted", { ...story, chosen: { media: "any" } } as const, false],
    // The recording still moves.
    ["counted", { ...story, parts: [65_536, 131_072], chosen: { sound: [2] } }, false],
  ] as const)("over a network that is %s", (network, entry, expected) => {
    expect(restsForWifi(entry, choices, network)).toBe(expected);
    const idle = { kind: "resting", trouble: undefined, until: 0 } as const;
    expect(statusOf(entry, idle, expected)).toBe(expected ? "wifi" : "waiting");
  });
});

test("a paused story says so, whatever the line does", () => {
  expect(statusOf(anEntry(waiting, { paused: true }), { kind: "moving" })).toBe("paused");
});

test("drafts and stories stand in one list, newest first, and a sealed draft in its story's row", () => {
  const draft = aSummary({ id: anId(1), changedAt: 7_000 });
  const copy = aSummary({ id: anId(78), changedAt: 9_000 });
  const older = anEntry(sent("opened"), { id: anId(5) as StoryId, own: undefined });

  const items = listStories([copy, draft], [older, anEntry(waiting)]);

  expect(items.map(({ kind, draft: of }) => [kind, of?.id])).toEqual([
    ["draft", draft.id],
    ["story", copy.id],
    ["story", undefined],
  ]);
});

test("a row without a title is called by its first words", () => {
  expect(titleOf({ kind: "draft", draft: aSummary({ title: " ", firstWords: "У березні" }) })).toBe(
    "У березні",
  );
  expect(titleOf({ kind: "draft", draft: aSummary({ title: "" }) })).toBeUndefined();
});

test("a discarded draft is out of the list at once, comes back by 'Undo', and is gone for good when the line closes", async () => {
  const disk = aDisk();
  const { stories, write } = aList(disk);
  await write("Перша");
  await stories.open();

  await stories.discard(stories.items.value![0]!);
  expect(stories.items.value).toEqual([]);
  await stories.undo();
  expect(stories.items.value).toHaveLength(1);
  await stories.discard(stories.items.value![0]!);
  await stories.settle();

  expect(stories.gone.value).toBeUndefined();
  expect(stories.items.value).toEqual([]);
  expect(await draftsOn(disk).list()).toEqual([]);
});

test("discarding a second one settles the first", async () => {
  const disk = aDisk();
  const { stories, write } = aList(disk);
  await write("Перша");
  await write("Друга");
  await stories.open();

  await stories.discard(stories.items.value![0]!);
  await stories.discard(stories.items.value![0]!);
  await stories.undo();

  expect(await draftsOn(disk).list()).toHaveLength(1);
  expect(stories.items.value).toHaveLength(1);
});

test("what was discarded when the app was closed is destroyed at the next start", async () => {
  const disk = aDisk();
  const { stories, write } = aList(disk);
  await write("Перша");
  await stories.open();
  await stories.discard(stories.items.value![0]!);

  const again = aList(disk);
  await again.stories.open();

  expect(again.stories.items.value).toEqual([]);
  expect(await draftsOn(disk).list()).toEqual([]);
});

test("a story whose discarding was cut short by the end of the app is destroyed at the next start, and its copy with it", async () => {
  const disk = aDisk();
  const { stories, write, putInLine } = aList(disk);
  const draft = await write("Хліб");
  await putInLine(draft);
  await stories.open();
  expect(stories.items.value).toMatchObject([{ kind: "story", draft: { id: draft } }]);
  await stories.discard(stories.items.value![0]!);

  const again = aList(disk);
  await again.stories.open();

  expect(again.stories.items.value).toEqual([]);
  expect(await again.outbox.list()).toEqual([]);
  expect(await draftsOn(disk).list()).toEqual([]);
});

test("hundreds of changes are a few readings, and the last of them sees what the last change made", async () => {
  const disk = aDisk();
  const { stories, outbox, write, putInLine } = aList(disk);
  let readings = 0;
  const list = outbox.list;
  outbox.list = () => {
    readings += 1;
    return list();
  };
  const all: Promise<void>[] = [];
  for (let n = 0; n < 100; n += 1) all.push(stories.refresh());
  await putInLine(await write("Хліб"));
  all.push(stories.refresh());
  await Promise.all(all);

  expect(readings).toBeLessThan(10);
  expect(stories.items.value).toHaveLength(1);
});

test("a draft and a story that do not open hide none of the others", async () => {
  const disk = aDisk();
  const { stories, write, putInLine } = aList(disk);
  const damaged = await write("Зіпсована");
  await putInLine(damaged);
  await write("Ціла");
  await disk.store().transact(["drafts", "stories"], "readwrite", async (transaction) => {
    const [drafts, sealed] = [
      transaction.objectStore("drafts"),
      transaction.objectStore("stories"),
    ];
    const [story] = await sealed.getAll();
    const cipher = { iv: new ArrayBuffer(12), data: new ArrayBuffer(40) };
    await drafts.put({ ...(await drafts.get([damaged, 1]))!, cipher });
    await sealed.put({ ...story!, own: cipher });
  });

  await stories.open();

  expect(stories.items.value?.map((item) => [item.kind, titleOf(item)])).toEqual([
    ["draft", "Ціла"],
    ["story", undefined],
  ]);
});

test("a story that comes back by 'Undo' is in the line again, with its copy", async () => {
  const { stories, write, putInLine, woken } = aList(aDisk());
  await putInLine(await write("Хліб"));
  await stories.open();

  await stories.discard(stories.items.value![0]!);
  expect(stories.isWaiting.value).toBe(false);
  await stories.undo();

  expect(stories.items.value).toMatchObject([{ kind: "story", draft: { discarded: false } }]);
  expect(stories.isWaiting.value).toBe(true);
  expect(woken).toEqual(["put", "put"]);
});

test("times are said as people say them", () => {
  const now = new Date(2026, 10, 12, 9, 0).getTime();
  const at = (...moment: readonly [number, number, number, number, number]): string =>
    inWords(new Date(...moment).getTime(), now, uk, "uk");

  expect(at(2026, 10, 12, 8, 10)).toBe("сьогодні, 8:10");
  expect(at(2026, 10, 11, 21, 52)).toBe("учора, 21:52");
  expect(at(2026, 10, 9, 7, 5)).toBe("9\u00a0листопада, 7:05");
});

function aSummary(change: Partial<Omit<DraftSummary, "id">> & { id?: string } = {}): DraftSummary {
  return {
    title: "",
    firstWords: "",
    words: 0,
    photos: 0,
    sounds: 0,
    changedAt: 1,
    discarded: false,
    ...change,
    id: (change.id ?? anId(1)) as RandomId,
  };
}

function aList(disk: Disk): {
  stories: Stories;
  outbox: Outbox;
  /** What the line was woken by. */
  woken: string[];
  write: (text: string) => Promise<RandomId>;
  putInLine: (draft: RandomId) => Promise<void>;
} {
  const woken: string[] = [];
  const store = disk.store();
  const drafts = draftsOn(disk, undefined, store);
  const line = {
    state: { kind: "idle" },
    onState: () => undefined,
    wake: (by: string) => void woken.push(by),
  } as const;
  const outbox = createOutbox({ store, keyring: disk.keyring, announce: () => undefined });
  return {
    stories: new StoriesModel({ drafts, outbox, line }),
    outbox,
    woken,
    putInLine: (draft) => putStory(store, disk.keyring, draft),
    async write(put) {
      const draft = await drafts.create();
      await draft.change({ kind: "text", piece: 0, at: 0, cut: 0, put });
      return draft.id;
    },
  };
}
