import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { prepare } from "../../src/app/shell/writing-on-phone.ts";
import type { Parts } from "../../src/device/parts.ts";
import { aCacheStorage } from "../support/caches.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const parts: Parts = {
  build: "a".repeat(16),
  entry: "/assets/index-a.js",
  files: [{ url: "/assets/one.js", integrity: `sha384-${"A".repeat(64)}`, bytes: 10 }],
};

/** A line that is broken until it is mended, and the seconds at which something was asked for over it. */
function aLine() {
  const state = { broken: true };
  const begun = performance.now();
  const askedAt: number[] = [];
  const fetch = async (path: string): Promise<Response> => {
    askedAt.push(Math.round((performance.now() - begun) / 1_000));
    if (state.broken) throw new TypeError("network error");
    return new Response(path === "/parts.json" ? JSON.stringify(parts) : "script");
  };
  const deps = { fetch: fetch as typeof globalThis.fetch, caches: aCacheStorage() };
  return { state, askedAt, deps: { ...deps, entry: parts.entry } };
}

test("a writing part that a line kept away is asked for again by itself, less and less often", async () => {
  const { state, askedAt, deps } = aLine();
  const done = prepare(deps, undefined, () => 0.5);

  await vi.advanceTimersByTimeAsync(200_000);
  expect(askedAt).toEqual([0, 10, 30, 70, 150]);
  state.broken = false;
  await vi.advanceTimersByTimeAsync(200_000);
  await done;

  expect(askedAt).toEqual([0, 10, 30, 70, 150, 310, 310]);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(askedAt).toHaveLength(7);
});

test("called again it asks at once, and there is one of it", async () => {
  const { state, askedAt, deps } = aLine();
  const first = prepare(deps, undefined, () => 0.5);
  await vi.advanceTimersByTimeAsync(1_000);
  state.broken = false;

  await Promise.all([
    first,
    prepare(deps, undefined, () => 0.5),
    prepare(deps, undefined, () => 0.5),
  ]);

  expect(askedAt).toEqual([0, 1, 1]);
});
