// A file out to another phone and in from one: made, looked at, refused where a byte of it changed.
import type { Page } from "playwright-core";
import { savedFile } from "../../tests/support/handing-over.ts";
import type { Camera, Language } from "./camera.ts";

const texts = {
  uk: {
    article: "/a/nasinnia-v-kysheni",
    passOn: "Передати",
    asFile: "Файлом",
    passing: "Передати або взяти",
    make: "Скласти файл",
    save: "Зберегти файл",
    takeIn: "Взяти",
  },
  en: {
    article: "/a/seeds-in-your-pocket",
    passOn: "Pass on",
    asFile: "As a file",
    passing: "Pass on or take in",
    make: "Make the file",
    save: "Save the file",
    takeIn: "Take in",
  },
} as const;

interface Trip {
  readonly camera: Camera;
  readonly language: Language;
  readonly origin: string;
}

/** Takes every screen of passing on and taking in. */
export async function takePassing(page: Page, { camera, language, origin }: Trip): Promise<void> {
  const says = texts[language];
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  await page.goto(origin + says.article);
  await button(says.passOn).click();
  await button(says.asFile).waitFor();
  await camera.take(page, language, "pass-on-article", { sizes: ["390", "320"] });
  await page.keyboard.press("Escape");

  await page.goto(`${origin}/shelf`);
  await button(says.passing).click();
  await button(says.make).click();
  await button(says.save).waitFor();
  await camera.take(page, language, "pass-on-made");
  const file = await savedFile(page, () => button(says.save).click());

  const pick = async (bytes: Buffer): Promise<void> =>
    page
      .locator('input[type="file"]')
      .setInputFiles({ name: file.name, mimeType: "text/html", buffer: bytes });
  await pick(file.bytes);
  await button(says.takeIn).waitFor();
  await camera.take(page, language, "take-in-checked");
  await page.goto(`${origin}/shelf`);
  await button(says.passing).click();
  const bent = Buffer.from(file.bytes);
  bent[bent.length >> 1] = bent[bent.length >> 1]! ^ 1;
  await pick(bent);
  await page.getByRole("alert").waitFor();
  await camera.take(page, language, "take-in-refused", { sizes: ["390", "320"] });
}
