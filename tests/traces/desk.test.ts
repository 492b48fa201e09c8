// SAFETY.md, control 2, at the desk: what an editor opened leaves nothing readable in the browser, nor does the key.
import { readFile } from "node:fs/promises";
import { armor, Decrypter } from "age-encryption";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPhoto, isSaved, newStory, sealAndSend } from "../support/author.ts";
import { type Chromium, openChromium } from "../support/browsers/chromium.ts";
import { createProfile, type Profile } from "../support/browsers/profiles.ts";
import { openDesk, openStory } from "../support/editor.ts";
import { openScene, type Scene } from "../support/journey.ts";
import { aPhone } from "../support/phone.ts";
import { findTraces } from "../support/traces.ts";

const sent = {
  title: "Зозулястий-TITLE-7Q2K",
  text: "Кривобережжя-TEXT-9XWJ",
  caption: "Перехрестя-CAPTION-4TRV",
};

let scene: Scene;
let profile: Profile;
beforeAll(async () => {
  scene = await openScene();
  profile = await createProfile("chromium");
  const phone = await aPhone(scene);
  const { browser, page } = await phone.firstVisit();
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).fill(sent.title);
  await page.getByLabel("Story", { exact: true }).fill(sent.text);
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: await aPhoto(800, 600) });
  await page.getByLabel("Caption").fill(sent.caption);
  await isSaved(page);
  await sealAndSend(page, { photos: true });
  await page.locator("[data-status=sent]").waitFor();
  await browser.close();
});
afterAll(async () => {
  await scene?.close();
  await profile?.remove();
});

/** An editor signs in and opens the key. */
async function openBrowser(): Promise<{ readonly browser: Chromium; readonly page: Page }> {
  const browser = await openChromium({
    userDataDir: profile.folder,
    locale: "en-GB",
    viewport: { width: 1440, height: 900 },
    args: [...scene.watch.chromiumArgs],
  });
  scene.onEnd(() => browser.kill());
  scene.watch.watchChromium(browser);
  const page = await browser.page();
  await openDesk(page, scene.newsroom, scene.network.origin);
  return { browser, page };
}

async function secrets(): Promise<readonly string[]> {
  const passphrase = await scene.newsroom.passphrase();
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  const file = Uint8Array.from(await readFile(scene.newsroom.deskKeyFile));
  const text = new TextDecoder().decode(file);
  const sealed = text.startsWith("-----BEGIN AGE") ? armor.decode(text) : file;
  const key = /AGE-SECRET-KEY-\S+/.exec(await decrypter.decrypt(sealed, "text"))?.[0];
  expect(key).toBeDefined();
  return [...Object.values(sent), passphrase, key!];
}

test("after a story was read, and the browser crashed or was closed, nothing of it and of the key lies in the profile", async () => {
  const { browser, page } = await openBrowser();
  await openStory(page, sent.title);
  await page.getByText(sent.text).first().waitFor();
  await expect.poll(() => page.locator("main img").count(), { timeout: 15_000 }).toBeGreaterThan(0);
  await browser.kill();
  expect(await findTraces(profile.folder, await secrets())).toEqual([]);

  const again = await openBrowser();
  await again.browser.close();
  expect(await findTraces(profile.folder, await secrets())).toEqual([]);
  scene.watch.assertQuiet();
});
