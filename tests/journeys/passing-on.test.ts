// From one phone to another with no newsroom in reach: a file made offline, checked and taken in offline, found after a restart.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { scrollsSideways, troublesOn } from "../support/axe.ts";
import {
  type AnyPage,
  chromiumPage,
  firefoxPage,
  webkitPage,
} from "../support/browsers/any-page.ts";
import { openChromium } from "../support/browsers/chromium.ts";
import { findBrowser, whenPresent } from "../support/browsers/finding-browsers.ts";
import { openFirefox } from "../support/browsers/firefox.ts";
import { createProfile } from "../support/browsers/profiles.ts";
import { until } from "../support/browsers/waiting.ts";
import { openWebKit } from "../support/browsers/webkit.ts";
import { aMarkdown, openContentFolder } from "../support/content-folder.ts";
import { dropFile, savedFile } from "../support/handing-over.ts";
import { partsAreHere } from "../support/phone-storage.ts";
import {
  openScene,
  picturesAreThere,
  press,
  type Scene,
  shows,
  textOf,
} from "../support/journey.ts";

const readyOffline = "Можна читати без мережі";
const word = "жоржинівка";
const title = "Хліб на дев’ять частин";

interface Handed {
  readonly one: { readonly name: string; readonly bytes: Buffer };
  readonly whole: { readonly name: string; readonly bytes: Buffer };
}

let scene: Scene;
let handed: Handed;
/** Profiles that saw the newsroom before it had the article that is handed over. */
let second: AnyPage;
let reopenSecond: () => Promise<AnyPage>;
let secondPage: Page;
/** The same in the other engines: a page, and the page after a restart (in WebKitGTK: of the same session). */
const others = new Map<"firefox" | "webkit", { page: AnyPage; again(): Promise<AnyPage> }>();

const visit = async (page: AnyPage): Promise<void> => {
  await page.goto(`${scene.network.origin}/?lang=uk`);
  await shows(page, readyOffline);
  await partsAreHere(page);
};

async function aPhone(): Promise<{ open(): Promise<Page>; kill(): Promise<void> }> {
  const profile = await createProfile("chromium");
  scene.onEnd(() => profile.remove());
  let kill = (): Promise<void> => Promise.resolve();
  return {
    async open() {
      const browser = await openChromium({
        userDataDir: profile.folder,
        args: [...scene.watch.chromiumArgs],
      });
      scene.onEnd(() => browser.kill());
      scene.watch.watchChromium(browser);
      kill = () => browser.kill();
      return browser.page();
    },
    kill: () => kill(),
  };
}

beforeAll(async () => {
  const content = await openContentFolder("samples");
  scene = await openScene({ template: inject("newsroomTemplate"), contentDir: content.path });
  scene.onEnd(() => content.close());
  const phoneB = await aPhone();
  secondPage = await phoneB.open();
  second = chromiumPage(secondPage);
  await visit(second);
  reopenSecond = async () => {
    await phoneB.kill();
    secondPage = await phoneB.open();
    return (second = chromiumPage(secondPage));
  };

  await openOthers();
  await content.write(
    "uk/khlib-na-deviat.md",
    aMarkdown(
      { title, date: "2026-11-20", picture: "../pictures/seeds.png", alt: "Насіння на долоні" },
      `Слово, якого більше ніде немає: ${word}.\n\n![Свічка](../pictures/safety.png)\n`,
    ),
  );
  await until("the article is out", () => scene.newsroom.printed().includes(title) || isOut());
  const phoneA = await aPhone();
  const page = await phoneA.open();
  await visit(chromiumPage(page));
  await until("its pictures are on the phone", () => hasAllPictures(chromiumPage(page)));

  // From here on there is no newsroom.
  scene.network.cut();
  await scene.newsroom.stop();
  handed = { one: await makeOne(page), whole: await makeWhole(page) };
  await phoneA.kill();
});
afterAll(() => scene.close());

async function openOthers(): Promise<void> {
  if (findBrowser("firefox") !== undefined) await openInFirefox();
  if (findBrowser("webkit") !== undefined) await openInWebKit();
}

async function openInFirefox(): Promise<void> {
  const browser = await openFirefox({ prefs: scene.watch.firefoxPrefs });
  scene.onEnd(() => browser.close());
  const first = await browser.newPage();
  scene.watch.watchFirefox(first);
  const page = firefoxPage(first);
  await visit(page);
  others.set("firefox", {
    page,
    async again() {
      const restarted = await browser.restart();
      scene.onEnd(() => restarted.close());
      return firefoxPage(await restarted.newPage());
    },
  });
}

async function openInWebKit(): Promise<void> {
  const browser = await openWebKit({ args: scene.watch.webkitArgs });
  scene.onEnd(() => browser.close());
  const page = webkitPage(browser);
  await visit(page);
  others.set("webkit", {
    page,
    async again() {
      await browser.newPage();
      return page;
    },
  });
}

const isOut = async (): Promise<boolean> =>
  (await fetch(`${scene.newsroom.origin}/a/khlib-na-deviat`)).ok;

const hasAllPictures = (page: AnyPage): Promise<boolean> =>
  page.read<boolean>(`(async () => {
    const database = await new Promise((resolve) => {
      const request = indexedDB.open("soniakh");
      request.onsuccess = () => resolve(request.result);
    });
    const all = (store, what) => new Promise((resolve) => {
      const request = database.transaction(store).objectStore(store)[what]();
      request.onsuccess = () => resolve(request.result);
    });
    const [entries, media] = [await all("entries", "getAll"), await all("media", "getAllKeys")];
    database.close();
    const held = new Set(media.map(([hash]) => hash));
    return entries.map(({ line }) => JSON.parse(line)).every((entry) =>
      [entry.lead, ...entry.pictures].filter(Boolean).every(({ files }) => files.some(({ hash }) => held.has(hash))));
  })()`);

async function makeOne(page: Page): Promise<Handed["one"]> {
  await page.goto(`${scene.network.origin}/a/khlib-na-deviat`);
  await page.locator(".actions button", { hasText: "Передати" }).click();
  await page.getByRole("button", { name: "Файлом" }).click();
  await page.getByText("Усередині 1 стаття з підписом редакції").waitFor();
  return savedFile(page, () => page.getByRole("button", { name: "Зберегти файл" }).click());
}

async function makeWhole(page: Page): Promise<Handed["whole"]> {
  await page.goto(`${scene.network.origin}/shelf`);
  await page.getByRole("button", { name: "Передати або взяти" }).click();
  await page.getByRole("button", { name: "Скласти файл" }).click();
  await page.getByText("Усередині 13 статей з підписом редакції").waitFor();
  return savedFile(page, () => page.getByRole("button", { name: "Зберегти файл" }).click());
}

const openTaking = async (page: AnyPage): Promise<void> => {
  await page.goto(`${scene.network.origin}/shelf`);
  await press(page, "Передати або взяти");
  await shows(page, "Підійде файл .html");
};

/** Axe finds nothing, light and dark, and nothing has to be pushed sideways on the narrowest phone. */
async function inEachLook(page: Page, screen: string): Promise<void> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await troublesOn(page, `${screen}, ${colorScheme}`)));
    await page.setViewportSize({ width: 320, height: 568 });
    if (await scrollsSideways(page)) found.push(`${screen}: scrolls sideways at 320`);
    await page.setViewportSize({ width: 390, height: 844 });
  }
  expect(found).toEqual([]);
}

/** The article that came by hand is read, with its pictures. */
async function readsIt(page: AnyPage): Promise<void> {
  await shows(page, word);
  await until("its pictures are there", () => picturesAreThere(page));
}

whenPresent("chromium", () => {
  test("a changed byte is refused in words, and nothing is added", async () => {
    await openTaking(second);
    await inEachLook(secondPage, "passing on or taking in");
    const bent = Buffer.from(handed.one.bytes);
    const at = bent.indexOf("Слово");
    bent[at + 3] = bent[at + 3]! ^ 1;
    await secondPage
      .locator('input[type="file"]')
      .setInputFiles({ name: "statti.html", mimeType: "text/html", buffer: bent });

    await shows(second, "Файл пошкоджено або підроблено. Нічого не додано");
    await inEachLook(secondPage, "a refused file");
    await second.goto(`${scene.network.origin}/shelf`);
    await shows(second, "На полиці порожньо");
  });

  test("complaint 11: the library goes to another phone without internet, and is there after a restart", async () => {
    expect(handed.one.name).toMatch(/^stattia-\d{4}-\d\d-\d\d\.html$/);
    await openTaking(second);
    await secondPage
      .locator('input[type="file"]')
      .setInputFiles({ name: handed.one.name, mimeType: "text/html", buffer: handed.one.bytes });
    await shows(second, "Перевірено: від редакції «Сонях».");
    expect(await textOf(second)).toContain(title);
    await inEachLook(secondPage, "a checked file");

    await press(second, "Взяти");
    await shows(second, "Взято 1 статтю. Шукайте на полиці");
    await press(second, `Відкрити «${title}»`);
    await readsIt(second);

    const again = await reopenSecond();
    await again.goto(`${scene.network.origin}/shelf`);
    await press(again, title);
    await readsIt(again);
  });

  test("a file that another app shares is looked at; what is neither that nor a story is told what fits", async () => {
    const share = (name: string, type: string, text: string): Promise<unknown> =>
      secondPage.evaluate(
        ([action, fileName, fileType, base64]) => {
          const form = Object.assign(document.createElement("form"), {
            action,
            method: "post",
            enctype: "multipart/form-data",
          });
          const input = Object.assign(document.createElement("input"), {
            type: "file",
            name: "file",
          });
          const transfer = new DataTransfer();
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          transfer.items.add(new File([bytes], fileName, { type: fileType }));
          input.files = transfer.files;
          form.append(input);
          document.body.append(form);
          form.submit();
        },
        [
          `${scene.network.origin}/take`,
          name,
          type,
          Buffer.from(text, "latin1").toString("base64"),
        ] as const,
      );
    await secondPage.goto("about:blank");
    await share("statti.html", "text/html", handed.whole.bytes.toString("latin1"));
    await shows(second, "Перевірено: від редакції «Сонях».");
    expect(new URL(secondPage.url()).pathname).toBe("/take");

    await secondPage.goto("about:blank");
    await share("zvit.pdf", "application/pdf", "not a page");
    await shows(second, "Цього взяти не можна. Підійде файл .html зі статтями");
  });

  test("a whole edition is taken in and stands in the list", async () => {
    await second.goto(`${scene.network.origin}/uk/`);
    await shows(second, "Без мережі");
    await dropFile(second, handed.whole.bytes, handed.whole.name);
    await shows(second, "Перевірено: від редакції «Сонях».");
    await press(second, "Взяти");
    await shows(second, "Нового у файлі немає");
    await press(second, "Читати");

    await shows(second, title);
    scene.watch.assertQuiet();
  });

  test("the file itself is readable with no script, and its reader and search work with one", async () => {
    const folder = scene.newsroom.dataDir;
    const [one, whole] = [join(folder, handed.one.name), join(folder, handed.whole.name)];
    await writeFile(one, handed.one.bytes);
    await writeFile(whole, handed.whole.bytes);
    const browser = await openChromium({ args: [...scene.watch.chromiumArgs] });
    scene.onEnd(() => browser.kill());
    const bare = await browser.context.browser()!.newContext({ javaScriptEnabled: false });
    const plain = await bare.newPage();
    await plain.goto(pathToFileURL(one).href);
    expect(await plain.locator("article h1").textContent()).toBe(title);
    expect(await plain.locator("article").textContent()).toContain(word);
    await plain.goto(pathToFileURL(whole).href);
    expect(await plain.locator("main").textContent()).toContain("відкрийте цей файл у Chrome");
    await bare.close();

    const page = await browser.page();
    const errors: string[] = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(pathToFileURL(one).href);
    expect(await picturesAreThere(chromiumPage(page))).toBe(true);
    expect(await troublesOn(page, "file of one article")).toEqual([]);
    await page.goto(pathToFileURL(whole).href);
    await page.locator(".list li").first().waitFor();
    expect(await troublesOn(page, "file of an edition")).toEqual([]);
    await page.locator("#query").fill("жоржинівку");
    await page.locator(".list li", { hasText: title }).waitFor();
    expect(await page.locator(".list li").count()).toBe(1);
    expect(await page.locator("mark").allTextContents()).toContain(word);
    await page.locator(".list a").click();
    await page.locator("article h1").waitFor();
    expect(await picturesAreThere(chromiumPage(page))).toBe(true);
    await page.setViewportSize({ width: 320, height: 568 });
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await scrollsSideways(page)).toBe(false);
    expect(await troublesOn(page, "article of a file")).toEqual([]);
    expect(errors).toEqual([]);
  });
});

for (const engine of ["firefox", "webkit"] as const) {
  whenPresent(engine, () => {
    test(`${engine}: an article comes by hand, is read and found again; a file opens by itself`, async () => {
      const other = others.get(engine)!;
      await other.page.goto(`${scene.network.origin}/uk/`);
      await shows(other.page, "Без мережі");
      await dropFile(other.page, handed.one.bytes, handed.one.name);
      await shows(other.page, "Перевірено: від редакції «Сонях».");
      await press(other.page, "Взяти");
      await shows(other.page, "Взято 1 статтю. Шукайте на полиці");
      const again = await other.again();
      await again.goto(`${scene.network.origin}/shelf`);
      await press(again, title);
      await readsIt(again);

      const path = join(scene.newsroom.dataDir, `${engine}.html`);
      await writeFile(path, handed.whole.bytes);
      await again.goto(pathToFileURL(path).href);
      await shows(again, title);
      await again.read(`(() => {
        const field = document.querySelector("#query");
        field.value = "жоржинівки";
        field.dispatchEvent(new Event("input"));
        return true;
      })()`);
      await shows(again, "Знайдено: 1");
      await press(again, title);
      await readsIt(again);
      scene.watch.assertQuiet();
    });
  });
}
