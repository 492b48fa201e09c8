// Journey C: the desk opens what came in and publishes it; two phones read it offline; withdrawn, it leaves both.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aPhoto, isSaved, newStory, openWrite, sealAndSend } from "../support/author.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { openChromium } from "../support/browsers/chromium.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { createProfile } from "../support/browsers/profiles.ts";
import { until } from "../support/browsers/waiting.ts";
import { openEditor, openStory, tickChecklist } from "../support/editor.ts";
import { openScene, picturesAreThere, type Scene, shows } from "../support/journey.ts";

const run = promisify(execFile);
const title = "Bread for everyone";
const first = "In March our bakery ran out of yeast.";
const address = "Sadova Street 12";

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

async function openPhone(): Promise<Page> {
  const profile = await createProfile("chromium");
  scene.onEnd(() => profile.remove());
  const browser = await openChromium({
    userDataDir: profile.folder,
    args: [...scene.watch.chromiumArgs],
  });
  scene.onEnd(() => browser.kill());
  scene.watch.watchChromium(browser);
  const page = await browser.page();
  await page.goto(`${scene.network.origin}/?lang=en`);
  await shows(chromiumPage(page), "You can read offline");
  return page;
}

async function writeAndSend(phone: Page, photo: boolean, answers = {}): Promise<void> {
  await newStory(phone);
  await phone.getByLabel("Title", { exact: true }).fill(title);
  await phone
    .getByLabel("Story", { exact: true })
    .fill(`${first}\n\nShe baked at ${address}, on bricks.`);
  if (photo) {
    await phone
      .locator("input[type=file]")
      .setInputFiles({ name: "bread.jpg", mimeType: "image/jpeg", buffer: await aPhoto() });
    await phone.getByLabel("Caption").fill("The first loaf");
  }
  await isSaved(phone);
  await sealAndSend(phone, { ...(photo && { photos: true }), ...answers });
  await shows(chromiumPage(phone), "Sent");
}

/** Catches up as a person would: comes back to the app. */
async function comeBack(phone: Page): Promise<void> {
  await phone.goto(`${scene.network.origin}/`);
}

/** The entries that the phone itself holds, as the newsroom wrote them. */
const linesHeld = (phone: Page): Promise<readonly string[]> =>
  phone.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open("soniakh");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const asking = opening.result.transaction("entries").objectStore("entries").getAll();
      asking.onsuccess = () => { opening.result.close(); resolve(asking.result.map(({ line }) => line)); };
    };
  })`);

async function readsOffline(phone: Page): Promise<void> {
  await comeBack(phone);
  await shows(chromiumPage(phone), title);
  await shows(chromiumPage(phone), "Updated, ");
  scene.network.cut();
  try {
    await phone.goto(`${scene.network.origin}/`);
    await phone
      .getByRole("link", { name: new RegExp(title) })
      .first()
      .click();
    await shows(chromiumPage(phone), first);
    await until("its picture is there", () => picturesAreThere(chromiumPage(phone)));
  } finally {
    scene.network.restore();
  }
}

test("a story becomes an article on the author's phone and on another one, offline, and leaves both when it is withdrawn", async () => {
  const author = await openPhone();
  const reader = await openPhone();
  await writeAndSend(author, true);

  const editor = await openEditor(scene);
  await openStory(editor, title);
  await shows(chromiumPage(editor), "Publish without asking again");
  const publish = editor.getByRole("button", { name: "Publish", exact: true });

  // Refused without a description, and with an open first line.
  await tickChecklist(editor, ["Names and marks"]);
  await shows(chromiumPage(editor), "has no description");
  expect(await publish.isEnabled()).toBe(false);
  await editor
    .getByLabel("Description for those who do not see it")
    .fill("A loaf on a towel by the window");
  await shows(chromiumPage(editor), "Not every line is ticked");
  expect(await publish.isEnabled()).toBe(false);

  // What endangers someone is taken out, and is then nowhere in the article.
  const field = editor
    .locator("textarea")
    .filter({ hasText: address })
    .or(editor.getByLabel("Part 2 of the text"))
    .first();
  await field.fill("She baked in the yard, on bricks.");
  await tickChecklist(editor);
  await publish.click();
  await shows(chromiumPage(editor), "Published. Readers");

  await readsOffline(author);
  await readsOffline(reader);
  const page = await (await fetch(`${scene.newsroom.origin}/en/`)).text();
  const path = /href="(\/a\/[^"]*bread[^"]*)"/.exec(page)?.[1] ?? "";
  expect(await (await fetch(scene.newsroom.origin + path)).text()).not.toContain(address);
  await comeBack(author);
  await openWrite(author);
  await shows(chromiumPage(author), "Published");

  await editor.getByRole("button", { name: /Take it down|Withdraw/ }).click();
  await editor
    .getByRole("button", { name: /^(Take it down|Take down|Withdraw)$/ })
    .last()
    .click();
  await until(
    "the article's page is gone",
    async () => (await fetch(scene.newsroom.origin + path)).status === 410,
  );
  for (const phone of [author, reader]) {
    await phone.goto(`${scene.network.origin}/shelf`);
    await until(
      "it is on the phone no more",
      async () => !(await linesHeld(phone)).some((line) => line.includes(title)),
    );
    expect((await linesHeld(phone)).length).toBeGreaterThan(0);
    await phone.goto(scene.network.origin + path);
    await shows(chromiumPage(phone), "withdrawn");
  }
  scene.watch.assertQuiet();
});

test("a story that its author wants to see first, or only lets the newsroom read, cannot be published", async () => {
  const author = await openPhone();
  await writeAndSend(author, false, { showFirst: true });
  const editor = await openEditor(scene);
  await openStory(editor, title);
  await tickChecklist(editor);

  await shows(chromiumPage(editor), "The author wants to see the finished text first");
  expect(await editor.getByRole("button", { name: "Publish", exact: true }).isEnabled()).toBe(
    false,
  );

  await editor.getByRole("button", { name: "Decline", exact: true }).click();
  await editor.getByRole("button", { name: "Decline", exact: true }).last().click();
  await comeBack(author);
  await openWrite(author);
  await shows(chromiumPage(author), "Will not be published");
  scene.watch.assertQuiet();
});

whenPresent("age", (age) => {
  test("what the phone sealed opens with the stock age program and the recovery key", async () => {
    const author = await openPhone();
    await writeAndSend(author, true);
    const folder = await mkdtemp(join(tmpdir(), "soniakh-export-"));
    scene.onEnd(() => rm(folder, { recursive: true, force: true }));
    await rm(folder, { recursive: true });
    await scene.newsroom.exportTo(folder);

    const [story = ""] = (await readdir(folder, { withFileTypes: true })).flatMap((one) =>
      one.isDirectory() ? [one.name] : [],
    );
    const open = async (file: string): Promise<Buffer> => {
      const { stdout } = await run(
        age,
        ["-d", "-i", scene.newsroom.recoveryKeyFile, join(folder, story, file)],
        {
          encoding: "buffer",
          maxBuffer: 64 * 1_048_576,
        },
      );
      return stdout;
    };
    const text = JSON.parse((await open("text.age")).toString()) as {
      title: string;
      attachments: { bytes: number }[];
    };
    const photo = (await open("part-1.age")).subarray(0, text.attachments[0]?.bytes);

    expect(text.title).toBe(title);
    expect([...photo.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
    expect(photo.includes("SentinelPhone")).toBe(false);
    expect((await readFile(join(folder, story, "text.age"))).length).toBe(16_384);
  });
});
