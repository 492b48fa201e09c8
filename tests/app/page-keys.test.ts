// @vitest-environment happy-dom
import { h, render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchKeys } from "../../src/app/writing/comfort/keys.ts";
import { uk } from "../../src/app/writing/messages/uk.ts";
import type { Page } from "../../src/app/writing/page-model.ts";
import { PageScreen } from "../../src/app/writing/PageScreen.tsx";
import { aDisk, draftsOn } from "../support/device.ts";
import { aPage } from "../support/writing.ts";

let root: HTMLElement;
let stop: () => void;
let page: Page;
const [onHide, onSend] = [vi.fn(), vi.fn()];

beforeEach(async () => {
  root = document.createElement("div");
  document.body.append(root);
  page = aPage(draftsOn(aDisk()).create());
  await page.opened();
  const nothing = (): void => undefined;
  const props = {
    model: page,
    store: aDisk().store(),
    messages: uk,
    language: "uk",
    durable: true,
    demonstration: false,
    isNew: true,
    cannotSend: false,
    onBack: nothing,
    onHide,
    onSend,
    onDiscard: nothing,
    onChecked: nothing,
    onSaveAsFile: nothing,
  } as const;
  render(h(PageScreen, props), root);
  stop = watchKeys(document, () => page);
});
afterEach(() => {
  stop();
  render(null, root);
  root.remove();
  vi.clearAllMocks();
});

const field = (label: string): HTMLTextAreaElement =>
  root.querySelector<HTMLTextAreaElement>(`textarea[aria-label="${label}"]`)!;

/** Presses a key where the focus is; true where the browser is left to do what it does by itself. */
const press = (key: string, init: KeyboardEventInit = {}): boolean =>
  (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }),
  );

async function write(text: string): Promise<void> {
  const area = field("Розповідь");
  area.focus();
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  await vi.waitFor(() => expect(page.isUnsaved.value).toBe(false));
}

const text = (): string => {
  const [first] = page.content.value.pieces;
  return first?.kind === "text" ? first.text : "";
};

test.each([
  ["a Latin keyboard", { key: "z", code: "KeyZ" }],
  ["a Ukrainian keyboard, where Z says «я»", { key: "я", code: "KeyZ" }],
  ["a German keyboard, where Z is elsewhere", { key: "z", code: "KeyY" }],
  ["a Mac", { key: "z", code: "KeyZ", ctrlKey: false, metaKey: true }],
])("Control and Z take back the last words on %s", async (_, { key, ...init }) => {
  await write("Хліб");

  expect(press(key, { ctrlKey: true, ...init })).toBe(false);

  await vi.waitFor(() => expect(text()).toBe(""));
});

test.each([
  ["the third level of a keyboard", "z", { ctrlKey: true, altKey: true, code: "KeyZ" }],
  ["a letter that is being composed", "z", { ctrlKey: true, isComposing: true }],
  ["a German Y", "y", { code: "KeyZ" }],
] as const)("%s is left alone", async (_, key, init) => {
  await write("Хліб");
  expect(press(key, init)).toBe(true);
  expect(text()).toBe("Хліб");
});

test("Escape hides, Control and Enter send; not in the middle of a composed word, and nothing from a blank page", async () => {
  field("Розповідь").focus();
  press("Enter", { ctrlKey: true });
  expect(onSend).not.toHaveBeenCalled();
  await write("Хліб");

  press("Escape", { isComposing: true });
  expect(onHide).not.toHaveBeenCalled();
  press("Enter", { ctrlKey: true });
  press("Escape");

  expect([onSend.mock.calls.length, onHide.mock.calls.length]).toEqual([1, 1]);
});

test("the browser's own saving, which would put the words into a file, is not asked for", () => {
  field("Розповідь").focus();
  expect(press("і", { ctrlKey: true, code: "KeyS" })).toBe(false);
});

test("Backspace at the beginning takes no letter of the text before: it points to the photo, and again takes it off", async () => {
  await write("Хліб");
  page.caretAt(0, 4);
  await page.addPhotos([new Blob(["…"])]);
  await vi.waitFor(() => expect(field("Продовження 2")).toBeTruthy());
  field("Продовження 2").focus();
  field("Продовження 2").setSelectionRange(0, 0);

  expect(press("Backspace")).toBe(false);
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Прибрати фото 1");
  // A key that is held down goes no further.
  press("Backspace", { repeat: true });
  expect(page.content.value.pieces).toHaveLength(3);
  press("Backspace");

  expect(page.content.value.pieces).toEqual([{ kind: "text", text: "Хліб" }]);
  await vi.waitFor(() => expect(document.activeElement).toBe(field("Розповідь")));
  expect(field("Розповідь").selectionStart).toBe(4);
});

test("in the middle of words Backspace and the arrows are the browser's", async () => {
  await write("Хліб");
  field("Розповідь").setSelectionRange(2, 2);
  for (const key of ["Backspace", "Delete", "ArrowUp", "ArrowDown", "Enter"])
    expect(press(key), key).toBe(true);
});
