// A photo as iPhones keep it (HEIC): the app takes it where the browser decodes it. Of the engines that run here none does:
// Chromium and Firefox have no HEVC for pictures, and WebKitGTK, unlike Safari, decodes AVIF alone (libavif, no libheif).
// So what is shown is the refusal, on a real file; what becomes of the metadata in such a container is shown with AVIF, whose
// boxes are the same, in photos-cleaned.test.ts. An engine that learns to decode it makes this test fail: then this file
// belongs there.
import { afterAll, beforeAll, expect, test } from "vitest";
import { aHeic } from "../support/a-heic.ts";
import {
  type AnyPage,
  chromiumPage,
  firefoxPage,
  webkitPage,
} from "../support/browsers/any-page.ts";
import { openChromium } from "../support/browsers/chromium.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { openFirefox } from "../support/browsers/firefox.ts";
import { until } from "../support/browsers/waiting.ts";
import { openWebKit } from "../support/browsers/webkit.ts";
import { openScene, press, type Scene, shows } from "../support/journey.ts";
import { partsAreHere } from "../support/phone-storage.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene?.close());

const file = `new File([Uint8Array.from(atob("${aHeic.toString("base64")}"), (one) => one.charCodeAt(0))],
  "IMG_0001.HEIC", { type: "image/heic" })`;

/** A page with words and a HEIC photo, as a picker would bring it: the photo is named, and the words are kept. */
async function isRefused(page: AnyPage): Promise<void> {
  await page.goto(`${scene.network.origin}/?lang=en`);
  await partsAreHere(page);
  expect(await page.read(`createImageBitmap(${file}).then(() => true, () => false)`)).toBe(false);
  await press(page, "Write");
  await shows(page, "My stories");
  await press(page, "New story");
  await until("the page can be written on", () =>
    page.read<boolean>(`(() => {
      const field = document.querySelector(".text-field");
      if (field === null) return false;
      field.value = "Bread for everyone.";
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      return true;
    })()`),
  );
  await page.read(`(() => {
    const files = new DataTransfer();
    files.items.add(${file});
    const field = document.querySelector("input[type=file]");
    field.files = files.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  })()`);

  await shows(page, "This photo is a HEIC file, and this browser cannot open it");
  await shows(page, "Saved");
  expect(await page.read("document.querySelectorAll('.photo-piece').length")).toBe(0);
  scene.watch.assertQuiet();
}

whenPresent("chromium", () => {
  test("Chromium: a HEIC photo that it cannot decode is named, and the words stay", async () => {
    const browser = await openChromium({ args: [...scene.watch.chromiumArgs] });
    scene.onEnd(() => browser.kill());
    scene.watch.watchChromium(browser);
    await isRefused(chromiumPage(await browser.page()));
  });
});

whenPresent("firefox", () => {
  test("Firefox: a HEIC photo that it cannot decode is named, and the words stay", async () => {
    const browser = await openFirefox({ prefs: scene.watch.firefoxPrefs });
    scene.onEnd(() => browser.close());
    const page = await browser.newPage();
    scene.watch.watchFirefox(page);
    await isRefused(firefoxPage(page));
  });
});

whenPresent("webkit", () => {
  test("WebKitGTK: a HEIC photo that it cannot decode is named, and the words stay", async () => {
    const browser = await openWebKit({ args: scene.watch.webkitArgs });
    scene.onEnd(() => browser.close());
    await isRefused(webkitPage(browser));
  });
});
