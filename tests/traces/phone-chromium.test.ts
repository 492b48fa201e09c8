// SAFETY.md, control 2: what an author wrote leaves nothing readable on the phone. Chromium, in a normal profile: after
// sending, after discarding, and after a crash in mid-word.
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPhoto, isSaved, newStory, openWrite, sealAndSend } from "../support/author.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { openScene, type Scene, shows } from "../support/journey.ts";
import { aPhone, type Phone, sendAgain } from "../support/phone.ts";
import { findTraces } from "../support/traces.ts";

const sent = {
  title: "Зозулястий-TITLE-7Q2K",
  text: "Кривобережжя-TEXT-9XWJ",
  caption: "Перехрестя-CAPTION-4TRV",
  file: "IMG_SNTL_4417",
  maker: "SentinelMaker",
};
const discarded = { title: "Відкинуте-TITLE-3MNB", text: "Ненаписане-TEXT-8LKJ" };
const crashed = { title: "Обірване-TITLE-5HGF", text: "Недослов-TEXT-6PLM" };
/** What a page that did it wrong would leave: it shows that the search sees this browser's own files. */
const control = "Покинуте-CONTROL-2ZXC";

let scene: Scene;
let phone: Phone;
beforeAll(async () => {
  scene = await openScene();
  phone = await aPhone(scene);
});
afterAll(() => scene?.close());

test("after sending, neither title, text, caption, file name nor receipt lies anywhere in the profile", async () => {
  const { browser, page } = await phone.firstVisit();
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).pressSequentially(sent.title);
  await page.getByLabel("Story", { exact: true }).pressSequentially(sent.text);
  await page.locator("input[type=file]").setInputFiles({
    name: `${sent.file}.jpg`,
    mimeType: "image/jpeg",
    buffer: await aPhoto(800, 600),
  });
  await page.getByLabel("Caption").pressSequentially(sent.caption);
  await isSaved(page);
  await sealAndSend(page, { photos: true });
  await page.locator("[data-status=sent]").waitFor();
  const [answer] = await sendAgain(page);
  const signature = /^soniakh-1 receipt \S+ (\S+)/.exec(answer?.receipt ?? "")?.[1];
  await page.goto(`${scene.network.origin}/`);
  await browser.close();

  expect(signature).toMatch(/^[\w-]{86}$/);
  expect(await findTraces(phone.folder, [...Object.values(sent), signature!])).toEqual([]);
});

test("after discarding, nothing of the draft does", async () => {
  const { browser, page } = await phone.open();
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).pressSequentially(discarded.title);
  await page.getByLabel("Story", { exact: true }).pressSequentially(discarded.text);
  await isSaved(page);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("button", { name: "Discard draft" }).click();
  await page.getByRole("button", { name: "Discard", exact: true }).click();
  await shows(chromiumPage(page), "Discarded");
  await browser.close();

  expect(await findTraces(phone.folder, Object.values(discarded))).toEqual([]);
});

test("after a crash in mid-word, nothing does, and all of it is there when the app is opened", async () => {
  const { browser, page } = await phone.open();
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).pressSequentially(crashed.title);
  await page.getByLabel("Story", { exact: true }).pressSequentially(crashed.text);
  await isSaved(page);
  await page.getByLabel("Story", { exact: true }).pressSequentially("ї");
  await browser.kill();

  const all = [sent, discarded, crashed].flatMap((words) => Object.values(words));
  expect(await findTraces(phone.folder, all)).toEqual([]);
  const again = await phone.open();
  await openWrite(again.page);
  await again.page.getByText(crashed.title).first().waitFor();
  await again.browser.close();
  expect(await findTraces(phone.folder, all)).toEqual([]);
});

test("what a careless page leaves in this browser is found: a row that was deleted, a stored value, an address", async () => {
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
    localStorage.setItem("control", "${control}-stored");
    history.replaceState(null, "", "/?control=" + encodeURIComponent("${control}-address"));
  })()`);
  await browser.close();

  const found = (
    await findTraces(phone.folder, [control, `${control}-stored`, `${control}-address`])
  ).join("\n");
  expect(found).toMatch(/IndexedDB.*CONTROL-2ZXC$/m);
  expect(found).toMatch(/Local Storage.*CONTROL-2ZXC-stored$/m);
  expect(found).toMatch(/CONTROL-2ZXC-address$/m);
  scene.watch.assertQuiet();
});
