// Faces and signs painted over, on the page and before sending: solid in what arrives, and the photo as it was is nowhere.
import type { Locator, Page } from "playwright-core";
import sharp from "sharp";
import { expect, test } from "vitest";
import { isSaved, newStory } from "../support/author.ts";
import { troublesOn } from "../support/axe.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { until } from "../support/browsers/waiting.ts";
import { byAge, openExported } from "../support/exported.ts";
import { openScene } from "../support/journey.ts";
import { aPhone } from "../support/phone.ts";

const [width, height] = [1_000, 800];
/** Where the face and the sign are. Parts of the photo. */
const face = { x: 0.3, y: 0.4 };
const sign = { x: 0.8, y: 0.25 };

/** A photo whose pixels are red noise: whatever of it comes through is not black. */
async function aRedPhoto(): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < pixels.length; at += 3) {
    pixels[at] = 200 + ((at * 7_919) % 56);
    pixels[at + 1] = (at * 104_729) % 90;
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer();
}

/** The least and the most red within a square of a picture; ink has next to none. */
async function redAround(picture: Uint8Array, { x, y }: typeof face, side: number) {
  const { width: wide, height: high } = await sharp(picture).metadata();
  const left = Math.round(x * wide - side / 2);
  const top = Math.round(y * high - side / 2);
  // sharp's own statistics are of the whole picture, whatever was cut out of it.
  const { data, info } = await sharp(picture)
    .extract({ left, top, width: side, height: side })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const red = [...data].filter((_, at) => at % info.channels === 0);
  return { min: Math.min(...red), max: Math.max(...red) };
}

const stage = (page: Page): Locator => page.locator(".painting-photo svg");
const pressed = (page: Page, name: string): Promise<void> =>
  page.getByRole("button", { name, exact: true }).click();

async function whereOnScreen(page: Page, at: typeof face) {
  const box = (await page.locator(".painting-photo svg").boundingBox())!;
  return { x: box.x + at.x * box.width, y: box.y + at.y * box.height };
}

/** A finger's zigzag over a place. */
async function rub(page: Page, at: typeof face): Promise<void> {
  const { x, y } = await whereOnScreen(page, at);
  await page.mouse.move(x - 12, y - 12);
  await page.mouse.down();
  for (const [right, down] of [
    [12, -12],
    [-12, 0],
    [12, 0],
    [-12, 12],
    [12, 12],
  ] as const)
    await page.mouse.move(x + right, y + down, { steps: 3 });
  await page.mouse.up();
}

const isPainted = async (page: Page): Promise<void> => {
  await page.locator("dialog.painting").waitFor({ state: "detached" });
  await page.getByText("Painted over.").waitFor();
};

whenPresent("age", (age) => {
  test("what was painted over is solid in what arrives, by finger and by keys, and undo gives the photo back", async () => {
    const scene = await openScene();
    try {
      const { page, browser } = await (await aPhone(scene)).firstVisit();
      await newStory(page);
      await page.locator("input[type=file]").setInputFiles({
        name: "red.jpg",
        mimeType: "image/jpeg",
        buffer: await aRedPhoto(),
      });
      await page.getByLabel("Caption 1").fill("На площі");
      await isSaved(page);
      // All of it works without a network.
      scene.network.cut();
      await browser.setOffline(true);

      await pressed(page, "What to do with photo 1");
      await pressed(page, "Paint over faces");
      await stage(page).waitFor();
      for (const [look, size] of [
        ["light", { width: 390, height: 844 }],
        ["dark", { width: 320, height: 568 }],
      ] as const) {
        await page.emulateMedia({ colorScheme: look, reducedMotion: "reduce" });
        await page.setViewportSize(size);
        await until(`the painting fits ${size.width}`, () => fits(page));
        expect(await troublesOn(page, `painting, ${look}, ${size.width}`)).toEqual([]);
      }
      await page.setViewportSize({ width: 390, height: 844 });
      await rub(page, sign);
      await rub(page, face);
      await page.locator("dialog.painting").getByRole("button", { name: "Undo" }).click();
      await rub(page, face);
      // Escape does not lose what was painted by one key.
      await page.keyboard.press("Escape");
      await page.getByText("Not painted over yet").waitFor();
      await pressed(page, "Done");
      await isPainted(page);

      // Undone: the photo is as it was. Then again, to stay.
      const shown = (): Promise<string> =>
        page.evaluate<string>("document.querySelector('.photo-piece img').src");
      const painted = await shown();
      await page.locator(".page-foot .line").getByRole("button", { name: "Undo" }).click();
      await until("the page shows the photo as it was", async () => (await shown()) !== painted);
      expect((await redAround(await pixelsOf(page), face, 20)).min).toBeGreaterThan(120);
      await pressed(page, "Paint over faces");
      await stage(page).waitFor();
      await rub(page, face);
      await pressed(page, "Done");
      await isPainted(page);
      expect(await page.getByLabel("Caption 1").inputValue()).toBe("На площі");

      // Before sending, by keys alone: the frame over the sign.
      await page.keyboard.press("Control+Enter");
      await page.getByText("Only this, and nothing more").waitFor();
      const paint = page.getByRole("button", { name: /Paint over faces: / });
      await paint.focus();
      await page.keyboard.press("Enter");
      await stage(page).waitFor();
      await page.getByRole("button", { name: "Rectangle" }).focus();
      await page.keyboard.press("Enter");
      await page.locator("rect.frame").focus();
      for (let at = 0; at < 15; at += 1) await page.keyboard.press("ArrowRight");
      for (let at = 0; at < 10; at += 1) await page.keyboard.press("ArrowUp");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Done" }).focus();
      await page.keyboard.press("Enter");
      await isPainted(page);

      scene.network.restore();
      await browser.setOffline(false);
      await sendOn(page);
      await page.locator("[data-status=sent]").waitFor();
      const [arrived] = await openExported(scene.newsroom, byAge(scene.newsroom, age));
      const photo = arrived?.attachments[0] ?? new Uint8Array();
      for (const place of [face, sign]) {
        expect((await redAround(photo, place, 24)).max).toBeLessThanOrEqual(40);
      }
      // Beside them the photo is a photo.
      expect((await redAround(photo, { x: 0.5, y: 0.9 }, 24)).min).toBeGreaterThan(120);
      await browser.close();
      scene.watch.assertQuiet();
    } finally {
      await scene.close();
    }
  });
});

/** Everything of the painting is within the window. */
const fits = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>(`[...document.querySelectorAll("dialog.painting button, dialog.painting input")].every((one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  })`);

/** The photo that the page shows, as a PNG. */
const pixelsOf = async (page: Page): Promise<Uint8Array> =>
  new Uint8Array(
    await page.evaluate<number[]>(`(async () => {
      const image = document.querySelector(".photo-piece img");
      await image.decode();
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      canvas.getContext("2d").drawImage(image, 0, 0);
      const png = await canvas.convertToBlob({ type: "image/png" });
      return [...new Uint8Array(await png.arrayBuffer())];
    })()`),
  );

/** The rest of the way, from what leaves to the seal. */
async function sendOn(page: Page): Promise<void> {
  await pressed(page, "Next");
  const answer = (group: RegExp, name: string): Promise<void> =>
    page.getByRole("group", { name: group }).getByRole("radio", { name, exact: true }).click();
  await answer(/may be done/, "Only read it, do not publish");
  await answer(/18/, "Yes");
  await answer(/harm/, "No");
  await pressed(page, "Next");
  await pressed(page, "Seal and send");
  await page.getByRole("heading", { name: "My stories" }).waitFor();
}
