// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { h, render } from "preact";
import { expect, test, vi } from "vitest";
import { RecorderBar } from "../../src/app/writing/sound/Recorder.tsx";
import type { RecordingState, RecordingView } from "../../src/app/writing/sound/recording-model.ts";
import { aDisk, draftsOn } from "../support/device.ts";
import { aPage } from "../support/writing.ts";
import { aRoot } from "../support/root.ts";

const root = aRoot();

test("a recorder that heard something closes at its end", async () => {
  const { page, state } = show();

  state.value = { kind: "ended" };

  await vi.waitFor(() => expect(page.speaks.value).toBe(0));
});

test("one that heard nothing stays, says so, and can be tried again", async () => {
  const { page, state, begin } = show();
  await vi.waitFor(() => expect(begin).toHaveBeenCalledOnce());

  state.value = { kind: "ended", why: "nothing" };
  await vi.waitFor(() => expect(says()).toBe("Нічого не записалося"));
  expect(page.speaks.value).toBe(1);
  button("Спробувати ще")?.click();

  expect(begin).toHaveBeenCalledTimes(2);
});

/** The recorder on a page, over a recording that a test ends. */
function show() {
  const page = aPage(draftsOn(aDisk()).create());
  page.speaks.value = 1;
  const state = signal<RecordingState>({ kind: "recording" });
  const begin = vi.fn(async () => undefined);
  const model: RecordingView = {
    state,
    begin,
    elapsed: signal(0),
    levels: signal([]),
    left: signal(undefined),
    isGoing: signal(false),
    pause: () => undefined,
    resume: () => undefined,
    end: async () => undefined,
  };
  render(h(RecorderBar, { page, language: "uk", createRecording: () => model }), root);
  return { page, state, begin };
}

const says = (): string | undefined => root.querySelector('[role="status"]')?.textContent;

const button = (name: string): HTMLButtonElement | undefined =>
  [...root.querySelectorAll("button")].find(({ textContent }) => textContent === name);
