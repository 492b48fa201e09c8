import { expect, test } from "vitest";
import { PaintingModel } from "../../src/app/writing/painting/painting-model.ts";

const aPainting = (width = 2_000, height = 1_000) => new PaintingModel({ width, height });

test("a finger leaves one solid line, as wide as was chosen, and a tap a dot", () => {
  const painting = aPainting();
  painting.begin({ x: 100, y: 100 });
  painting.extend({ x: 300, y: 100 });
  painting.extend({ x: 301, y: 100 });
  painting.end();
  painting.brush.value = 1;
  painting.begin({ x: 5, y: 6 });
  painting.end();

  expect(painting.marks.value).toEqual([
    { kind: "stroke", width: 120, points: [100, 100, 300, 100] },
    { kind: "stroke", width: 40, points: [5, 6] },
  ]);
});

test("what is being drawn is seen at once, and is a mark only when the finger is lifted", () => {
  const painting = aPainting();
  painting.choose("box");
  painting.begin({ x: 500, y: 400 });
  painting.extend({ x: 200, y: 600 });
  expect(painting.shown.value).toEqual([{ kind: "box", x: 200, y: 400, width: 300, height: 200 }]);
  expect(painting.marks.value).toEqual([]);

  painting.end();

  expect(painting.marks.value).toEqual(painting.shown.value);
});

test("a second finger takes back what the first began: it was no drawing", () => {
  const painting = aPainting();
  painting.begin({ x: 1, y: 1 });
  painting.cancel();
  painting.extend({ x: 900, y: 900 });
  painting.end();
  expect(painting.shown.value).toEqual([]);
});

test("a box of a finger that hardly moved covers nothing", () => {
  const painting = aPainting();
  painting.choose("box");
  painting.begin({ x: 500, y: 500 });
  painting.extend({ x: 503, y: 900 });
  painting.end();
  expect(painting.marks.value).toEqual([]);
});

test("by keys a frame is moved, resized within the photo, and filled", () => {
  const painting = aPainting();
  painting.choose("box");
  painting.push(-100, 100, false);
  painting.push(0, -1, false);
  painting.push(1, 0, true);
  painting.fill();
  expect(painting.marks.value).toEqual([{ kind: "box", x: 0, y: 760, width: 440, height: 200 }]);

  painting.push(1_000, 1_000, true);
  expect(painting.frame.value).toEqual({ x: 0, y: 760, width: 2_000, height: 240 });
  painting.push(-1_000, -1_000, true);
  expect(painting.frame.value).toMatchObject({ width: 40, height: 40 });
});

test("the last mark is taken back, or all of them", () => {
  const painting = aPainting();
  for (const x of [1, 2, 3]) {
    painting.begin({ x, y: x });
    painting.end();
  }
  painting.undo();
  expect(painting.marks.value).toHaveLength(2);
  painting.clear();
  painting.undo();
  expect(painting.marks.value).toEqual([]);
});

test("nearer and farther stay between the whole photo and eight times as near", () => {
  const painting = aPainting();
  painting.zoomBy(0.1);
  expect(painting.zoom.value).toBe(1);
  painting.zoomBy(100);
  expect(painting.zoom.value).toBe(8);
});
