// A draft leaves one phone as a file and comes back on another, with no network in reach; also after the browser erased everything.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPhoto, findTexts, isSaved, newStory, openWrite } from "../support/author.ts";
import { scrollsSideways, troublesOn } from "../support/axe.ts";
import {
  type AnyPage,
  chromiumPage,
  firefoxPage,
  webkitPage,
} from "../support/browsers/any-page.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { openFirefox } from "../support/browsers/firefox.ts";
import { until } from "../support/browsers/waiting.ts";
import { openWebKit } from "../support/browsers/webkit.ts";
import { savedFile } from "../support/handing-over.ts";
import { openScene, press, type Scene, shows } from "../support/journey.ts";
import { partsAreHere } from "../support/phone-storage.ts";
import { aPhone, deviceRows, type Phone, type Started } from "../support/phone.ts";

const text = "Кульбабинець росте біля криниці";
const title = "Жоржинівка над ставом";

let scene: Scene;
let phones: readonly [Phone, Phone];
let [one, other]: readonly Started[] = [];
let saved: Awaited<ReturnType<typeof savedFile>>;
let words: readonly string[];

beforeAll(async () => {
  scene = await openScene();
  phones = [await aPhone(scene), await aPhone(scene)];
  one = await phones[0].firstVisit();
  other = await phones[1].firstVisit();
  scene.network.cut();
  await Promise.all([one.browser.setOffline(true), other.browser.setOffline(true)]);
});
afterAll(() => scene.close());

async function write(page: Page): Promise<void> {
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).fill(title);
  await page.getByLabel("Story", { exact: true }).fill(text);
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "foto.jpg", mimeType: "image/jpeg", buffer: await aPhoto() });
  await page.getByLabel("Caption").fill("Першоцвітка");
  await isSaved(page);
}

/** Axe finds nothing, light and dark, and nothing has to be pushed sideways on the narrowest phone. */
async function isForEveryone(page: Page, screen: string): Promise<void> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await troublesOn(page, `${screen}, ${colorScheme}`)));
  }
  await page.setViewportSize({ width: 320, height: 568 });
  if (await scrollsSideways(page)) found.push(`${screen}: scrolls sideways at 320`);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(found).toEqual([]);
}

async function openFile(page: Page, typed: string): Promise<void> {
  await page
    .locator("dialog input[type=file]")
    .setInputFiles({ name: saved.name, mimeType: "application/octet-stream", buffer: saved.bytes });
  await page.getByLabel("Seven words").fill(typed);
  await page.getByRole("button", { name: "Open", exact: true }).click();
}

async function isWholeOn(page: Page): Promise<void> {
  await page.getByLabel("Story", { exact: true }).waitFor();
  const fields = await page.locator("textarea").all();
  const texts = await Promise.all(fields.map((field) => field.inputValue()));
  expect(texts).toEqual(expect.arrayContaining([title, text, "Першоцвітка"]));
  await until("its photo is there", () =>
    page.evaluate<boolean>(
      "[...document.images].some((image) => image.src.startsWith('blob:') && image.naturalWidth > 0)",
    ),
  );
}

test("a draft with a photo becomes a file; its seven words are seen once", async () => {
  const { page } = one!;
  await write(page);
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name: "Save as a file" }).click();
  await page.getByText("Draft as a file").waitFor();
  await isForEveryone(page, "before a file is made");
  await page.getByRole("button", { name: "Make the file" }).click();

  await page.getByText("Write these seven words on paper").waitFor();
  words = await page.locator("dialog ol li").allTextContents();
  expect(words).toHaveLength(7);
  await isForEveryone(page, "the words of a file");
  saved = await savedFile(page, () => page.getByRole("button", { name: "Save the file" }).click());

  expect(saved.name).toBe("notes.age");
  expect(saved.bytes.subarray(0, 21).toString()).toBe("age-encryption.org/v1");
  await page.getByRole("button", { name: "Close" }).click();
  await until("the words are gone", async () => !(await page.content()).includes(words.join("")));
});

test("other words are told from a damaged file, and neither adds anything", async () => {
  const { page } = other!;
  await openWrite(page);
  await page.getByRole("button", { name: "Open a draft from a file" }).click();
  await page.getByText("Choose the file and type the seven words").waitFor();
  await isForEveryone(page, "opening a file");

  await openFile(page, words.with(3, "zebra").join(" "));
  await page.getByText("These words do not fit this file").waitFor();
  const bytes = Buffer.from(saved.bytes);
  saved = { ...saved, bytes: Buffer.from(bytes.with(bytes.length - 9, bytes.at(-9)! ^ 1)) };
  await openFile(page, words.join(" "));
  await page.getByText("The file is damaged. Nothing was added, and nothing is lost").waitFor();
  await isForEveryone(page, "a damaged file");

  saved = { ...saved, bytes };
  expect(await deviceRows(page)).toMatchObject({ drafts: 0 });
});

test("it opens on another phone, offline, as the words were copied, and is there after a restart", async () => {
  const { page, browser } = other!;
  await openFile(page, words.join(",\n").toUpperCase());
  await isWholeOn(page);
  await browser.kill();

  other = await phones[1].start();
  await other.browser.setOffline(true);
  await other.page.goto(`${scene.network.origin}/`);
  await openWrite(other.page);
  await other.page.getByText("Keep writing").click();
  await isWholeOn(other.page);
});

test("29: the browser erased everything; it says so, and the saved file brings the draft back", async () => {
  const { page } = other!;
  const session = await page.context().newCDPSession(page);
  await page.goto("about:blank");
  await session.send("Storage.clearDataForOrigin", {
    origin: scene.network.origin,
    storageTypes: "indexeddb,file_systems",
  });
  await page.goto(`${scene.network.origin}/?lang=en`);
  await shows(chromiumPage(page), "The browser erased what was here");
  await openWrite(page);
  await shows(chromiumPage(page), "Your stories will live here");

  await page.getByRole("button", { name: "Open a draft from a file" }).click();
  await openFile(page, words.join(" "));

  await isWholeOn(page);
});

whenPresent("age", () => {
  test("the stock age program opens it with the same words, and tar unpacks it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "soniakh-"));
    scene.onEnd(() => rm(folder, { recursive: true }));

    await decrypt(saved.path, join(folder, "draft.tar"), words.join(" "));
    await done(spawn("tar", ["-xf", "draft.tar"], { cwd: folder }));

    expect(await readFile(join(folder, "text.txt"), "utf8")).toBe(
      `${title}\n\n${text}\n\n[photo-1.jpg: Першоцвітка]\n`,
    );
    expect((await readFile(join(folder, "photo-1.jpg"))).subarray(0, 3)).toEqual(
      Buffer.of(0xff, 0xd8, 0xff),
    );
  });
});

whenPresent("firefox", () => {
  test("it opens in Firefox", async () => {
    const browser = await openFirefox({ prefs: scene.watch.firefoxPrefs });
    scene.onEnd(() => browser.close());
    const first = await browser.newPage();
    scene.watch.watchFirefox(first);
    await opensIn(firefoxPage(first));
  });
});

whenPresent("webkit", () => {
  test("it opens in Safari’s engine", async () => {
    const browser = await openWebKit({ args: scene.watch.webkitArgs });
    scene.onEnd(() => browser.close());
    await opensIn(webkitPage(browser));
  });
});

/** Another engine, on its first visit; the network is needed for that alone. */
async function opensIn(page: AnyPage): Promise<void> {
  scene.network.restore();
  await page.goto(`${scene.network.origin}/?lang=en`);
  await shows(page, "You can read offline");
  await partsAreHere(page);
  scene.network.cut();
  await press(page, "Write");
  await shows(page, "My stories");
  await press(page, "Open a draft from a file");
  await shows(page, "Choose the file and type the seven words");
  await page.read(`(() => {
    const bytes = Uint8Array.from(atob(${JSON.stringify(saved.bytes.toString("base64"))}), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], "notes.age"));
    const files = document.querySelector("dialog input[type=file]");
    files.files = transfer.files;
    files.dispatchEvent(new Event("change", { bubbles: true }));
    const words = document.querySelector("dialog textarea");
    words.value = ${JSON.stringify(words.join(" "))};
    words.dispatchEvent(new Event("input", { bubbles: true }));
  })()`);
  await until("the file and the words are enough", () =>
    page.read<boolean>(`(() => {
      const open = [...document.querySelectorAll("dialog button")].find((one) => one.textContent === "Open");
      const can = open !== undefined && !open.disabled;
      if (can) open.click();
      return can;
    })()`),
  );
  await until("the draft is open, with its photo", () =>
    page.read<boolean>(`[...document.querySelectorAll("textarea")].some((one) => one.value === ${JSON.stringify(title)})
      && [...document.images].some((image) => image.src.startsWith("blob:") && image.naturalWidth > 0)`),
  );
}

test("nothing of it, and none of the words together, is left in clear on either phone", async () => {
  await Promise.all([one!.browser.close(), other!.browser.close()]);
  for (const { folder } of phones)
    expect(await findTexts(folder, [text, title, "Першоцвітка", words.join(" ")])).toEqual([]);
  scene.watch.assertQuiet();
});

/** age asks its own terminal for a passphrase: `script` gives it one. */
async function decrypt(from: string, to: string, passphrase: string): Promise<void> {
  const child = spawn("script", ["-qec", `age -d -o '${to}' '${from}'`, "/dev/null"]);
  child.stdout.on("data", (said: Buffer) => {
    if (said.toString().includes("passphrase")) child.stdin.write(`${passphrase}\n`);
  });
  await done(child);
}

const done = (child: ReturnType<typeof spawn>): Promise<void> =>
  new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`ended with ${code}`)),
    );
  });
