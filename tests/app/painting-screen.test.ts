// @vitest-environment happy-dom
import { h, render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PaintingModel, type Painting } from "../../src/app/writing/painting/painting-model.ts";
import { PaintingScreen } from "../../src/app/writing/painting/PaintingScreen.tsx";
import { paintingWordsIn } from "../../src/app/writing/painting/painting-words.ts";
import type { Mark } from "../../src/device/painting-over.ts";

const say = paintingWordsIn("uk");
const size = { width: 400, height: 300 };
let root: HTMLElement;
let painting: Painting;
let burning: PromiseWithResolvers<string | undefined>;
const [onDone, onClose, onHide] = [
  vi.fn((_marks: readonly Mark[]) => burning.promise),
  vi.fn(),
  vi.fn(),
];

beforeEach(() => {
  root = document.createElement("div");
  document.body.append(root);
  painting = new PaintingModel(size);
  burning = Promise.withResolvers();
  const shown = { painting, say, size, address: "blob:photo", alt: "Фото 1" };
  render(h(PaintingScreen, { ...shown, onDone, onClose, onHide }), root);
});
afterEach(() => {
  render(null, root);
  root.remove();
  vi.clearAllMocks();
});

const button = (name: string): HTMLElement =>
  [...root.querySelectorAll<HTMLElement>("button, [role=button]")].find(
    (one) => (one.getAttribute("aria-label") ?? one.textContent) === name,
  )!;
const said = (): string => root.querySelector("[role=status]")?.textContent ?? "";
const cancel = (): boolean =>
  root.querySelector("dialog")!.dispatchEvent(new Event("cancel", { cancelable: true }));

/** By keys alone: the frame, and what it holds painted over. */
async function paintByKeys(): Promise<void> {
  button(say.box).click();
  await vi.waitFor(() => expect(button(say.frame)).toBeTruthy());
  const press = (key: string, shiftKey = false): boolean =>
    button(say.frame).dispatchEvent(
      new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }),
    );
  press("ArrowRight");
  press("ArrowDown", true);
  press("Enter");
  await vi.waitFor(() => expect(root.querySelectorAll(".mark")).toHaveLength(1));
}

test("by keys a rectangle is placed and painted over, and 'Done' hands it on once", async () => {
  expect(said()).toBe(say.meaning);
  await paintByKeys();

  button(say.done).click();
  button(say.done).click();

  expect(onDone.mock.calls).toEqual([[[{ kind: "box", x: 168, y: 120, width: 80, height: 68 }]]]);
  await vi.waitFor(() => expect(said()).toBe(say.burning));
});

test("what could not be burned in is said, and can be tried again", async () => {
  await paintByKeys();
  button(say.done).click();
  burning.resolve(say.noRoom);
  await vi.waitFor(() => expect(said()).toBe(say.noRoom));

  button(say.done).click();

  expect(onDone).toHaveBeenCalledTimes(2);
});

test("the first Escape does not lose what was painted, the second does; while it is burned in, none", async () => {
  await paintByKeys();
  expect(cancel()).toBe(false);
  await vi.waitFor(() => expect(said()).toBe(say.notDone));
  expect(cancel()).toBe(true);

  button(say.done).click();
  expect(cancel()).toBe(false);
});

test("nothing painted, nothing burned in: 'Done' closes; 'Hide' is always there", () => {
  button(say.done).click();
  expect(onClose).toHaveBeenCalledTimes(1);
  expect(onDone).not.toHaveBeenCalled();
  expect(cancel()).toBe(true);

  button(say.hide).click();
  expect(onHide).toHaveBeenCalledTimes(1);
});

test("undo and clear are marked as having nothing to do, and keep the focus", async () => {
  expect(button(say.undo).getAttribute("aria-disabled")).toBe("true");
  await paintByKeys();
  expect(button(say.undo).getAttribute("aria-disabled")).toBe("false");
  button(say.undo).click();
  await vi.waitFor(() => expect(root.querySelectorAll(".mark")).toHaveLength(0));
  expect(painting.marks.value).toEqual([]);
});
