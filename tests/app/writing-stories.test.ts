import { describe, expect, test } from "vitest";
import { en } from "../../src/app/writing/messages/en.ts";
import { uk } from "../../src/app/writing/messages/uk.ts";
import { pathOf, reasonFor } from "../../src/app/writing/story-path.ts";
import {
  type LineState,
  listStories,
  remedyFor,
  statusOf,
  titleOf,
} from "../../src/app/writing/stories.ts";
import { type Stories, StoriesModel } from "../../src/app/writing/stories-model.ts";
import { inWords } from "../../src/app/writing/when.ts";
import type { DraftSummary } from "../../src/device/draft-content.ts";
import { createOutbox, type Outbox, type OutboxState } from "../../src/device/outbox.ts";
import type { RandomId } from "../../src/protocol/bytes.ts";
import type { StoryId } from "../../src/protocol/intake.ts";
import { aDisk, anId, type Disk, draftsOn } from "../support/device.ts";
import { anEntry, putStory } from "../support/writing.ts";

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
        "now Редакція ще не прочитала",
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

test("a refusal is said with what mends it", () => {
  expect(reasonFor([{ code: "too-big", part: 2 }], uk)).toContain("фото 2 завелике");
  expect(reasonFor([{ code: "conflict" }], uk)).toContain("ще раз");
  expect(remedyFor([{ code: "outdated" }])).toBe("update");
  expect(remedyFor([{ code: "too-big", part: 1 }])).toBe("fix");
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
  expect(woken).toEqual(["put"]);
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
