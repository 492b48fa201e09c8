// @vitest-environment happy-dom
// Saving to a file and opening one: what is said at each step, and that the words are seen once.
import { h, render } from "preact";
import { expect, test, vi } from "vitest";
import { OpenDraftSheet } from "../../src/app/writing/files/OpenDraftSheet.tsx";
import { OpeningModel, type OpeningModelDeps } from "../../src/app/writing/files/opening-model.ts";
import { SaveDraftSheet } from "../../src/app/writing/files/SaveDraftSheet.tsx";
import { SavingModel, type SavingDeps } from "../../src/app/writing/files/saving-model.ts";
import { en } from "../../src/app/writing/files/messages/en.ts";
import { uk } from "../../src/app/writing/files/messages/uk.ts";
import { newRandomId } from "../../src/device/random-id.ts";
import { aRoot } from "../support/root.ts";

const root = aRoot();

const words = ["абетка", "яструб", "книга", "річка", "сонях", "хліб", "вікно"];
const file = new File(["age"], "zapys.age");

function aHandling(sharable = false) {
  return {
    canShare: () => sharable,
    share: vi.fn(async () => true),
    save: vi.fn(),
  };
}

function aSaving(change: Partial<SavingDeps> = {}) {
  const handing = aHandling();
  const make = async () => ({ file, words, missing: 0 });
  return { handing, model: new SavingModel({ handing, make, ...change }) };
}

const showSaving = (model: InstanceType<typeof SavingModel>): void =>
  render(
    h(SaveDraftSheet, { model, messages: uk, language: "uk", onClose: () => undefined }),
    root,
  );

const button = (name: string): HTMLButtonElement | undefined =>
  [...root.querySelectorAll("button")].find(({ textContent }) => textContent === name);

test("the words stand in their order, with a sentence to write them down, and then the ways out", async () => {
  const { model, handing } = aSaving();
  showSaving(model);
  expect(root.textContent).toContain(uk.draftWhy);
  expect(root.textContent).not.toContain(words[0]);

  button(uk.make)?.click();

  await vi.waitFor(() => expect(root.textContent).toContain(uk.paper));
  expect([...root.querySelectorAll("ol li")].map(({ textContent }) => textContent)).toEqual(words);
  expect(root.textContent).toContain(uk.paperWhy);
  expect(button(uk.share)).toBeUndefined();
  button(uk.save)?.click();
  expect(handing.save).toHaveBeenCalledExactlyOnceWith(file);
  await vi.waitFor(() => expect(root.textContent).toContain("Збережено: zapys.age"));
});

test("where there is a share sheet it comes first; one that was closed changes nothing", async () => {
  const handing = { ...aHandling(true), share: vi.fn(async () => false) };
  const { model } = aSaving({ handing });
  showSaving(model);
  await model.make();

  await model.share();

  expect(handing.share).toHaveBeenCalledOnce();
  expect(model.saving.value).not.toHaveProperty("gone");
  expect(root.textContent).not.toContain(uk.shared);
});

test("what could not be had, and what could not be made, is said", async () => {
  const missing = aSaving({ make: async () => ({ file, words, missing: 3 }) }).model;
  await missing.make();
  showSaving(missing);
  await vi.waitFor(() => expect(root.querySelector('[role="alert"]')?.textContent).toMatch(/: 3$/));

  for (const [make, said] of [
    [async () => "too-big" as const, uk.draftTooBig],
    [async () => Promise.reject(new Error("no memory")), uk.notMade],
  ] as const) {
    const { model } = aSaving({ make });
    await model.make();
    showSaving(model);
    await vi.waitFor(() => expect(root.querySelector('[role="alert"]')?.textContent).toBe(said));
  }
});

function anOpening(open: OpeningModelDeps["open"]) {
  const opened: string[] = [];
  const model = new OpeningModel({ open, onOpened: (draft) => void opened.push(draft) });
  render(
    h(OpenDraftSheet, { model, messages: uk, language: "uk", onClose: () => undefined }),
    root,
  );
  model.choose(file);
  return { model, opened };
}

test("fewer words than seven are counted before anything is tried", async () => {
  const open = vi.fn();
  const { model } = anOpening(open);
  model.type("абетка, яструб");

  await model.open();

  expect(open).not.toHaveBeenCalled();
  await vi.waitFor(() =>
    expect(root.textContent).toContain("Слів має бути сім, а тут 2\u00a0слова"),
  );
});

test.for(Object.keys(uk.trouble) as (keyof typeof uk.trouble)[])(
  "%s has a sentence of its own, and the words stay for another try",
  async (why) => {
    const { model, opened } = anOpening(async () => {
      if (why === "failed") throw new Error("storage is away");
      return { kind: why };
    });
    model.type(words.join(" "));

    await model.open();

    await vi.waitFor(() =>
      expect(root.querySelector('[role="alert"]')?.textContent).toBe(uk.trouble[why]),
    );
    expect([opened, model.typed.value]).toEqual([[], words.join(" ")]);
    expect(model.canOpen.value).toBe(true);
  },
);

test("an opened draft is handed on, once, however often the button is pressed", async () => {
  const id = newRandomId();
  const open = vi.fn(async () => ({ kind: "opened", draft: id }) as const);
  const { model, opened } = anOpening(open);
  model.type(words.join(" "));

  await Promise.all([model.open(), model.open()]);

  expect([open.mock.calls.length, opened]).toEqual([1, [id]]);
});

test("its words are those of people, in both languages", () => {
  const strings = (value: unknown): readonly string[] => {
    if (typeof value === "function") return [String((value as (given: number) => unknown)(5))];
    if (typeof value === "object" && value !== null) return Object.values(value).flatMap(strings);
    return [String(value)];
  };
  for (const sentence of strings(en))
    expect(sentence).not.toMatch(/['`]|\b(outbox|edition|library|delivery|sync|cache|encrypt)/i);
  for (const sentence of strings(uk))
    expect(sentence).not.toMatch(/['`]|кеш|синхрон|шифр|бібліотек|доставк|\bми\b/i);
});
