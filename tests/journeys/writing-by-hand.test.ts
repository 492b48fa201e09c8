// Letters by every way that they come: keyboards that compose, that correct, dictation, a clipboard, and the keys themselves.
import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aHeic } from "../support/a-heic.ts";
import { aPhoto, isSaved, newStory, openWrite } from "../support/author.ts";
import { until } from "../support/browsers/waiting.ts";
import { openScene, type Scene } from "../support/journey.ts";
import { aPhone, type Phone } from "../support/phone.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene?.close());

/** A keyboard that shows a word before it is one, as those of phones do. */
async function aKeyboard(page: Page) {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  const compose = (text: string): Promise<unknown> =>
    cdp.send("Input.imeSetComposition", {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  return {
    /** The word grows letter by letter, and is not given to the page yet. */
    async compose(word: string) {
      for (let length = 1; length <= word.length; length += 1) await compose(word.slice(0, length));
    },
    /** The word is taken, as it stands or as the keyboard would have it. */
    commit: (text: string) => cdp.send("Input.insertText", { text }),
  };
}

const story = (page: Page) => page.getByLabel("Story", { exact: true });
const texts = (page: Page): Promise<readonly string[]> =>
  page.evaluate<string[]>(
    "[...document.querySelectorAll('.story-page textarea')].map((one) => one.value)",
  );
/** A visit of its own, with a network that is not needed. */
const aVisit = async (phone?: Phone) => (phone ?? (await aPhone(scene))).firstVisit();

async function keepWriting(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Keep writing" }).first().click();
  await story(page).waitFor();
}

const photo = async (name = "one.jpg") => ({
  name,
  mimeType: "image/jpeg",
  buffer: await aPhoto(400, 300),
});

test("a word that is being composed loses no letter: to a blur, to a photo, to 'Hide', to a correction, to a kill", async () => {
  const phone = await aPhone(scene);
  const { page, browser } = await aVisit(phone);
  await newStory(page);
  const keyboard = await aKeyboard(page);

  // Composed, corrected in place, and said aloud.
  await keyboard.compose("Хлїб");
  expect(await story(page).inputValue()).toBe("Хлїб");
  await keyboard.commit("Хліб ");
  await keyboard.commit("на всіх, сказала тітка Оля. ");
  await page.evaluate(`(() => {
    const area = document.activeElement;
    area.setRangeText("усіх", 8, 12, "end");
    area.setSelectionRange(area.value.length, area.value.length);
    area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText", data: "усіх" }));
  })()`);
  expect(await story(page).inputValue()).toBe("Хліб на усіх, сказала тітка Оля. ");

  // The finger goes elsewhere in mid-word.
  await keyboard.compose("Дев’ять");
  await page.getByLabel("Title", { exact: true }).click();
  await keyboard.compose("Піч");
  await story(page).click();
  await page.keyboard.press("Control+End");
  await keyboard.compose(" час");

  // A photo comes in mid-word, and the word goes on.
  await page.locator("input[type=file]").setInputFiles(await photo());
  await page.locator(".photo-piece img").waitFor();
  await keyboard.compose(" частин");
  await keyboard.commit(" частин");
  await isSaved(page);
  const whole = "Хліб на усіх, сказала тітка Оля. Дев’ять частин";
  expect(await texts(page)).toEqual(["Піч", whole, "", ""]);

  // 'Hide' in mid-word.
  await keyboard.compose(" і крих");
  await page.getByRole("button", { name: "Hide" }).click();
  await openWrite(page);
  await keepWriting(page);
  expect((await texts(page))[1]).toBe(`${whole} і крих`);

  // The battery goes in mid-word: what was on the screen when it was said to be saved is there.
  await story(page).click();
  await page.keyboard.press("Control+End");
  await (await aKeyboard(page)).compose("та");
  await until("it is saved", () =>
    page.evaluate<boolean>("document.querySelector('.saved').dataset.unsaved === 'false'"),
  );
  await browser.kill();
  const again = await phone.open();
  await openWrite(again.page);
  await keepWriting(again.page);
  expect(await texts(again.page)).toEqual(["Піч", `${whole} і крихта`, "", ""]);
  await again.browser.close();
  scene.watch.assertQuiet();
});

/** As a browser pastes or drops it. */
const give = (
  page: Page,
  how: "paste" | "drop",
  what: { text?: string; html?: string; picture?: readonly number[] },
): Promise<void> =>
  page.evaluate(
    `((how, { text, html, picture }) => {
      const data = new DataTransfer();
      if (text !== undefined) data.setData("text/plain", text);
      if (html !== undefined) data.setData("text/html", html);
      if (picture !== undefined)
        data.items.add(new File([new Uint8Array(picture)], "picture.jpg", { type: "image/jpeg" }));
      const init = { bubbles: true, cancelable: true };
      const event = how === "paste"
        ? new ClipboardEvent("paste", { ...init, clipboardData: data })
        : new DragEvent("drop", { ...init, dataTransfer: data });
      const isTaken = !document.activeElement.dispatchEvent(event);
      if (!isTaken) throw new Error("the page left the " + how + " to the browser");
    })(${JSON.stringify(how)}, ${JSON.stringify(what)})`,
  );

test("pastes come in plain, pictures as photos; photos move and go by buttons and keys, and all of it is undone", async () => {
  const { page, browser } = await aVisit();
  await newStory(page);
  await page.waitForFunction("document.querySelector('link[href*=page-comfort]') !== null");
  await story(page).click();

  await give(page, "paste", {
    text: "Треба:\r\nборошно\r\nво\u00adда\u00a0тепла\r\n\r\n\r\nЧекати.",
    html: "<p>Треба:</p><ul><li>борошно</li><li>во\u00adда&nbsp;тепла</li></ul><p>Чекати.</p>",
  });
  const pasted = "Треба:\n– борошно\n– вода тепла\n\nЧекати.";
  expect(await story(page).inputValue()).toBe(pasted);
  await isSaved(page);
  // «Я» on a Ukrainian keyboard is where Z is.
  await page.evaluate(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
    { key: "я", code: "KeyZ", ctrlKey: true, bubbles: true, cancelable: true }))`);
  await until("the paste is undone", async () => (await story(page).inputValue()) === "");
  await page.keyboard.press("Control+Shift+Z");
  await until("the paste is done again", async () => (await story(page).inputValue()) === pasted);

  await page.keyboard.press("Control+End");
  const picture = [...(await aPhoto(400, 300))];
  await give(page, "paste", { picture });
  await page.getByLabel("Caption 1").waitFor();
  await page.getByLabel("Continued 2").click();
  await page.keyboard.type("Кінець.");
  await give(page, "drop", { picture });
  await page.getByLabel("Caption 2").waitFor();
  expect(await texts(page)).toEqual(["", pasted, "", "Кінець.", "", ""]);
  // A file that is no picture does not take the page away.
  await page.locator("input[type=file]").setInputFiles({
    name: "IMG_0001.JPG",
    mimeType: "image/jpeg",
    buffer: aHeic,
  });
  await page.getByText("This photo is a HEIC file").waitFor();

  // The first photo goes up past a paragraph, by a button that keeps the focus.
  await page.getByRole("button", { name: "What to do with photo 1" }).click();
  const higher = page.getByRole("button", { name: "Move photo 1 higher" });
  await higher.focus();
  await page.keyboard.press("Enter");
  await until("the photo is above the last paragraph", async () =>
    (await texts(page))[1]!.endsWith("тепла"),
  );
  expect((await texts(page))[3]).toBe("Чекати.\nКінець.");
  await until("the focus stays at the button", () =>
    page.evaluate<boolean>(
      "document.activeElement.getAttribute('aria-label') === 'Move photo 1 higher'",
    ),
  );
  await page.getByRole("button", { name: "Move photo 1 lower" }).click();
  await until("and down again", async () => (await texts(page))[3] === "Кінець.");

  // Up and down between the fields; Backspace behind a photo points to it, then takes it off.
  await page.getByLabel("Continued 3").click();
  await page.keyboard.press("ArrowUp");
  expect(await focused(page)).toBe("Caption 2");
  await page.keyboard.press("ArrowDown");
  expect(await focused(page)).toBe("Continued 3");
  await page.keyboard.press("Backspace");
  expect(await focused(page)).toBe("Remove photo 2");
  expect(await page.locator(".photo-piece").count()).toBe(2);
  await page.keyboard.press("Backspace");
  await until("one photo is left", async () => (await page.locator(".photo-piece").count()) === 1);
  await until("the caret is where it was", async () => (await focused(page)) === "Continued 2");
  await page.keyboard.type(" Справді.");
  expect((await texts(page)).at(-1)).toBe("Кінець. Справді.");

  // The ways out.
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name: "Keys", exact: true }).click();
  await page.getByText("Ctrl or ⌘ + Enter").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  await page.keyboard.press("Control+Enter");
  await page.getByText("Only this, and nothing more").waitFor();
  await page.keyboard.press("Escape");
  await story(page).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".story-page").waitFor({ state: "detached" });
  await page.getByRole("heading", { name: "My stories" }).waitFor({ state: "detached" });
  await browser.close();
  scene.watch.assertQuiet();
});

const focused = (page: Page): Promise<string> =>
  page.evaluate<string>("document.activeElement.getAttribute('aria-label') ?? ''");
