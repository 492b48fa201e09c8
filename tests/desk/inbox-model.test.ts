import { expect, test } from "vitest";
import { DeskModel, type DeskWorld } from "../../src/desk/desk-model.ts";
import { InboxModel } from "../../src/desk/inbox-model.ts";
import { openKeyFile } from "../../src/desk/key-file.ts";
import { isReceipt } from "../../src/desk/receipt-search.ts";
import type { Requests } from "../../src/desk/requests.ts";
import type { StoryId } from "../../src/protocol/intake.ts";
import { anId, aStory } from "../support/makers.ts";
import { aKeyFile, aLine, aServer, passphrase, seal, sealStory } from "./desk-support.ts";

const { file, recipient } = await aKeyFile();
const first = aLine({ id: anId(1) as StoryId });
const second = aLine({ id: anId(2) as StoryId, code: { uk: "ГД2-ЄЮЯ", en: "GD2-IJQ" } });
const third = aLine({
  id: anId(3) as StoryId,
  state: "declined",
  code: { uk: "999-АБВ", en: "999-ABV" },
});

async function aDesk(change: Partial<Requests> = {}) {
  const sealed = new Map([
    [first.id, await sealStory(recipient, aStory({ id: first.id }))],
    [second.id, await seal(recipient, "{")],
    [third.id, await sealStory(recipient, aStory({ id: third.id, title: "Вода по середах" }))],
  ]);
  const clock = { now: 0, ticks: [] as (() => void)[] };
  const requests = aServer({
    session: async () => ({ kind: "done", value: 1 }),
    stories: async () => ({ kind: "done", value: [first, second, third] }),
    text: async (id) => ({ kind: "done", value: sealed.get(id)! }),
    ...change,
  });
  const world: DeskWorld = {
    requests,
    openKeyFile,
    now: () => clock.now,
    after: (_milliseconds, call) => {
      clock.ticks.push(call);
      return () => undefined;
    },
  };
  const desk = new DeskModel(world);
  const inbox = new InboxModel(requests, desk, () => "2026-11-23");
  await desk.start(undefined);
  return { desk, inbox, clock };
}

test("what came in is opened here, and a hostile story is one line among the others", async () => {
  const { desk, inbox } = await aDesk();

  await desk.openKey(file, passphrase);
  await inbox.load();

  expect(inbox.stories.value.map(({ opened }) => opened?.kind)).toEqual([
    "opened",
    "broken",
    "opened",
  ]);
  expect(inbox.visible.value.map(({ line }) => line.id)).toEqual([first.id, second.id]);
  expect(Object.fromEntries(inbox.counts.value)).toEqual({
    new: 2,
    working: 0,
    published: 0,
    declined: 1,
  });
});

test("without the key nothing is opened, and a wrong passphrase leaves it closed", async () => {
  const { desk, inbox } = await aDesk();

  await desk.openKey(file, "щось інше");
  await inbox.load();

  expect(desk.key.value).toEqual({ kind: "closed", why: "wrong-passphrase" });
  expect(inbox.stories.value.map(({ opened }) => opened)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("the key closes by itself after eight hours, also where the laptop slept through them", async () => {
  const { desk, clock } = await aDesk();
  await desk.openKey(file, passphrase);

  clock.now = 8 * 60 * 60_000 - 1;
  clock.ticks.at(-1)?.();
  const before = desk.key.value.kind;
  clock.now += 1;
  const held = desk.deskKey();

  expect(before).toBe("open");
  expect(held).toBeUndefined();
  expect(desk.key.value).toEqual({ kind: "closed", why: "time" });
});

test("a search finds opened words in every tab, and a story by its receipt", async () => {
  const { desk, inbox } = await aDesk();
  await desk.openKey(file, passphrase);
  await inbox.load();
  const find = (query: string) => {
    inbox.query.value = query;
    return inbox.visible.value.map(({ line }) => line.id);
  };

  expect(find("по СЕРЕДАХ")).toEqual([third.id]);
  expect(find("дріжджі")).toEqual([first.id, third.id]);
  expect(find("гд2єюя")).toEqual([second.id]);
  expect(find("немає такого")).toEqual([]);
});

test.each<[string, boolean]>([
  ["7К2-Ф4М", true],
  ["7k2-f4m", true],
  ["7K2Ф4М", true],
  ["7 к 2", true],
  ["7К2-Ф4Н", false],
  ["7К", false],
  ["Ф4М", false],
])("a receipt is found in either alphabet: %s → %o", (query, found) => {
  expect(isReceipt(first.code, query)).toBe(found);
});

test("what was opened stays in its tab until another is chosen, so that J and K keep their place", async () => {
  const { desk, inbox } = await aDesk();
  await desk.openKey(file, passphrase);
  await inbox.load();

  inbox.move(1);
  inbox.setLine(first.id, { state: "opened" });
  inbox.move(1);

  expect(inbox.selected.value).toBe(second.id);
  expect(inbox.visible.value).toHaveLength(2);
  inbox.choose("new");
  expect(inbox.visible.value.map(({ line }) => line.id)).toEqual([second.id]);
});

test("a session that ended closes the key", async () => {
  const { desk, inbox } = await aDesk({ stories: async () => ({ kind: "signed-out" }) });
  await desk.openKey(file, passphrase);

  await inbox.load();

  expect(desk.session.value).toEqual({ kind: "out", why: "ended" });
  expect(desk.deskKey()).toBeUndefined();
});
