import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepCatchingUp } from "../../src/app/shell/when-to-catch-up.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A window that is on the screen, a line that does what a test says, and the moments at which it was asked. */
function aWindow() {
  const listeners = new Map<string, () => void>();
  const state = {
    unfinished: true,
    brought: false,
    /** Seconds that one asking takes. */ takes: 0,
  };
  const askedAt: number[] = [];
  const document = {
    visibilityState: "visible",
    addEventListener: (name: string, call: () => void) => listeners.set(name, call),
  };
  keepCatchingUp(
    {
      document: document as unknown as Document,
      addEventListener: ((name: string, call: () => void) => listeners.set(name, call)) as never,
    },
    {
      async catchUp() {
        askedAt.push(Math.round(performance.now() / 1_000));
        if (state.takes > 0) await new Promise((go) => setTimeout(go, state.takes * 1_000));
      },
      isUnfinished: () => state.unfinished,
      hasBrought: () => state.brought,
      now: () => performance.now(),
      random: () => 0.5,
    },
  );
  const begun = askedAt[0]!;
  return {
    state,
    seconds: () => askedAt.map((at) => at - begun),
    hear: (name: string) => listeners.get(name)?.(),
  };
}

test("complaint 7: after a line that broke it asks again by itself, less and less often, and never stops", async () => {
  const { seconds } = aWindow();

  await vi.advanceTimersByTimeAsync(3_600_000);

  expect(seconds().slice(0, 6)).toEqual([0, 20, 60, 140, 300, 600]);
  expect(seconds().length).toBeGreaterThan(14);
  expect(seconds().length).toBeLessThan(20);
});

test("a line that brought something is asked again soon, and one that is whole is left alone", async () => {
  const { state, seconds, hear } = aWindow();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(seconds()).toEqual([0, 20, 60]);

  state.brought = true;
  hear("online");
  await vi.advanceTimersByTimeAsync(0);
  state.unfinished = false;
  await vi.advanceTimersByTimeAsync(3_600_000);

  expect(seconds().slice(0, 4)).toEqual([0, 20, 60, 100]);
  expect(seconds().length).toBeLessThanOrEqual(5);
});

test("coming into view within ten minutes asks for nothing, and after that it does", async () => {
  const { state, seconds, hear } = aWindow();
  state.unfinished = false;
  await vi.advanceTimersByTimeAsync(590_000);
  hear("visibilitychange");
  await vi.advanceTimersByTimeAsync(20_000);
  const before = seconds().length;

  hear("visibilitychange");

  expect(seconds()).toHaveLength(before + 1);
});

test("a network that is back while a line of the one before still dies is asked at once after it", async () => {
  const { state, seconds, hear } = aWindow();
  state.takes = 5;
  await vi.advanceTimersByTimeAsync(67_000);
  expect(seconds()).toEqual([0, 20, 65]);

  hear("online");
  hear("online");
  await vi.advanceTimersByTimeAsync(4_000);

  expect(seconds()).toEqual([0, 20, 65, 70]);
});

test("a network that is back begins the waiting anew", async () => {
  const { seconds, hear } = aWindow();
  await vi.advanceTimersByTimeAsync(150_000);
  expect(seconds()).toEqual([0, 20, 60, 140]);

  hear("online");
  await vi.advanceTimersByTimeAsync(25_000);

  expect(seconds()).toEqual([0, 20, 60, 140, 150, 170]);
});

test("what has come meanwhile in another way is not asked for", async () => {
  const { state, seconds } = aWindow();
  await vi.advanceTimersByTimeAsync(10_000);
  state.unfinished = false;

  await vi.advanceTimersByTimeAsync(3_600_000);

  expect(seconds()).toEqual([0]);
});
