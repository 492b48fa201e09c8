// FAULTS.md 19: somebody else answers in the newsroom's place, or nobody does behind a line that seems alive.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { goToSeal, newStory, openWrite } from "../support/author.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { portalKinds } from "../support/browsers/portal.ts";
import { openScene, picturesAreThere, type Scene, shows } from "../support/journey.ts";
import { aPhone, type Started, storiesAt } from "../support/phone.ts";

const login = "The Wi-Fi wants a login. Your story is safe on the phone";
const offline = "No network. Your story goes when there is one";

// The line's back-off is a random part of a growing window: here always a small part, so that a test need not wait for it.
const impatience = "Math.random = () => 0.01;";

let scene: Scene;
let phone: Started;
beforeAll(async () => {
  scene = await openScene();
  phone = await (await aPhone(scene)).firstVisit((page) => page.addInitScript(impatience));
});
afterAll(() => scene?.close());

/** Seals a story and is back in 'My stories'. */
async function writeAndSeal(page: Page, text: string): Promise<void> {
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).fill(text);
  await page
    .getByLabel("Story", { exact: true })
    .fill("Абрикос зацвів раніше, ніж повернулося світло.");
  await goToSeal(page);
  await page.getByRole("button", { name: "Seal and send" }).click();
  await page.getByRole("heading", { name: "My stories" }).waitFor();
}

/** The app started behind this network: an article with its picture, from the phone alone. */
async function startAndRead(page: Page): Promise<void> {
  await page.goto(`${scene.network.origin}/shelf`);
  await page.getByRole("link", { name: "Read", exact: true }).click();
  await page.locator("main ol.list a").first().click();
  await page.locator("article h1").waitFor();
  expect(await picturesAreThere(chromiumPage(page))).toBe(true);
  await page.getByRole("link", { name: "Back", exact: true }).click();
}

const cases = [
  ...portalKinds.map((kind) => ({
    // Bytes that are no HTTP name no login: they are as good as none.
    network: `a portal that answers with ${kind}`,
    says: kind === "garbage" ? offline : login,
    begin: () => scene.network.capture(kind),
  })),
  {
    network: "a line that takes everything and gives nothing",
    says: offline,
    begin: () => scene.network.lie(),
  },
];

test.each(cases)(
  "19: behind $network nothing is called sent, reading goes on, and the story goes by itself",
  async ({ network, says, begin }) => {
    const { page } = phone;
    const before = storiesAt(scene.newsroom).length;
    begin();
    await writeAndSeal(page, network);
    await startAndRead(page);
    await openWrite(page);
    const story = page.locator(".story", { hasText: network });
    await story.locator("[data-status=waiting]").waitFor();
    await shows(chromiumPage(page), says);
    expect(storiesAt(scene.newsroom)).toHaveLength(before);

    scene.network.restore();
    await story.locator("[data-status=sent]").waitFor();
    expect(storiesAt(scene.newsroom)).toHaveLength(before + 1);
    expect(await page.locator("body").innerText()).not.toContain(says);
    scene.watch.assertQuiet([
      /status of 511/,
      // The browser asks for the manifest by itself, and gets what the portal gives.
      /^console error: Manifest/,
      /^policy breach: (manifest-src |Loading a manifest from 'http:\/\/portal\.invalid\/login')/,
      // Where the browser was pointed to. Had it gone there, the watchtower would name the method as well.
      /^foreign request: http:\/\/portal\.invalid\/login$/,
    ]);
  },
);
