// @vitest-environment happy-dom
import { h, render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Failing, startOrSay } from "../../src/app/shell/Failing.tsx";
import { uk } from "../../src/app/messages/uk.ts";
import { someTimers } from "../support/writing.ts";

let root: HTMLElement;
const reload = vi.fn();
const saying = { language: () => "uk" as const, reload };

beforeEach(() => {
  root = document.createElement("div");
  document.body.append(root);
});
afterEach(() => {
  render(null, root);
  root.remove();
  reload.mockReset();
});

test("a screen that breaks while it is drawn says so, and can be opened again", async () => {
  const Breaking = (): never => {
    throw new TypeError("undefined is not an object");
  };

  render(h(Failing, saying, h(Breaking, {})), root);

  await vi.waitFor(() => expect(root.querySelector("h1")?.textContent).toBe(uk.failed));
  root.querySelector<HTMLElement>("button")!.click();
  expect(reload).toHaveBeenCalledOnce();
});

test("a start that storage does not let through is no empty page", async () => {
  const broken = startOrSay(
    () => Promise.reject(new Error("away")),
    root,
    saying,
    someTimers().after,
  );

  await expect(broken).rejects.toThrow("away");
  expect(root.textContent).toContain(uk.failed);
});

test("storage that does not answer is said to be broken, and the app comes all the same when it does", async () => {
  const answer = Promise.withResolvers<void>();
  const timers = someTimers();
  const starting = startOrSay(() => answer.promise, root, saying, timers.after);
  expect(root.textContent).toBe("");

  timers.run();
  expect(root.textContent).toContain(uk.failed);

  answer.resolve();
  await starting;
  timers.run();
});

test("a served page stays readable where the app does not start", async () => {
  root.dataset["served"] = "article";
  root.textContent = "Три зими";

  await startOrSay(() => Promise.reject(new Error("away")), root, saying, someTimers().after).catch(
    () => undefined,
  );

  expect(root.textContent).toBe("Три зими");
});
