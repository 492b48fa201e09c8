// SAFETY.md, control 2, in Firefox and a normal profile: after sending, after discarding, and after a crash in mid-word.
import { randomBytes } from "node:crypto";
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
import { byLibrary, openExported } from "../support/exported.ts";
import { sendAgain } from "../support/phone.ts";
import { partsAreHere } from "../support/phone-storage.ts";
import { findTraces, piecesOf, type Sentinel } from "../support/traces.ts";
import { besideTheRecorder, soundSentinels } from "../support/voices.ts";

const sent = {
  title: "Зозулястий-TITLE-7Q2K",
  text: "Кривобережжя-TEXT-9XWJ",
  caption: "Перехрестя-CAPTION-4TRV",
  file: "IMG_SNTL_4417",
  said: "Наговорене-SAID-1WSX",
};
const discarded = { title: "Відкинуте-TITLE-3MNB", text: "Ненаписане-TEXT-8LKJ" };
const crashed = { title: "Обірване-TITLE-5HGF", text: "Недослов-TEXT-6PLM" };
const control = "Покинуте-CONTROL-2ZXC";
const controlSound = randomBytes(2_000);
/** What no word stands for: pieces of photos and of voices, and the receipt. */
const secrets: (string | Sentinel)[] = [];

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
    prefs: {
      ...scene.watch.firefoxPrefs,
      "media.navigator.streams.fake": true,
      "media.navigator.permission.disabled": true,
    },
  });
  scene.onEnd(() => browser.kill());
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(besideTheRecorder);
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

/** Begins a recording on the page; from now on its sound is a secret. */
async function speak(any: AnyPage, name: string): Promise<readonly Sentinel[]> {
  await press(any, "Record your voice");
  const sound = await soundSentinels(any, name, 2);
  secrets.push(...sound);
  return sound;
}

async function endRecording({ page, any }: Opened): Promise<void> {
  await press(any, "Done");
  await page.waitForSelector(".voice-line input");
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
  await choose(any, "", "Yes, I may be recognised");
  await choose(any, "18", "Yes");
  await choose(any, "harm", "No");
  await press(any, "Next");
  await press(any, "Seal and send");
}

whenPresent("firefox", () => {
  test("after sending, neither title, text, caption, file name, photo, voice nor receipt lies anywhere in the profile", async () => {
    const opened = await open("/?lang=en");
    const { browser, page, any } = opened;
    await shows(any, "You can read offline");
    await partsAreHere(any);
    await newStory(opened);
    await type(page, "Title", sent.title);
    await type(page, "Story", sent.text);
    const sound = await speak(any, "sent");
    await endRecording(opened);
    await type(page, "What the recording says", sent.said);
    const input = (await page.$("input[type=file]")) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(join(pictures, `${sent.file}.jpg`));
    await type(page, "Caption", sent.caption);
    await shows(any, "Saved on this phone");
    await sealAndSend(any);
    await page.waitForSelector("[data-status=sent]");
    const [answer] = await sendAgain(any);
    const signature = /^soniakh-1 receipt \S+ (\S+)/.exec(answer?.receipt ?? "")?.[1];
    await browser.close();

    expect(signature).toMatch(/^[\w-]{86}$/);
    const [arrived] = await openExported(scene.newsroom, byLibrary(scene.newsroom));
    const files = arrived!.attachments.map((file) => Buffer.from(file));
    // What is looked for is what was sent.
    expect(sound.some(({ bytes }) => files.some((file) => file.includes(Buffer.from(bytes))))).toBe(
      true,
    );
    const photo = files.find((file) => file.subarray(0, 2).equals(Buffer.from([0xff, 0xd8])));
    secrets.push(signature!, ...piecesOf("photo", photo!));
    expect(await findTraces(profile.folder, [...Object.values(sent), ...secrets])).toEqual([]);
  });

  test("after discarding, nothing of the draft does", async () => {
    const opened = await open("/");
    const { browser, page, any } = opened;
    await newStory(opened);
    await type(page, "Title", discarded.title);
    await type(page, "Story", discarded.text);
    await speak(any, "discarded");
    await endRecording(opened);
    await shows(any, "Saved on this phone");
    await page.click('[aria-label="More"]');
    await press(any, "Discard draft");
    await shows(any, "Discard this draft?");
    await press(any, "Discard");
    await shows(any, "Discarded");
    await browser.close();

    expect(await findTraces(profile.folder, [...Object.values(discarded), ...secrets])).toEqual([]);
  });

  test("after a crash in mid-word, while a voice is recorded, nothing does, and all of it is there when the app is opened", async () => {
    const opened = await open("/");
    await newStory(opened);
    await type(opened.page, "Title", crashed.title);
    await type(opened.page, "Story", crashed.text);
    await shows(opened.any, "Saved on this phone");
    await speak(opened.any, "crashed");
    await type(opened.page, "Story", "ї");
    await opened.browser.kill();

    const words = [sent, discarded, crashed].flatMap((one) => Object.values(one));
    const all = [...words, ...secrets];
    expect(await findTraces(profile.folder, all)).toEqual([]);
    const again = await open("/");
    await press(again.any, "Write");
    await shows(again.any, crashed.title);
    await again.browser.close();
    expect(await findTraces(profile.folder, all)).toEqual([]);
  });

  test("what a careless page leaves in this browser is found: a value and a sound in a database", async () => {
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
        transaction.objectStore("rows").put(new Uint8Array(${JSON.stringify([...controlSound])}).buffer, 2);
        transaction.oncomplete = resolve;
        transaction.onerror = () => reject(transaction.error);
      });
      return true;
    })()`);
    await browser.close();

    const careless = piecesOf("careless sound", controlSound);
    const found = (await findTraces(profile.folder, [control, ...careless])).join("\n");
    expect(found).toContain(control);
    expect(found).toContain("careless sound from 1000");
    scene.watch.assertQuiet();
  });
});
