// @vitest-environment happy-dom
// Taps that are quicker than the screen: a slow phone draws late, and takes the taps one after the other.
import { signal } from "@preact/signals";
import { h, render } from "preact";
import { expect, test, vi } from "vitest";
import { uk } from "../../src/app/writing/messages/uk.ts";
import type { OpenWriting } from "../../src/app/writing/opening.ts";
import type { Writing } from "../../src/app/writing/writing-model.ts";
import { WritingScreens, type WritingScreensProps } from "../../src/app/writing/WritingScreens.tsx";
import { aDisk } from "../support/device.ts";
import { aWritingWindow } from "../support/writing.ts";
import { aRoot } from "../support/root.ts";

const root = aRoot();

test("a tap on 'New story' in the moment when the list is drawn opens a blank page", async () => {
  const { writing, held, store } = aWritingWindow(aDisk());
  show(writing, store);

  button(uk.newStory).click();

  await vi.waitFor(() => expect(root.querySelector(".text-field")).not.toBeNull());
  expect(writing.open.value?.isNew).toBe(true);
  expect(held.value).toBe(1);
});

test("the way back to the list leaves the page, and the next tap opens another", async () => {
  const { writing, held, store } = aWritingWindow(aDisk());
  show(writing, store);
  button(uk.newStory).click();
  await vi.waitFor(() => expect(root.querySelector(".text-field")).not.toBeNull());

  writing.way.back();
  await vi.waitFor(() => expect(held.value).toBe(0));
  expect(writing.open.value).toBeUndefined();
  button(uk.newStory).click();

  await vi.waitFor(() => expect(root.querySelector(".text-field")).not.toBeNull());
  expect(held.value).toBe(1);
});

function show(model: Writing, store: WritingScreensProps["store"]): void {
  const nothing = (): void => undefined;
  const writing = {
    model,
    durable: true,
    inBackground: signal(false),
    copyOf: signal(undefined),
    sealed: signal(undefined),
    openSealed: nothing,
    over: signal(null),
    above: signal(null),
    withFiles: async () => undefined,
    now: () => 1_000,
  } satisfies Partial<OpenWriting>;
  const props = {
    writing,
    store,
    language: "uk",
    newsroom: { contacts: [], demonstration: false },
    openInstead: undefined,
    scriptAddress: String,
    onHide: nothing,
    onChecked: nothing,
  };
  render(h(WritingScreens, props as unknown as WritingScreensProps), root);
}

const button = (name: string): HTMLButtonElement =>
  [...root.querySelectorAll("button")].find(({ textContent }) => textContent === name)!;
