// SAFETY.md, control 2, in Firefox and a normal profile: after sending, after discarding, and after a crash in mid-word.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ElementHandle, Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPhoto } from "../support/author.ts";
import { type AnyPage, firefoxPage } from "../support/browsers/any-page.ts";
import { type Firefox, openFirefox } from "../support/browsers/firefox.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { createProfile, type Profile } from "../support/browsers/profiles.ts";
import { until } from "../support/browsers/waiting.ts";
import { openScene, press, type Scene, shows } from "../support/journey.ts";
import { partsAreHere } from "../support/phone-storage.ts";
import { findTraces } from "../support/traces.ts";

const sent = {
  title: "Зозулястий-TITLE-7Q2K",
  text: "Кривобережжя-TEXT-9XWJ",
  caption: "Перехрестя-CAPTION-4TRV",
  file: "IMG_SNTL_4417",
};
const discarded = { title: "Відкинуте-TITLE-3MNB", text: "Ненаписане-TEXT-8LKJ" };
const crashed = { title: "Обірване-TITLE-5HGF", text: "Недослов-TEXT-6PLM" };
const control = "Покинуте-CONTROL-2ZXC";

let scene: Scene;
let profile: Profile;
let pictures: string;
beforeAll(async () => {
  scene = await openScene();
  profile = await createProfile("firefox");
  pictures = await mkdtemp(join(tmpdir(), "soniakh-pictures-"));
  await writeFile(join(pictures, `${sent.file}.jpg`), await aPhoto(800, 600));
});
afterAll(async () => {
  await scene?.close();
  await profile?.remove();
  await rm(pictures, { recursive: true, force: true });
});

interface Opened {
  readonly browser: Firefox;
  readonly page: Page;
  readonly any: AnyPage;
}

async function open(path: string): Promise<Opened> {
  const browser = await openFirefox({
    userDataDir: profile.folder,
    prefs: scene.watch.firefoxPrefs,
  });
  scene.onEnd(() => browser.kill());
  const page = await browser.newPage();
  const any = firefoxPage(page);
  await any.goto(`${scene.network.origin}${path}`);
  return { browser, page, any };
}

/** Types into the field with this label, key by key. */
async function type(page: Page, label: string, text: string): Promise<void> {
  const field = await page.waitForSelector(`[aria-label^="${label}"]`);
  await field!.focus();
  await page.keyboard.type(text);
}

async function newStory({ page, any }: Opened): Promise<void> {
  await press(any, "Write");
  await shows(any, "My stories");
  await press(any, "New story");
  await page.waitForSelector('[aria-label="Story"]');
}

/** Answers a question of the terms. */
async function choose(page: AnyPage, question: string, answer: string): Promise<void> {
  await until(`«${answer}» can be chosen`, () =>
    page.read<boolean>(`(() => {
      const isAbout = (one) => (one.innerText + (one.getAttribute("aria-label") ?? "")).includes(${JSON.stringify(question)});
      const groups = [...document.querySelectorAll("fieldset, [role=group], [role=radiogroup]")].filter(isAbout);
      const label = groups.flatMap((one) => [...one.querySelectorAll("label")]).find((one) => one.innerText.trim() === ${JSON.stringify(answer)});
      label?.click();
      return label !== undefined;
    })()`),
  );
}

async function sealAndSend(any: AnyPage): Promise<void> {
  await press(any, "Send");
  await press(any, "Next");
  await choose(any, "publish", "Yes, publish it");
  await choose(any, "", "No, publish without asking again");
  await choose(any, "", "No name");
  await choose(any, "photos", "Yes");
  await choose(any, "18", "Yes");
  await choose(any, "harm", "No");
  await press(any, "Next");
  await press(any, "Seal and send");
}

whenPresent("firefox", () => {
  test("after sending, neither title, text, caption nor file name lies anywhere in the profile", async () => {
    const opened = await open("/?lang=en");
    const { browser, page, any } = opened;
    await shows(any, "You can read offline");
    await partsAreHere(any);
    await newStory(opened);
    await type(page, "Title", sent.title);
    await type(page, "Story", sent.text);
    const input = (await page.$("input[type=file]")) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(join(pictures, `${sent.file}.jpg`));
    await type(page, "Caption", sent.caption);
    await shows(any, "Saved on this phone");
    await sealAndSend(any);
    await page.waitForSelector("[data-status=sent]");
    await browser.close();

    expect(await findTraces(profile.folder, Object.values(sent))).toEqual([]);
  });

  test("after discarding, nothing of the draft does", async () => {
    const opened = await open("/");
    const { browser, page, any } = opened;
    await newStory(opened);
    await type(page, "Title", discarded.title);
    await type(page, "Story", discarded.text);
    await shows(any, "Saved on this phone");
    await page.click('[aria-label="More"]');
    await press(any, "Discard draft");
    await shows(any, "Discard this draft?");
    await press(any, "Discard");
    await shows(any, "Discarded");
    await browser.close();

    expect(await findTraces(profile.folder, Object.values(discarded))).toEqual([]);
  });

  test("after a crash in mid-word, nothing does, and all of it is there when the app is opened", async () => {
    const opened = await open("/");
    await newStory(opened);
    await type(opened.page, "Title", crashed.title);
    await type(opened.page, "Story", crashed.text);
    await shows(opened.any, "Saved on this phone");
    await opened.page.keyboard.type("ї");
    await opened.browser.kill();

    const all = [sent, discarded, crashed].flatMap((words) => Object.values(words));
    expect(await findTraces(profile.folder, all)).toEqual([]);
    const again = await open("/");
    await press(again.any, "Write");
    await shows(again.any, crashed.title);
    await again.browser.close();
    expect(await findTraces(profile.folder, all)).toEqual([]);
  });

  test("what a careless page leaves in this browser is found: a value in a database, a field without autocomplete", async () => {
    const { browser, any } = await open("/");
    await any.read(`(async () => {
      const database = await new Promise((resolve, reject) => {
        const request = indexedDB.open("control", 1);
        request.onupgradeneeded = () => request.result.createObjectStore("rows");
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      await new Promise((resolve, reject) => {
        const transaction = database.transaction("rows", "readwrite");
        transaction.objectStore("rows").put({ text: ${JSON.stringify(control)} }, 1);
        transaction.oncomplete = resolve;
        transaction.onerror = () => reject(transaction.error);
      });
      return true;
    })()`);
    await browser.close();

    expect((await findTraces(profile.folder, [control])).join("\n")).toContain(control);
    scene.watch.assertQuiet();
  });
});
