// What an author does with stories that were sealed: mends a refused one, holds one back, waits for Wi-Fi, lets a photo go.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPhoto, isSaved, newStory, sealAndSend } from "../support/author.ts";
import { troublesOn } from "../support/axe.ts";
import { byLibrary, openExported } from "../support/exported.ts";
import { openScene, type Scene } from "../support/journey.ts";
import { aPhone, type Phone, storiesAt } from "../support/phone.ts";

let scene: Scene;
let visited: Phone;
beforeAll(async () => {
  scene = await openScene();
  visited = await aPhone(scene);
  await (await visited.firstVisit()).browser.close();
});
afterAll(() => scene?.close());

// The page sends, and no worker: what is answered in the newsroom's stead is answered to pages.
const noWorker = "delete window.SyncManager;";
const countedNetwork = `Object.defineProperty(navigator, "connection", {
  value: Object.assign(new EventTarget(), { type: "cellular" }),
});`;

const prepare = (page: Page): Promise<unknown> => page.addInitScript(noWorker + countedNetwork);

const refusing = (code: string, status: number) => ({
  status,
  contentType: "application/problem+json",
  body: JSON.stringify({ type: `urn:soniakh:refusal:${code}`, title: code, status, code }),
});

async function write(page: Page, title: string, photo?: Buffer): Promise<void> {
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).fill(title);
  await page.getByLabel("Story", { exact: true }).fill("Ми чекали на хліб від п’ятої ранку.");
  if (photo === undefined) return;
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: photo });
  await page.getByLabel("Caption").waitFor();
  await isSaved(page);
}

const rowOf = (page: Page, title: string, status: string) =>
  page.locator(".story").filter({ hasText: title, has: page.locator(`[data-status="${status}"]`) });

const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole("button", { name, exact: true }).click();

test("a refused story opens with the reason, is sealed again as its next revision, and the refused copy can go", async () => {
  const { browser, page } = await (await visited.copy()).open(prepare);
  const before = storiesAt(scene.newsroom).length;
  await page.route("**/intake/stories/**", (route) => route.fulfill(refusing("malformed", 422)));
  await write(page, "Черга за хлібом");
  await sealAndSend(page);
  const refused = rowOf(page, "Черга за хлібом", "needs-you");
  await refused.getByText("the newsroom could not take this story").waitFor();
  await page.unroute("**/intake/stories/**");

  await refused.getByRole("button", { name: "Fix" }).click();
  await page.locator(".refusal").getByText("could not take this story").waitFor();
  expect(await troublesOn(page, "refused page")).toEqual([]);
  await page.getByLabel("Story", { exact: true }).fill("Ми чекали на хліб від шостої.");
  await sealAndSend(page);
  await rowOf(page, "Черга за хлібом", "sent").waitFor();
  await refused.getByText("this story was sealed again").waitFor();
  await refused.getByRole("button", { name: "Discard", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard", exact: true }).click();

  await refused.waitFor({ state: "detached" });
  await rowOf(page, "Черга за хлібом", "sent").getByRole("button", { name: "Read" }).waitFor();
  expect(storiesAt(scene.newsroom)).toHaveLength(before + 1);
  const arrived = await openExported(scene.newsroom, byLibrary(scene.newsroom));
  expect(arrived.map(({ story }) => [story.revision, story.parent !== undefined])).toEqual([
    [2, true],
  ]);
  await browser.close();
  scene.watch.assertQuiet([/422|413/]);
});

test("photos wait for Wi-Fi where that was chosen; a paused story stays; a photo that is refused can be let go of", async () => {
  const { browser, page } = await (await visited.copy()).open(prepare);
  const photo = await aPhoto(800, 600);
  const before = storiesAt(scene.newsroom).length;
  await page.getByRole("link", { name: "Write", exact: true }).click();
  await press(page, /^Network for photos and sound/);
  await page.getByRole("group", { name: "Send photos" }).getByLabel("Over Wi-Fi only").check();
  expect(await troublesOn(page, "network of all")).toEqual([]);
  await press(page, "Close");

  await write(page, "Світло о шостій", photo);
  const asked = scene.network.requests.length;
  await sealAndSend(page, { photos: true });
  await rowOf(page, "Світло о шостій", "wifi").getByText("The newsroom has the text").waitFor();
  expect(storiesAt(scene.newsroom)).toHaveLength(before + 1);
  expect(scene.network.requests.slice(asked).filter((line) => line.includes("/blobs/"))).toEqual(
    [],
  );
  await press(page, "Send without Wi-Fi");
  await rowOf(page, "Світло о шостій", "sent").waitFor();

  await browser.setOffline(true);
  await write(page, "Лист до міста");
  await sealAndSend(page);
  await rowOf(page, "Лист до міста", "waiting").waitFor();
  await press(page, "More: Лист до міста");
  expect(await troublesOn(page, "a story’s sheet")).toEqual([]);
  await press(page, /^Pause/);
  await rowOf(page, "Лист до міста", "paused").waitFor();
  await browser.setOffline(false);
  await page.route("**/intake/blobs/**", (route) =>
    route.request().method() === "PUT" ? route.fulfill(refusing("too-big", 413)) : route.continue(),
  );
  await write(page, "Дорога назад", photo);
  await sealAndSend(page, { photos: true });
  await rowOf(page, "Дорога назад", "wifi").waitFor();
  await press(page, "Send without Wi-Fi");
  const refused = rowOf(page, "Дорога назад", "needs-you");
  await refused.getByText(/photo 1 is too big: .* The rest has gone/).waitFor();
  await press(page, "Remove photo 1");
  await rowOf(page, "Дорога назад", "sent").waitFor();

  // The paused one had every chance to go.
  expect(storiesAt(scene.newsroom)).toHaveLength(before + 2);
  await press(page, "Resume");
  await rowOf(page, "Лист до міста", "sent").waitFor();
  expect(storiesAt(scene.newsroom)).toHaveLength(before + 3);
  await browser.close();
  scene.watch.assertQuiet([/422|413/]);
});
