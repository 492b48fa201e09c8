// FAULTS.md 5: the browser is killed at moments spread over sealing. A draft or a sealed story; never half, never neither.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPhoto, goToSeal, isSaved, newStory, openWrite, sealAndSend } from "../support/author.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { inTime } from "../support/browsers/waiting.ts";
import { byLibrary, openExported } from "../support/exported.ts";
import { aFreezer, type Freezer, pressAndGo } from "../support/freezing.ts";
import { openScene, type Scene, shows } from "../support/journey.ts";
import { aPhone, deviceRows, type Phone, type Started, storiesAt } from "../support/phone.ts";

const title = "Сто вісім кроків до колодязя";
const text = "Вода була лише вранці, і ми носили її по черзі.";

let scene: Scene;
/** A phone with a draft that has a photo; every kill happens on a copy of it. */
let written: Phone;
/** What happens in a sealing that nobody disturbs. */
let moments: readonly string[];

beforeAll(async () => {
  scene = await openScene();
  written = await aPhone(scene);
  const { browser, page } = await written.firstVisit();
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).fill(title);
  await page.getByLabel("Story", { exact: true }).fill(text);
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: await aPhoto(800, 600) });
  await page.getByLabel("Caption").waitFor();
  await isSaved(page);
  await page.getByRole("button", { name: "My stories" }).click();
  await page.getByText("Keep writing").waitFor();
  await browser.close();

  const undisturbed = await readyToSeal(await written.copy());
  await undisturbed.freezer.arm();
  await undisturbed.page.getByRole("button", { name: "Seal and send" }).click();
  await shows(chromiumPage(undisturbed.page), "Waiting for a network");
  moments = [...undisturbed.freezer.moments];
  await undisturbed.browser.close();
});
afterAll(() => scene?.close());

/** Without a network, on the last screen before sealing. */
async function readyToSeal(phone: Phone): Promise<Started & { readonly freezer: Freezer }> {
  scene.network.cut();
  const freezer = aFreezer();
  const started = await phone.open(freezer.prepare);
  await openDraft(started.page);
  await goToSeal(started.page, { photos: true });
  return { ...started, freezer };
}

async function openDraft(page: Page): Promise<void> {
  await openWrite(page);
  await page.getByText("Keep writing").first().click();
  await page.getByLabel("Caption").waitFor();
}

/** What only a sealing writes. */
const isOfStory = (moment: string): boolean => /^put (parts|stories)$/.test(moment);

const isCommit = (moment: string): boolean => /^committed .*stories/.test(moment);

test("5: killed at any moment of sealing, there is the whole draft or the whole story, and it arrives once", async () => {
  const commit = moments.findIndex(isCommit) + 1;
  expect(commit, moments.join("\n")).toBeGreaterThan(1);
  const all = Array.from({ length: commit + 1 }, (_, at) => at + 1);
  const chosen =
    process.env["PROOF"] === undefined ? [1, Math.ceil(commit / 2), commit - 1, commit] : all;

  for (const at of chosen) {
    const before = storiesAt(scene.newsroom).length;
    const phone = await written.copy();
    const killed = await readyToSeal(phone);
    await killed.freezer.arm(at);
    await pressAndGo(killed.page);
    const moment = await inTime(`the page freezes at moment ${at}`, killed.freezer.frozen);
    await killed.browser.kill();

    scene.network.restore();
    const { browser, page } = await phone.open();
    await openWrite(page);
    const isSealed = (await deviceRows(page)).stories > 0;
    console.log(`killed at ${at} of ${commit}, ${moment}: ${isSealed ? "sealed" : "a draft"}`);
    const told = killed.freezer.moments;
    if (told.some(isCommit)) expect(isSealed, told.join("\n")).toBe(true);
    // On the disk a moment before the page hears of it: another request may freeze the page in between.
    if (isSealed) expect(told.filter(isOfStory)).toEqual(moments.filter(isOfStory));
    if (!isSealed) {
      // Nothing of it is left half done, and nothing left the phone.
      expect(await deviceRows(page)).toMatchObject({ stories: 0, parts: 0 });
      await openDraft(page);
      await page.getByLabel("Title", { exact: true }).waitFor();
      expect(await page.getByLabel("Title", { exact: true }).inputValue()).toBe(title);
      expect(await page.getByLabel("Story", { exact: true }).inputValue()).toBe(text);
      expect(storiesAt(scene.newsroom)).toHaveLength(before);
      await sealAndSend(page, { photos: true });
    }
    await page.locator("[data-status=sent]").waitFor();
    expect(storiesAt(scene.newsroom)).toHaveLength(before + 1);
    expect((await deviceRows(page)).stories).toBe(1);
    await browser.close();
  }

  const arrived = await openExported(scene.newsroom, byLibrary(scene.newsroom));
  expect(arrived).toHaveLength(chosen.length);
  for (const { story, attachments } of arrived) {
    expect(story.title).toBe(title);
    expect(JSON.stringify(story.blocks)).toContain(text);
    expect(attachments).toHaveLength(1);
  }
  scene.watch.assertQuiet();
});
