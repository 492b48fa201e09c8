// What an author says later about a story that was sent: it waits without a network, goes, is seen at the desk, and is done.
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isSaved, newStory, openWrite, sealAndSend } from "../support/author.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { until } from "../support/browsers/waiting.ts";
import { openEditor, openStory, tickChecklist } from "../support/editor.ts";
import { openScene, type Scene, shows } from "../support/journey.ts";
import { aPhone, type Phone, storiesAt } from "../support/phone.ts";

const title = "Bread for everyone";

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

/** A phone that has sent a story which may be published at once. */
async function anAuthor(): Promise<{ readonly phone: Phone; readonly page: Page }> {
  const phone = await aPhone(scene);
  const { page } = await phone.firstVisit();
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).fill(title);
  await page.getByLabel("Story", { exact: true }).fill("In March our bakery ran out of yeast.");
  await isSaved(page);
  await sealAndSend(page);
  await shows(chromiumPage(page), "Sent");
  return { phone, page };
}

const openMore = (page: Page): Promise<void> =>
  page.getByRole("button", { name: `More: ${title}` }).click();

/** The app is opened anew, at 'My stories', with the story's path in sight. */
async function comeBack(page: Page): Promise<void> {
  await page.goto(`${scene.network.origin}/`);
  await openWrite(page);
  const row = page.getByRole("button", { name: title, exact: true });
  await row.waitFor();
  if ((await row.getAttribute("aria-expanded")) === "false") await row.click();
}

async function publish(editor: Page): Promise<string> {
  await openStory(editor, title);
  await tickChecklist(editor);
  await editor.getByRole("button", { name: "Publish", exact: true }).click();
  await shows(chromiumPage(editor), "Published. Readers");
  const front = await (await fetch(`${scene.newsroom.origin}/en/`)).text();
  return /href="(\/a\/[^"]*bread[^"]*)"/.exec(front)?.[1] ?? "";
}

test("other terms, sealed without a network, go by themselves, and what they forbid cannot be published", async () => {
  const { page } = await anAuthor();
  const early = await openEditor(scene);
  await openStory(early, title);
  await tickChecklist(early);

  scene.network.cut();
  await openMore(page);
  await page.getByRole("button", { name: "Change terms" }).click();
  await page.getByRole("heading", { name: "Your terms" }).waitFor();
  expect(await page.getByRole("radio", { checked: true }).count()).toBe(0);
  await page.getByRole("radio", { name: "Only read it, do not publish" }).click();
  await page.getByRole("group", { name: /18/ }).getByRole("radio", { name: "Yes" }).click();
  await page
    .getByRole("group", { name: /harm/ })
    .getByRole("radio", { name: "No", exact: true })
    .click();
  await page.getByRole("button", { name: "Seal the new terms" }).click();
  await page.getByRole("heading", { name: "My stories" }).waitFor();
  await page.getByRole("button", { name: title, exact: true }).click();
  await shows(chromiumPage(page), "The new terms are waiting for a network");

  scene.network.restore();
  await comeBack(page);
  await shows(chromiumPage(page), "The newsroom has the new terms");

  // An editor who had the story open before does not publish past it.
  await early.getByRole("button", { name: "Publish", exact: true }).click();
  await shows(chromiumPage(early), "The terms were changed from the author’s phone");
  expect(await early.getByRole("button", { name: "Publish", exact: true }).isEnabled()).toBe(false);
  expect(storiesAt(scene.newsroom)[0]?.state).toBe("opened");
  // The refusal is what the browser reports.
  scene.watch.assertQuiet([/409 \(Conflict\)/]);
});

test("a published story that its author takes back is taken down when the desk looks, and leaves the phones", async () => {
  const { page } = await anAuthor();
  const path = await publish(await openEditor(scene));
  expect((await fetch(scene.newsroom.origin + path)).status).toBe(200);
  await page.goto(scene.network.origin + path);
  await shows(chromiumPage(page), "In March our bakery ran out of yeast.");

  await comeBack(page);
  await shows(chromiumPage(page), "Published");
  await openMore(page);
  expect(await page.getByRole("button", { name: "Change terms" }).count()).toBe(0);
  await page.getByRole("button", { name: "Withdraw" }).click();
  await shows(chromiumPage(page), "Copies that people already have cannot be called back");
  await page.getByRole("button", { name: "Withdraw", exact: true }).click();
  await shows(chromiumPage(page), "The newsroom has the withdrawal");

  // Nobody taps anything: the desk is opened, and the author's word is done.
  await openEditor(scene);
  await until(
    "the article is gone",
    async () => (await fetch(scene.newsroom.origin + path)).status === 410,
  );
  await until(
    "the story is withdrawn",
    async () => storiesAt(scene.newsroom)[0]?.state === "withdrawn",
  );
  await comeBack(page);
  await shows(chromiumPage(page), "Withdrawn");
  await page.goto(scene.network.origin + path);
  await shows(chromiumPage(page), "withdrawn");
  scene.watch.assertQuiet();
});

test("that nobody has read a story is said after 14 days, on the phone and at the desk", async () => {
  const { page } = await anAuthor();
  await comeBack(page);
  await shows(chromiumPage(page), "The newsroom will read it");
  await scene.newsroom.stop();
  const later = await scene.newsroom.restart({ daysAhead: 15 });
  scene.onEnd(() => later.stop());

  await comeBack(page);
  await shows(chromiumPage(page), "The newsroom has not read it yet");
  await shows(chromiumPage(await openEditor(scene, later)), "waiting for over 14 days");
  scene.watch.assertQuiet();
});
