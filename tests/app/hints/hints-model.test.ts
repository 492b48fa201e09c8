import { expect, test } from "vitest";
import { HintsModel } from "../../../src/app/sending/hints/hints-model.ts";
import type { Draft } from "../../../src/device/draft.ts";
import { aDisk, draftsOn } from "../../support/device.ts";

const turns: () => Promise<void> = async () => undefined;

async function aDraft(): Promise<{ readonly draft: Draft; reopen(): Promise<Draft> }> {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  await draft.change(
    { kind: "title", at: 0, cut: 0, put: "Дзвінок на 0501234567" },
    { kind: "text", piece: 0, at: 0, cut: 0, put: "Ми жили на вул. Садова, 12, з тіткою Олею." },
    {
      kind: "pieces",
      at: 1,
      cut: 0,
      put: [{ kind: "photo", photo: 1, caption: "Садова, 12, ганок" }],
    },
  );
  return {
    draft,
    async reopen() {
      await draft.close();
      const found = await draftsOn(disk).open(draft.id);
      if (found === undefined) throw new Error("the draft is gone");
      return found;
    },
  };
}

const hintsOf = (draft: Draft) =>
  new HintsModel({
    content: () => draft.content,
    apply: (change) => void draft.change(change),
    records: draft.records,
    pause: turns,
  });

test("title, text and captions are looked through, each hint with its own words", async () => {
  const { draft } = await aDraft();
  const model = hintsOf(draft);
  await model.look();

  expect(model.hints.value.map(({ kind, field, words }) => [kind, field, words])).toEqual([
    ["phone", "title", "0501234567"],
    ["address", 0, "вул. Садова, 12"],
    ["name", 0, "тіткою Олею"],
    ["address", 1, "Садова, 12"],
  ]);
});

test("taken out, the words are gone from the draft, and come back by 'Undo'", async () => {
  const { draft } = await aDraft();
  const model = hintsOf(draft);
  await model.look();
  await model.takeOut(model.hints.value[1]!);

  expect(draft.content.pieces[0]).toEqual({ kind: "text", text: "Ми жили на …, з тіткою Олею." });
  expect(model.hints.value).toHaveLength(3);
  await model.undo();
  expect(draft.content.pieces[0]).toMatchObject({
    text: "Ми жили на вул. Садова, 12, з тіткою Олею.",
  });
  expect(model.hints.value).toHaveLength(4);
});

test("taking out is a step of the draft like any other", async () => {
  const { draft } = await aDraft();
  const model = hintsOf(draft);
  await model.look();
  await model.takeOut(model.hints.value[0]!);
  expect(draft.content.title).toBe("Дзвінок на …");

  expect(draft.canUndo).toBe(true);
});

test("words that were changed meanwhile are left alone, and looked at anew", async () => {
  const { draft } = await aDraft();
  const model = hintsOf(draft);
  await model.look();
  const [phone] = model.hints.value;
  await draft.change({ kind: "title", at: 0, cut: 8, put: "Був " });
  await model.takeOut(phone!);

  expect(draft.content.title).toBe("Був на 0501234567");
  expect(model.hints.value[0]).toMatchObject({ words: "0501234567", from: 7 });
});

test("left in, it is not shown again in this draft, also after a restart; another draft knows nothing of it", async () => {
  const { draft, reopen } = await aDraft();
  const model = hintsOf(draft);
  await model.look();
  await model.leaveIn(model.hints.value.find(({ kind }) => kind === "name")!);
  expect(model.hints.value.map(({ kind }) => kind)).toEqual(["phone", "address", "address"]);

  const again = hintsOf(await reopen());
  await again.look();
  expect(again.hints.value.map(({ kind }) => kind)).toEqual(["phone", "address", "address"]);
  const other = hintsOf((await aDraft()).draft);
  await other.look();
  expect(other.hints.value).toHaveLength(4);
});

test("a look that was overtaken by another shows nothing", async () => {
  const { draft } = await aDraft();
  let release: () => void = () => undefined;
  let waits = true;
  const model = new HintsModel({
    content: () => draft.content,
    apply: (change) => void draft.change(change),
    records: draft.records,
    pause: () => (waits ? new Promise((resolve) => (release = resolve)) : Promise.resolve()),
  });
  const first = model.look();
  await new Promise((resolve) => setTimeout(resolve));
  await new Promise((resolve) => setTimeout(resolve));
  waits = false;
  await draft.change({ kind: "title", at: 0, cut: 99, put: "" });
  await model.look();
  release();
  await first;

  expect(model.hints.value.map(({ field }) => field)).toEqual([0, 0, 1]);
});
