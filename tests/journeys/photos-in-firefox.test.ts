// A photo with its caption, and a face painted over by keys, in Firefox. Chromium's own journeys go further.
import { afterEach, beforeEach, expect, test } from "vitest";
import { type AnyPage, firefoxPage } from "../support/browsers/any-page.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { openFirefox } from "../support/browsers/firefox.ts";
import { until } from "../support/browsers/waiting.ts";
import { openScene, press, type Scene, shows } from "../support/journey.ts";
import { partsAreHere } from "../support/phone-storage.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

/** A red picture comes into the page's field for photos, as a picker would bring it. */
const pickPhoto = (page: AnyPage): Promise<unknown> =>
  page.read(`(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 600, height: 400 });
    const context = canvas.getContext("2d");
    context.fillStyle = "#e02020";
    context.fillRect(0, 0, 600, 400);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    const files = new DataTransfer();
    files.items.add(new File([blob], "red.png", { type: "image/png" }));
    const field = document.querySelector("input[type=file]");
    field.files = files.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  })()`);

const writeInto = (page: AnyPage, field: string, text: string): Promise<unknown> =>
  page.read(`(() => {
    const area = document.querySelector(${JSON.stringify(field)});
    area.focus();
    area.value = ${JSON.stringify(text)};
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    return true;
  })()`);

/** How red the middle of the photo on the page is, from 0 to 255; undefined until it is shown. */
const redness = (page: AnyPage): Promise<number | null> =>
  page.read<number | null>(`(async () => {
    const image = document.querySelector(".photo-piece img");
    if (image === null) return null;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.naturalWidth, height: image.naturalHeight });
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return context.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[0];
  })()`);

const isInk = async (page: AnyPage): Promise<boolean> => ((await redness(page)) ?? 255) < 40;

const caption = (page: AnyPage): Promise<string> =>
  page.read<string>("document.querySelector('.caption')?.value ?? ''");

async function trip(page: AnyPage, again: () => Promise<AnyPage>): Promise<void> {
  await page.goto(`${scene.network.origin}/?lang=en`);
  await shows(page, "You can read offline");
  await partsAreHere(page);
  await press(page, "Write");
  await shows(page, "My stories");
  await press(page, "New story");
  await until("the page is there", () =>
    page.read<boolean>("document.querySelector('.text-field') !== null"),
  );
  await writeInto(page, ".text-field", "Було так.");
  await pickPhoto(page);
  await until("the photo is red", async () => ((await redness(page)) ?? 0) > 180);
  await writeInto(page, ".caption", "На площі");

  await press(page, "What to do with photo 1");
  await press(page, "Paint over faces");
  await until("the photo can be painted over", () =>
    page.read<boolean>(
      "document.querySelector('dialog.painting[open] .painting-photo svg') !== null",
    ),
  );
  await press(page, "Rectangle");
  await until("the frame is there", () =>
    page.read<boolean>(`(() => {
      const frame = document.querySelector("rect.frame");
      frame?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
      return document.querySelector("rect.mark") !== null;
    })()`),
  );
  await press(page, "Done");
  await shows(page, "Painted over.");
  await until("the middle is solid", () => isInk(page));

  await shows(page, "Saved");
  const later = await again();
  expect(await caption(later)).toBe("На площі");
  await until("the photo stays painted over", () => isInk(later));
  scene.watch.assertQuiet();
}

/** From the list back to the page of the draft. */
async function keepWriting(page: AnyPage): Promise<AnyPage> {
  await press(page, "Keep writing");
  await until("the draft is there", () =>
    page.read<boolean>("document.querySelector('.photo-piece img') !== null"),
  );
  return page;
}

whenPresent("firefox", () => {
  test("Firefox: a photo, its caption and what is painted over it outlive the browser", async () => {
    const browser = await openFirefox({ prefs: scene.watch.firefoxPrefs });
    const first = await browser.newPage();
    scene.watch.watchFirefox(first);
    let closing = (): Promise<void> => browser.close();
    scene.onEnd(() => closing());
    await trip(firefoxPage(first), async () => {
      const next = await browser.restart();
      closing = () => next.close();
      const page = firefoxPage(await next.newPage());
      await page.goto(`${scene.network.origin}/?lang=en`);
      await press(page, "Write");
      return keepWriting(page);
    });
  });
});
