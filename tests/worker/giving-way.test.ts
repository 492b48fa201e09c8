import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { whenQuietMessage } from "../../src/device/giving-way.ts";
import { createGivingWay, type GivingWay } from "../../src/worker/giving-way.ts";

let worker: GivingWay;
beforeEach(() => {
  vi.useFakeTimers();
  worker = createGivingWay(() => performance.now());
});
afterEach(() => void vi.useRealTimers());

test("a worker says that it is quiet a moment after the last thing that a window asked for", async () => {
  const said = ask();

  for (const wait of [900, 900, 600]) {
    await vi.advanceTimersByTimeAsync(wait);
    worker.noteAsked();
  }
  await vi.advanceTimersByTimeAsync(900);
  expect(said).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(100);

  expect(said).toHaveBeenCalledOnce();
});

test("where nobody asks for anything it waits a moment all the same: the list after a page that was left comes in it", async () => {
  const said = ask();

  await vi.advanceTimersByTimeAsync(900);
  expect(said).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(100);

  expect(said).toHaveBeenCalledOnce();
});

test("windows that never rest do not hold a new version off for ever", async () => {
  const said = ask();

  const asking = setInterval(() => worker.noteAsked(), 50);
  await vi.advanceTimersByTimeAsync(10_000);
  clearInterval(asking);

  expect(said).toHaveBeenCalledOnce();
});

test("other messages are left to others", async () => {
  const said = ask({ type: "SKIP_WAITING" });

  await vi.advanceTimersByTimeAsync(20_000);

  expect(said).not.toHaveBeenCalled();
});

/** A page asks; what is called is the worker's answer. */
function ask(data: object = { type: whenQuietMessage }) {
  const said = vi.fn();
  const question = { data, ports: [{ postMessage: said }], waitUntil: () => undefined };
  worker.answerWhenQuiet(question as unknown as Parameters<GivingWay["answerWhenQuiet"]>[0]);
  return said;
}
