// Before a story leaves, the phone points to what may lead to someone: without a network, to take out or to leave in.
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isSaved, newStory, openWrite, sealAndSend } from "../support/author.ts";
import { troublesOn } from "../support/axe.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { until } from "../support/browsers/waiting.ts";
import { openScene, type Scene, shows } from "../support/journey.ts";
import { aPhone } from "../support/phone.ts";

const text =
  "We lived at 12 Sadova Street with aunt Olha.\n\nHer number was +380 50 123 45 67. Tanks were parked behind the school.";

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const take = (page: Page, name: string): Promise<unknown> =>
  process.env["SHOTS"] === undefined
    ? Promise.resolve()
    : page.screenshot({ path: join(process.env["SHOTS"], `${name}.png`), fullPage: true });

test("what may lead to someone is shown offline, taken out for good, left in for good, and never keeps a story", async () => {
  const phone = await aPhone(scene);
  const { page, browser } = await phone.firstVisit();
  scene.network.cut();
  await browser.setOffline(true);
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).fill("Bread for everyone");
  await page.getByLabel("Story", { exact: true }).fill(text);
  await isSaved(page);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("heading", { name: "Worth reading again (4)" }).waitFor();
  await shows(chromiumPage(page), "This is about troops");
  await take(page, "leaving-hints");
  expect(await troublesOn(page, "leaving")).toEqual([]);

  const hint = (words: RegExp) => page.getByRole("group", { name: words });
  await hint(/380 50/)
    .getByRole("button", { name: "Take out" })
    .click();
  await page.getByRole("heading", { name: "Worth reading again (3)" }).waitFor();
  await hint(/Sadova/)
    .getByRole("button", { name: "Take out" })
    .click();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("heading", { name: "Worth reading again (3)" }).waitFor();
  await hint(/Olha/).getByRole("button", { name: "Leave in" }).click();
  await page.getByRole("heading", { name: "Worth reading again (2)" }).waitFor();

  // The page says the same, and goes on from there.
  await page.getByRole("button", { name: "Back" }).click();
  const field = page.getByLabel("Story", { exact: true });
  await field.waitFor();
  expect(await field.inputValue()).toBe(text.replace("+380 50 123 45 67", "…"));
  await field.press("End");
  await field.pressSequentially(" Yes.");
  await isSaved(page);

  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("heading", { name: "Worth reading again (2)" }).waitFor();
  await page.getByRole("button", { name: "Back" }).click();
  await sealAndSend(page);
  await openWrite(page);
  await until("it waits", async () =>
    (await page.innerText("body")).includes("Waiting for a network"),
  );
  await page.getByRole("button", { name: "More: Bread for everyone" }).click();
  await take(page, "story-sheet");
  expect(await troublesOn(page, "sheet")).toEqual([]);
  await page.getByRole("button", { name: "Change terms" }).click();
  await page.getByRole("heading", { name: "Your terms" }).waitFor();
  await take(page, "change-terms");
  expect(await troublesOn(page, "terms")).toEqual([]);
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByRole("button", { name: "More: Bread for everyone" }).click();
  await page.getByRole("button", { name: "Withdraw" }).click();
  await take(page, "withdraw");
  expect(await troublesOn(page, "withdraw")).toEqual([]);
  await page.getByRole("button", { name: "Withdraw", exact: true }).click();
  await shows(chromiumPage(page), "The withdrawal is waiting for a network");
  await take(page, "withdrawing");
  scene.watch.assertQuiet();
});
