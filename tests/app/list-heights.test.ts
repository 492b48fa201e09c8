// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { measure, type MeasuredHeights } from "../../src/app/reading/list-heights.ts";
import { stretchSize } from "../../src/app/reading/long-list.ts";

// What Safari shows: no scroll anchoring. The list lies above the window, all of it.
const lead = 400;
const row = 100;
const beginning = 3;
const begins = -5_000;

const scrolled = vi.fn();
beforeEach(() => {
  scrolled.mockReset();
  vi.stubGlobal("CSS", { supports: () => false });
  vi.stubGlobal("scrollBy", scrolled);
  return () => vi.unstubAllGlobals();
});

/** A list: the large first article, three rows, a stretch of rows that are each so high, and the end. */
function aList(high: number, inside = "main"): Element {
  const list = document.createElement("ul");
  document.createElement(inside).append(list);
  let top = begins;
  const put = (height: number, name: string, stretch?: number): void => {
    const item = document.createElement("li");
    item.className = name;
    if (stretch !== undefined) item.dataset["stretch"] = String(stretch);
    const rect = new DOMRect(0, top, 360, height);
    item.getBoundingClientRect = () => rect;
    list.append(item);
    top += height;
  };
  put(lead, "lead");
  for (let n = 0; n < beginning; n += 1) put(row, "row");
  put(0, "", 0);
  for (let n = 0; n < stretchSize; n += 1) put(high, "row");
  put(0, "", 1);
  return list;
}

const aMemory = (taken: number | undefined): MeasuredHeights => ({
  measured: new Map(),
  row: taken,
});
const heights = ({ measured }: MeasuredHeights, taken: number) => ({
  count: 1,
  measured,
  row: taken,
  last: stretchSize,
});

test("rows are taken for those of the list's beginning, the large first article apart, and once only", () => {
  const memory = aMemory(undefined);
  const list = aList(140);

  expect(measure(list, memory, heights(memory, 128))).toBe(true);
  expect(memory.row).toBe(row);
  // Nothing stood for what was drawn before anything was known, and so nothing moves.
  expect(scrolled).not.toHaveBeenCalled();
  expect(measure(list, memory, heights(memory, row))).toBe(false);
  expect(memory.row).toBe(row);
});

test("what comes above the window higher than it was taken for moves the window by as much, once", () => {
  const memory = aMemory(row);
  const list = aList(140);

  measure(list, memory, heights(memory, row));
  expect(scrolled.mock.calls).toEqual([[0, stretchSize * 40]]);
  measure(list, memory, heights(memory, row));
  expect(scrolled).toHaveBeenCalledOnce();
});

test("a list beside an article moves itself, and not the article", () => {
  const memory = aMemory(row);
  const list = aList(140, "aside");
  const itself = vi.fn();
  list.closest("aside")!.scrollBy = itself;

  measure(list, memory, heights(memory, row));

  expect(itself.mock.calls).toEqual([[0, stretchSize * 40]]);
  expect(scrolled).not.toHaveBeenCalled();
});
