// @vitest-environment happy-dom
import { h, render } from "preact";
import { expect, test, vi } from "vitest";
import type { Page } from "../../src/app/writing/page-model.ts";
import type { Speaker } from "../../src/app/writing/sound/player.ts";
import { SoundBlock } from "../../src/app/writing/sound/SoundPiece.tsx";
import { addSlice, beginSound } from "../../src/device/sound-records.ts";
import { aDisk, draftsOn } from "../support/device.ts";
import { someSlices } from "../support/recordings.ts";
import { aPage } from "../support/writing.ts";
import { aRoot } from "../support/root.ts";

const root = aRoot();

/** A speaker that plays nothing and says so. */
class FakeSpeaker extends EventTarget implements Speaker {
  src = "";
  currentTime = 0;
  readonly fails: string | undefined;
  constructor(fails?: string) {
    super();
    this.fails = fails;
  }
  async play(): Promise<void> {
    if (this.fails !== undefined) throw new DOMException("", this.fails);
    this.dispatchEvent(new Event("play"));
  }
  pause(): void {
    this.dispatchEvent(new Event("pause"));
  }
  removeAttribute(): void {
    this.src = "";
  }
}

interface Given {
  readonly seconds?: number;
  readonly most?: number;
  readonly fails?: string;
}

/** A page with a recording; drawn again whenever the page changes. */
async function aSpokenPage({ seconds = 6, most = 1e9, fails }: Given = {}) {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  const sound = await beginSound(draft.records, "audio/webm");
  for (const [index, slice] of someSlices(seconds).entries())
    await addSlice(draft.records, sound, index + 1, slice);
  const page = aPage(Promise.resolve(draft), false);
  await page.opened();
  await page.addSound(sound);
  page.records();
  const speaker = new FakeSpeaker(fails);
  const stop = page.content.subscribe(() => show(page, most, speaker));
  await vi.waitFor(() => expect(root.querySelector(".play")).not.toBeNull());
  return { page, speaker, stop };
}

function show(page: Page, most: number, speaker: FakeSpeaker): void {
  const index = page.content.peek().pieces.findIndex(({ kind }) => kind === "sound");
  const piece = page.content.peek().pieces[index];
  if (piece?.kind !== "sound") return render(null, root);
  const props = {
    page,
    piece,
    index,
    number: 1,
    language: "uk",
    most: async () => most,
    createSpeaker: () => speaker,
  } as const;
  render(h(SoundBlock, props), root);
}

const button = (name: string): HTMLButtonElement | undefined =>
  [...root.querySelectorAll("button")].find(
    (one) => (one.getAttribute("aria-label") ?? one.textContent) === name,
  );
const says = (text: string): Promise<void> =>
  vi.waitFor(() => expect(root.textContent).toContain(text));

test("a recording says how long and how large it is, plays and stands still", async () => {
  const { speaker } = await aSpokenPage();
  await says("0:06");
  await says("0,1\u00a0МБ");

  button("Слухати")!.click();
  await vi.waitFor(() => expect(button("Пауза")).toBeDefined());
  speaker.currentTime = 3;
  speaker.dispatchEvent(new Event("timeupdate"));
  await says("0:03");
  button("Пауза")!.click();

  await vi.waitFor(() => expect(button("Слухати")).toBeDefined());
  expect(root.querySelectorAll("rect.done")).toHaveLength(28);
});

test("one that is larger than the newsroom takes says so, and is shortened to what fits, and is whole again by undo", async () => {
  const { page } = await aSpokenPage({ most: 20_000 });
  await says("Запис завеликий: 0,1\u00a0МБ, можна до 0,1\u00a0МБ");

  button("Вкоротити")!.click();

  await says("Вкорочено: 0:03 з 0:06");
  const [, piece] = page.content.peek().pieces;
  expect(piece).toMatchObject({ kind: "sound", slices: 3 });
  button("Повернути")!.click();
  await says("Запис завеликий");
});

test("it can be shortened where it was stopped", async () => {
  const { page, speaker } = await aSpokenPage();
  expect(button("Вкоротити тут")).toBeUndefined();
  speaker.currentTime = 2.1;
  speaker.dispatchEvent(new Event("timeupdate"));
  await vi.waitFor(() => expect(button("Вкоротити тут")).toBeDefined());

  button("Вкоротити тут")!.click();

  await says("Вкорочено: 0:02 з 0:06");
  expect(page.content.peek().pieces[1]).toMatchObject({ slices: 2 });
});

test("what is said in it goes to the page's own words", async () => {
  const { page } = await aSpokenPage();
  const field = root.querySelector<HTMLTextAreaElement>("textarea")!;
  field.value = "Ми пекли хліб.";
  field.dispatchEvent(new Event("input", { bubbles: true }));

  expect(page.content.peek().pieces[1]).toMatchObject({ caption: "Ми пекли хліб." });
});

test("a recording is on the page once, however often it is shown", async () => {
  const { page } = await aSpokenPage();

  await page.addSound(1);
  expect(page.content.peek().pieces).toHaveLength(3);
  page.removePhoto(1);
  await page.addSound(1);

  expect(page.content.peek().pieces.filter(({ kind }) => kind === "sound")).toHaveLength(1);
});

test("taken off the page it can be put back", async () => {
  const { page } = await aSpokenPage();

  button("Прибрати запис 1")!.click();
  expect(page.content.peek().pieces).toEqual([{ kind: "text", text: "" }]);
  page.putBack();

  expect(page.content.peek().pieces.map(({ kind }) => kind)).toEqual(["text", "sound", "text"]);
});

test("a browser that cannot decode it says so, and that it can be sent; a pause that was too quick is no fault", async () => {
  await aSpokenPage({ fails: "AbortError" });
  button("Слухати")!.click();
  await vi.waitFor(() => expect(button("Слухати")).toBeDefined());
  render(null, root);

  await aSpokenPage({ fails: "NotSupportedError" });
  button("Слухати")!.click();
  await says("не відтворює такого запису");
});
