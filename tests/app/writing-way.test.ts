import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import { WayModel } from "../../src/app/writing/way-model.ts";

test("each step is a history entry deeper, and Back comes back through them", () => {
  const { way, history } = aWay();

  way.open({ kind: "page", draft: undefined });
  way.open({ kind: "leaving" });
  expect([history.depth.value, way.screen.value.kind]).toEqual([3, "leaving"]);
  history.back(1);
  expect(way.screen.value.kind).toBe("page");
  way.back();

  expect([history.depth.value, way.screen.value.kind]).toEqual([1, "stories"]);
});

test("after sealing, the list is there at once, and the history follows in one step", () => {
  const { way, history } = aWay();
  way.open({ kind: "page", draft: undefined });
  way.open({ kind: "leaving" });
  way.open({ kind: "terms" });
  way.open({ kind: "envelope" });

  way.toStories();

  expect(history.steps).toEqual([4]);
  expect([history.depth.value, way.screen.value.kind]).toEqual([1, "stories"]);
});

test("a depth that is not remembered, after a reload or after Forward, is the list", () => {
  const { way, history } = aWay(4);
  expect(way.screen.value.kind).toBe("stories");

  way.open({ kind: "page", draft: undefined });
  history.back(1);
  way.forgetDeeper();
  history.depth.value = 5;

  expect(way.screen.value.kind).toBe("stories");
});

test("'write here' puts the page in the guide's place, so that Back leads to the list", () => {
  const { way, history } = aWay();
  way.open({ kind: "guide" });

  way.replace({ kind: "page", draft: undefined });
  expect(way.screen.value.kind).toBe("page");
  history.back(1);

  expect(way.screen.value.kind).toBe("stories");
});

function aWay(depth = 1) {
  const history = {
    depth: signal(depth),
    steps: [] as number[],
    back(steps: number) {
      history.steps.push(steps);
      history.depth.value -= steps;
    },
  };
  const onDeeper = (): void => void (history.depth.value += 1);
  return { history, way: new WayModel({ depth: history.depth, onDeeper, onBack: history.back }) };
}
