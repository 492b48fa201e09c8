// FAULTS.md 8 in a real browser: the disk is full, and what an author writes is kept as long as anything else can go.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allSaved, aPhoto, goToSeal, newStory, openWrite } from "../support/author.ts";
import { type AnyPage, chromiumPage } from "../support/browsers/any-page.ts";
import { until } from "../support/browsers/waiting.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { byLibrary, openExported } from "../support/exported.ts";
import { openScene, press, type Scene, shows } from "../support/journey.ts";
import { aPhone, deviceRows, type Phone, type Started, storiesAt } from "../support/phone.ts";
import { countArticles, storedIn } from "../support/phone-storage.ts";

/** A page that is none of the app's asks for its icon. */
const noIcon = [/404 \(Not Found\)/];

let scene: Scene;
let visited: Phone;
beforeAll(async () => {
  scene = await openScene();
  visited = await aPhone(scene);
  await (await visited.firstVisit()).browser.close();
});
afterAll(() => scene?.close());

const storedOf = async (page: AnyPage): Promise<readonly string[]> =>
  (await storedIn<{ readonly stored: string }>(page, "entries")).map(({ stored }) => stored);

/** The articles that are here with their pictures. */
const completeIn = async (page: AnyPage): Promise<readonly string[]> =>
  (await storedIn<{ readonly stored: string; readonly slug: string }>(page, "entries"))
    .filter(({ stored }) => stored === "complete")
    .map(({ slug }) => slug);

/** Bytes that are held back for words. */
const reserveIn = (page: Page): Promise<number> =>
  page.evaluate<number>(`(async () => {
    const folder = await navigator.storage.getDirectory();
    for await (const [name, file] of folder.entries())
      if (name === "reserve") return (await file.getFile()).size;
    return 0;
  })()`);

/** Bytes that the origin takes now; a quota of no more leaves no room for a word. */
const used = (page: Page): Promise<number> =>
  page.evaluate<number>("navigator.storage.estimate().then(({ usage }) => usage)");

/**
 * The app opened, without a network, on a disk of so many bytes. Chromium believes for half a minute what it once heard of
 * the room for a database: so the quota is set before anything of the app has run.
 */
async function openFull(phone: Phone, quota: (page: Page) => Promise<number>): Promise<Started> {
  const started = await phone.start();
  const { browser, page } = started;
  scene.network.restore();
  await page.goto(`${scene.network.origin}/robots.txt`);
  await browser.setQuota(page, await quota(page));
  scene.network.cut();
  await page.goto(`${scene.network.origin}/`);
  return started;
}

const story = (page: Page) => page.getByLabel("Story", { exact: true });

async function keepWriting(page: Page): Promise<void> {
  await openWrite(page);
  await page.getByText("Keep writing").click();
  await story(page).press("End");
}

const addPhoto = async (page: Page): Promise<void> =>
  page
    .locator("input[type=file]")
    .setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: await aPhoto(800, 600) });

whenPresent("chromium", () => {
  test("8: on a full disk the text of a draft is saved all the same: the reserve goes for it, and no article", async () => {
    const phone = await visited.copy();
    const roomy = await phone.open();
    const reader = chromiumPage(roomy.page);
    await until("pictures are here", async () =>
      (await storedOf(reader)).every((stored) => stored === "complete"),
    );
    await roomy.page.goto(`${scene.network.origin}/a/without-a-network`);
    await press(reader, "Put on shelf");
    await shows(reader, "On the shelf");
    await newStory(roomy.page);
    await roomy.page.keyboard.type("Перше слово. ");
    await allSaved(roomy.page);
    await until("the reserve is made", async () => (await reserveIn(roomy.page)) > 0);
    const before = await completeIn(reader);
    await roomy.browser.close();

    const full = await openFull(phone, used);
    await keepWriting(full.page);
    await full.page.keyboard.type("Хліба вистачило всім.");
    await allSaved(full.page);
    expect(await reserveIn(full.page)).toBe(0);
    expect(await completeIn(chromiumPage(full.page))).toEqual(before);
    scene.network.restore();
    await full.browser.close();
    scene.watch.assertQuiet(noIcon);
  });

  test("8: where nothing more can go, the missing megabytes are named and 'saved' is not said; words, a photo and a seal come through once there is room", async () => {
    const before = storiesAt(scene.newsroom).length;
    const phone = await visited.copy();
    const roomy = await phone.open();
    await newStory(roomy.page);
    await roomy.page.keyboard.type("Ми пекли ");
    await allSaved(roomy.page);
    await roomy.browser.close();

    const first = await openFull(phone, async () => 1_000);
    await keepWriting(first.page);
    await first.page.keyboard.type("хліб.");
    await first.page.getByText(/^Not saved yet: [\d.]+\sMB short/).waitFor();
    expect(await first.page.getByText("Saved on this phone").count()).toBe(0);
    await addPhoto(first.page);
    const trouble = first.page.locator(".photo-trouble");
    await trouble.waitFor();
    // Nor here.
    expect(await trouble.innerText()).toBe("No room for the photo.");
    expect(await countArticles(chromiumPage(first.page))).toBe(0);
    await first.browser.setQuota(first.page, undefined);
    await allSaved(first.page);
    expect(await trouble.innerText()).toBe("No room for the photo. Your text is saved");
    await first.browser.close();

    const second = await openFull(phone, async () => 1_000);
    const { browser, page } = second;
    await keepWriting(page);
    expect(await story(page).inputValue()).toBe("Ми пекли хліб.");
    await goToSeal(page);
    await page.getByRole("button", { name: "Seal and send", exact: true }).click();
    await shows(chromiumPage(page), "The phone is short of room. Nothing was sent");
    expect(await deviceRows(page)).toMatchObject({ stories: 0, parts: 0 });
    await browser.setQuota(page, undefined);
    await page.getByRole("button", { name: "Seal and send", exact: true }).click();
    await page.locator("[data-status=waiting]").waitFor();
    scene.network.restore();
    await page.locator("[data-status=sent]").waitFor();
    expect(storiesAt(scene.newsroom)).toHaveLength(before + 1);
    const arrived = await openExported(scene.newsroom, byLibrary(scene.newsroom));
    expect(JSON.stringify(arrived.at(-1)?.story.blocks)).toContain("Ми пекли хліб.");
    await browser.close();
    scene.watch.assertQuiet(noIcon);
  });
});
