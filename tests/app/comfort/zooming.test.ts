import fc from "fast-check";
import { expect, test } from "vitest";
import { pan, toggleZoom, whole, zoomAt } from "../../../src/app/reading/comfort/zooming.ts";

const frame = { width: 400, height: 800, pictureWidth: 400, pictureHeight: 240 };

test("what is under the fingers stays there while a picture grows", () => {
  const zoom = zoomAt(whole, 3, { x: 100, y: 50 }, { ...frame, pictureHeight: 800 });

  expect((100 - zoom.x) / zoom.scale).toBeCloseTo(100);
  expect((50 - zoom.y) / zoom.scale).toBeCloseTo(50);
});

test("two taps bring a picture near, two more make it whole again", () => {
  const near = toggleZoom(whole, { x: 0, y: 0 }, frame);

  expect(near.scale).toBe(2.5);
  expect(toggleZoom(near, { x: 0, y: 0 }, frame)).toEqual(whole);
});

test("however it is pulled, the picture is never smaller than whole nor pushed past its edge", () => {
  const number = fc.double({ min: -2_000, max: 2_000, noNaN: true });
  const step = fc.record({
    factor: fc.double({ min: 0.01, max: 50, noNaN: true }),
    x: number,
    y: number,
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let zoom = whole;
      for (const { factor, x, y } of steps) {
        zoom = pan(zoomAt(zoom, factor, { x, y }, frame), x, y, frame);
        expect(zoom.scale).toBeGreaterThanOrEqual(1);
        expect(zoom.scale).toBeLessThanOrEqual(6);
        expect(Math.abs(zoom.x)).toBeLessThanOrEqual((400 * zoom.scale - 400) / 2 + 0.001);
        expect(Math.abs(zoom.y)).toBeLessThanOrEqual(
          Math.max(0, (240 * zoom.scale - 800) / 2) + 0.001,
        );
      }
    }),
  );
});
