// FAULTS.md 11 in a real browser: two windows type in one draft.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allSaved, isSaved, newStory, openWrite } from "../support/author.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { openScene, type Scene, shows } from "../support/journey.ts";
import { aPhone, type Phone } from "../support/phone.ts";

let scene: Scene;
let visited: Phone;
beforeAll(async () => {
  scene = await openScene();
  visited = await aPhone(scene);
  await (await visited.firstVisit()).browser.close();
});
afterAll(() => scene?.close());

const story = (page: Page) => page.getByLabel("Story", { exact: true });

/** Opens the only draft, or the first, of 'My stories'. */
async function openDraft(page: Page): Promise<void> {
  await page.goto(`${scene.network.origin}/`);
  await openWrite(page);
  await page.getByText("Keep writing").first().click();
  await story(page).waitFor();
}

whenPresent("chromium", () => {
  test("11: two windows type in one draft: both texts are there, the later says that it is a draft of its own, and the list shows both", async () => {
    const { browser, page: one } = await (await visited.copy()).open();
    await newStory(one);
    await one.keyboard.type("Together. ");
    await isSaved(one);
    const other = await browser.context.newPage();
    // It hears of nothing that other windows say, as a window that was busy.
    await other.addInitScript("BroadcastChannel.prototype.addEventListener = () => undefined;");
    await openDraft(other);
    await other.bringToFront();

    await one.bringToFront();
    await story(one).pressSequentially("One window.");
    await allSaved(one);
    await other.bringToFront();
    await story(other).pressSequentially("Quite another window.");
    await shows(chromiumPage(other), "is now a draft of its own");
    await allSaved(other);
    expect(await one.locator(".forked").count()).toBe(0);

    await other.getByRole("button", { name: "My stories" }).click();
    await shows(chromiumPage(other), "Together. One window.");
    await shows(chromiumPage(other), "Together. Quite another window.");
    await shows(chromiumPage(other), "Draft from another window · 4 words");
    for (const name of ["One window", "Quite another window"]) {
      const row = other.getByRole("listitem").filter({ hasText: name });
      await row.getByRole("button", { name: "Keep writing" }).click();
      expect(await story(other).inputValue()).toBe(`Together. ${name}.`);
      await other.getByRole("button", { name: "My stories" }).click();
      await other.getByRole("heading", { name: "My stories" }).waitFor();
    }
    await browser.close();
    scene.watch.assertQuiet();
  });
});
