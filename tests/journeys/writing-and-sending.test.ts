// Journey B: write offline with a photo, lose power in the middle of a word, go on, send offline; it goes by itself.
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { until } from "../support/browsers/waiting.ts";
import {
  allSaved,
  aPhoto,
  findTexts,
  isSaved,
  newStory,
  openWrite,
  sealAndSend,
} from "../support/author.ts";
import { openScene, type Scene, shows } from "../support/journey.ts";
import { aPhone, type Phone, sendAgain, storiesAt } from "../support/phone.ts";

const sentinels = {
  title: "Жоржинівка над ставом",
  text: "Кульбабинець росте біля криниці",
  latin: "quokkaberry-sentinel",
  file: "verbolozivka-sentinel.jpg",
  caption: "Першоцвітка на підвіконні",
};

let scene: Scene;
let phone: Phone;
beforeEach(async () => {
  scene = await openScene();
  phone = await aPhone(scene);
});
afterEach(() => scene.close());

const storiesAtServer = (): number => storiesAt(scene.newsroom).length;

test("a story written and sent offline survives a kill, goes by itself, arrives once, and leaves no plain text", async () => {
  const first = await phone.firstVisit();
  scene.network.cut();
  await first.browser.setOffline(true);

  await newStory(first.page);
  await first.page.getByLabel("Title", { exact: true }).fill(sentinels.title);
  await first.page.getByLabel("Story", { exact: true }).click();
  await first.page.keyboard.type(`${sentinels.text}. ${sentinels.latin}. `);
  await first.page
    .locator("input[type=file]")
    .setInputFiles({ name: sentinels.file, mimeType: "image/jpeg", buffer: await aPhoto() });
  await first.page.getByLabel("Caption").fill(sentinels.caption);
  await isSaved(first.page);
  await first.page.getByLabel("Continued").last().click();
  await first.page.keyboard.type("і обірвалося на півс");
  // No hand types as fast as that: what was typed until now is on the disk, and one letter is on its way.
  await allSaved(first.page);
  await first.page.keyboard.type("л");
  await first.browser.kill();

  const second = await phone.start();
  await second.browser.setOffline(true);
  await second.page.goto(`${scene.network.origin}/`);
  await openWrite(second.page);
  await second.page.getByText("Keep writing").first().click();
  const fields = second.page.locator("textarea");
  await until("the whole draft is there", async () => {
    const texts = await Promise.all((await fields.all()).map((field) => field.inputValue()));
    const text = texts.join("|");
    // What is there instead is told with the failure.
    expect(text).toContain(sentinels.title);
    expect(text).toContain(sentinels.text);
    expect(text).toMatch(/і обірвалося на півсл?$/);
    return true;
  });
  await until("its photo is there", () =>
    second.page.evaluate<boolean>(
      "[...document.images].some((image) => image.src.startsWith('blob:') && image.naturalWidth > 0)",
    ),
  );
  await sealAndSend(second.page, { photos: true });
  await shows(chromiumPage(second.page), "Waiting for a network");
  await until("the browser has promised to send it", () =>
    second.page.evaluate<boolean>(
      "navigator.serviceWorker.getRegistration('/intake/').then((one) => one.sync.getTags()).then((tags) => tags.includes('outbox'))",
    ),
  );
  expect(storiesAtServer()).toBe(0);
  await second.browser.close();

  // A network, the browser started, nobody touches anything: not even a page of ours is opened.
  scene.network.restore();
  const third = await phone.start();
  await until("the story arrived by itself", () => storiesAtServer() === 1, { within: 60_000 });
  await third.page.goto(`${scene.network.origin}/`);
  await openWrite(third.page);
  await shows(chromiumPage(third.page), "Sent");
  await third.page.getByRole("button", { name: sentinels.title, exact: true }).click();
  await third.page.getByText(/Receipt [2-9A-Z]{3}-[2-9A-Z]{3}/).waitFor();

  const [one, other] = await sendAgain(chromiumPage(third.page));
  expect(one?.status).toBe(200);
  expect(other).toEqual(one);
  expect(storiesAtServer()).toBe(1);
  const plain = Object.values(sentinels);
  expect(await findTexts(scene.newsroom.dataDir, [...plain, "SentinelPhone"])).toEqual([]);

  await discardEverything(third.page);
  await third.browser.close();
  expect(await findTexts(phone.folder, [...plain, "SentinelPhone"])).toEqual([]);
  scene.watch.assertQuiet();
});

async function discardEverything(page: Page): Promise<void> {
  await page.getByRole("button", { name: `More: ${sentinels.title}` }).click();
  await page.getByRole("button", { name: "Discard copy" }).click();
  await page.getByRole("button", { name: "Discard", exact: true }).click();
  await shows(chromiumPage(page), "Discarded");
  // The next tap ends the time for 'Undo': then the key is gone.
  await page.getByRole("link", { name: "Read", exact: true }).click();
  await page.getByRole("link", { name: "Write", exact: true }).click();
  await shows(chromiumPage(page), "Your stories will live here");
}
