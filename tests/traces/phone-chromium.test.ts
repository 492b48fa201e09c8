// SAFETY.md, control 2: what an author wrote, said and photographed leaves nothing readable on the phone. Chromium, in a
// normal profile: after sending, after discarding, and after a crash in mid-word.
import { randomBytes } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPhoto, isSaved, newStory, openWrite, sealAndSend } from "../support/author.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { byLibrary, openExported } from "../support/exported.ts";
import { openScene, type Scene, shows } from "../support/journey.ts";
import { aPhone, type Phone, sendAgain } from "../support/phone.ts";
import { findTraces, piecesOf, type Sentinel } from "../support/traces.ts";
import {
  besideTheRecorder,
  endRecording,
  isRecording,
  soundSentinels,
  withMicrophone,
} from "../support/voices.ts";

const sent = {
  title: "Зозулястий-TITLE-7Q2K",
  text: "Кривобережжя-TEXT-9XWJ",
  caption: "Перехрестя-CAPTION-4TRV",
  file: "IMG_SNTL_4417",
  maker: "SentinelMaker",
  said: "Наговорене-SAID-1WSX",
};
const discarded = { title: "Відкинуте-TITLE-3MNB", text: "Ненаписане-TEXT-8LKJ" };
const crashed = { title: "Обірване-TITLE-5HGF", text: "Недослов-TEXT-6PLM" };
/** What a page that did it wrong would leave: it shows that the search sees this browser's own files. */
const control = "Покинуте-CONTROL-2ZXC";
const controlSound = randomBytes(2_000);

let scene: Scene;
let phone: Phone;
/** What no word stands for: pieces of photos and of voices, and the receipt. */
const secrets: (string | Sentinel)[] = [];
beforeAll(async () => {
  scene = await openScene();
  phone = await aPhone(scene, withMicrophone);
});
afterAll(() => scene?.close());

const beside = (page: Page): Promise<unknown> => page.addInitScript(besideTheRecorder);

/** Begins a recording on the page; from now on its sound is a secret. */
async function speak(page: Page, name: string): Promise<readonly Sentinel[]> {
  await page.getByRole("button", { name: "Record your voice" }).click();
  await isRecording(page);
  const sound = await soundSentinels(chromiumPage(page), name, 2);
  secrets.push(...sound);
  return sound;
}

test("after sending, neither title, text, caption, file name, photo, voice nor receipt lies anywhere in the profile", async () => {
  const { browser, page } = await phone.firstVisit(beside);
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).pressSequentially(sent.title);
  await page.getByLabel("Story", { exact: true }).pressSequentially(sent.text);
  const sound = await speak(page, "sent");
  await endRecording(page);
  await page.getByLabel("What the recording says: Recording 1").pressSequentially(sent.said);
  await page.locator("input[type=file]").setInputFiles({
    name: `${sent.file}.jpg`,
    mimeType: "image/jpeg",
    buffer: await aPhoto(800, 600),
  });
  await page.getByLabel("Caption").pressSequentially(sent.caption);
  await isSaved(page);
  await sealAndSend(page, { photos: true, voice: true });
  await page.locator("[data-status=sent]").waitFor();
  const [answer] = await sendAgain(chromiumPage(page));
  const signature = /^soniakh-1 receipt \S+ (\S+)/.exec(answer?.receipt ?? "")?.[1];
  await page.goto(`${scene.network.origin}/`);
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
  expect(await findTraces(phone.folder, [...Object.values(sent), ...secrets])).toEqual([]);
});

test("after discarding, nothing of the draft does", async () => {
  const { browser, page } = await phone.open(beside);
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).pressSequentially(discarded.title);
  await page.getByLabel("Story", { exact: true }).pressSequentially(discarded.text);
  await speak(page, "discarded");
  await endRecording(page);
  await isSaved(page);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("button", { name: "Discard draft" }).click();
  await page.getByRole("button", { name: "Discard", exact: true }).click();
  await shows(chromiumPage(page), "Discarded");
  await browser.close();

  expect(await findTraces(phone.folder, [...Object.values(discarded), ...secrets])).toEqual([]);
});

test("after a crash in mid-word, while a voice is recorded, nothing does, and all of it is there when the app is opened", async () => {
  const { browser, page } = await phone.open(beside);
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).pressSequentially(crashed.title);
  await page.getByLabel("Story", { exact: true }).pressSequentially(crashed.text);
  await isSaved(page);
  await speak(page, "crashed");
  await page.getByLabel("Story", { exact: true }).first().pressSequentially("ї");
  await browser.kill();

  const all = [...[sent, discarded, crashed].flatMap((words) => Object.values(words)), ...secrets];
  expect(await findTraces(phone.folder, all)).toEqual([]);
  const again = await phone.open();
  await openWrite(again.page);
  await again.page.getByText(crashed.title).first().waitFor();
  await again.browser.close();
  expect(await findTraces(phone.folder, all)).toEqual([]);
});

test("what a careless page leaves in this browser is found: a row that was deleted, a sound, a stored value, an address", async () => {
  const { browser, page } = await phone.open();
  await page.evaluate(`(async () => {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open("control", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("rows");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const done = (work) => new Promise((resolve, reject) => {
      const transaction = database.transaction("rows", "readwrite");
      work(transaction.objectStore("rows"));
      transaction.oncomplete = resolve;
      transaction.onerror = () => reject(transaction.error);
    });
    await done((rows) => rows.put({ text: "${control}" }, 1));
    await done((rows) => rows.delete(1));
    await done((rows) => rows.put(new Uint8Array(${JSON.stringify([...controlSound])}).buffer, 2));
    localStorage.setItem("control", "${control}-stored");
    history.replaceState(null, "", "/?control=" + encodeURIComponent("${control}-address"));
  })()`);
  await browser.close();

  const found = (
    await findTraces(phone.folder, [
      control,
      `${control}-stored`,
      `${control}-address`,
      ...piecesOf("careless sound", controlSound),
    ])
  ).join("\n");
  expect(found).toMatch(/IndexedDB.*CONTROL-2ZXC$/m);
  expect(found).toMatch(/IndexedDB.*careless sound from 1000$/m);
  expect(found).toMatch(/Local Storage.*CONTROL-2ZXC-stored$/m);
  expect(found).toMatch(/CONTROL-2ZXC-address$/m);
  scene.watch.assertQuiet();
});
