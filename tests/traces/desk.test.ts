// SAFETY.md, control 2, at the desk: what an editor opened leaves nothing readable in the browser, nor do the key, its
// passphrase and the name of its file. Chromium and Firefox, each in a normal profile.
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { armor, Decrypter } from "age-encryption";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPhoto, isSaved, newStory, sealAndSend } from "../support/author.ts";
import { type AnyPage, chromiumPage, firefoxPage } from "../support/browsers/any-page.ts";
import { openChromium } from "../support/browsers/chromium.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { openFirefox } from "../support/browsers/firefox.ts";
import { createProfile } from "../support/browsers/profiles.ts";
import { until } from "../support/browsers/waiting.ts";
import { openDesk, openDeskInFirefox } from "../support/editor.ts";
import { byLibrary, openExported } from "../support/exported.ts";
import { openScene, press, type Scene } from "../support/journey.ts";
import { aPhone } from "../support/phone.ts";
import { findTraces, piecesOf, type Sentinel } from "../support/traces.ts";
import { endRecording, isRecording, slicesOnDisk, withMicrophone } from "../support/voices.ts";

const sent = {
  title: "Зозулястий-TITLE-7Q2K",
  text: "Кривобережжя-TEXT-9XWJ",
  caption: "Перехрестя-CAPTION-4TRV",
  said: "Наговорене-SAID-1WSX",
};
const keyFileName = "SNTL-DESK-KEY-8UJN";

let scene: Scene;
let keys: string;
/** All that nobody may find. */
let secrets: readonly (string | Sentinel)[];
beforeAll(async () => {
  scene = await openScene();
  await sendStory();
  keys = await mkdtemp(join(tmpdir(), "soniakh-keys-"));
  await copyFile(scene.newsroom.deskKeyFile, keyFile());
  const [arrived] = await openExported(scene.newsroom, byLibrary(scene.newsroom));
  const [voice, photo] = arrived!.attachments;
  secrets = [
    ...Object.values(sent),
    ...(await keyAndPassphrase()),
    keyFileName,
    ...piecesOf("voice", voice!),
    ...piecesOf("photo", photo!),
  ];
});
afterAll(async () => {
  await scene?.close();
  if (keys !== undefined) await rm(keys, { recursive: true, force: true });
});

const keyFile = (): string => join(keys, `${keyFileName}.age`);

async function sendStory(): Promise<void> {
  const phone = await aPhone(scene, withMicrophone);
  const { browser, page } = await phone.firstVisit();
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).fill(sent.title);
  await page.getByLabel("Story", { exact: true }).fill(sent.text);
  await page.getByRole("button", { name: "Record your voice" }).click();
  await isRecording(page);
  // A recorder that is ended at once has heard nothing, and leaves nothing.
  await until("something was heard", async () => (await slicesOnDisk(page)) > 0);
  await endRecording(page);
  await page.getByLabel("What the recording says: Recording 1").fill(sent.said);
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: await aPhoto(800, 600) });
  await page.getByLabel("Caption").fill(sent.caption);
  await isSaved(page);
  await sealAndSend(page, { photos: true, voice: true });
  await page.locator("[data-status=sent]").waitFor();
  await browser.close();
}

async function keyAndPassphrase(): Promise<readonly string[]> {
  const passphrase = await scene.newsroom.passphrase();
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  const file = Uint8Array.from(await readFile(scene.newsroom.deskKeyFile));
  const text = new TextDecoder().decode(file);
  const sealed = text.startsWith("-----BEGIN AGE") ? armor.decode(text) : file;
  const key = /AGE-SECRET-KEY-\S+/.exec(await decrypter.decrypt(sealed, "text"))?.[0];
  expect(key).toBeDefined();
  return [passphrase, key!];
}

/** An editor's browser, signed in and with the key open. */
interface Opened {
  readonly page: AnyPage;
  close(): Promise<void>;
  kill(): Promise<void>;
}

async function inChromium(folder: string): Promise<Opened> {
  const browser = await openChromium({
    userDataDir: folder,
    locale: "en-GB",
    viewport: { width: 1440, height: 900 },
    args: [...scene.watch.chromiumArgs],
  });
  scene.onEnd(() => browser.kill());
  scene.watch.watchChromium(browser);
  const page = await browser.page();
  await openDesk(page, scene.newsroom, scene.network.origin, keyFile());
  return { page: chromiumPage(page), close: browser.close, kill: browser.kill };
}

async function inFirefox(folder: string): Promise<Opened> {
  const browser = await openFirefox({
    userDataDir: folder,
    viewport: { width: 1440, height: 900 },
    prefs: scene.watch.firefoxPrefs,
  });
  scene.onEnd(() => browser.kill());
  const page = await browser.newPage();
  scene.watch.watchFirefox(page);
  await openDeskInFirefox(page, scene.newsroom, scene.network.origin, keyFile());
  return { page: firefoxPage(page), close: browser.close, kill: browser.kill };
}

/** The story is read, looked at and heard. */
async function readStory(page: AnyPage): Promise<void> {
  // Looked for, in whatever tab it stands.
  await page.read(`(() => {
    const field = document.querySelector(".find input");
    field.value = ${JSON.stringify(sent.title)};
    return field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  })()`);
  await press(page, sent.title);
  for (const text of [sent.text, sent.said]) {
    await until(`«${text}» is there`, () =>
      page.read<boolean>(
        `[...document.querySelectorAll("main textarea")].some(({ value }) => value.includes("${text}")) ||
          document.body.innerText.includes("${text}")`,
      ),
    );
  }
  await until("the photo is drawn", () =>
    page.read<boolean>("document.querySelector('main img')?.naturalWidth > 0"),
  );
  await until("the voice is decoded", () =>
    page.read<boolean>("document.querySelector('main audio')?.readyState > 1"),
  );
  await page.read("document.querySelector('main audio').play().then(() => true)");
}

/** Opened twice, crashed and closed; nothing lies in the profile after either. */
async function expectNothing(
  engine: "chromium" | "firefox",
  open: (folder: string) => Promise<Opened>,
): Promise<void> {
  const profile = await createProfile(engine);
  scene.onEnd(profile.remove);
  const first = await open(profile.folder);
  await readStory(first.page);
  await first.kill();
  expect(await findTraces(profile.folder, secrets)).toEqual([]);

  const again = await open(profile.folder);
  await readStory(again.page);
  await again.close();
  expect(await findTraces(profile.folder, secrets)).toEqual([]);
  scene.watch.assertQuiet();
}

whenPresent("chromium", () => {
  test("after a story was read and heard, and the browser crashed or was closed, nothing of it and of the key lies in the profile", () =>
    expectNothing("chromium", inChromium));
});

whenPresent("firefox", () => {
  test("Firefox: after a story was read and heard, and the browser crashed or was closed, nothing of it and of the key lies in the profile", () =>
    expectNothing("firefox", inFirefox));
});
