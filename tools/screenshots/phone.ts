import type { Page } from "playwright-core";
import { type Chromium, openChromium } from "../../tests/support/browsers/chromium.ts";
import { withMicrophone } from "../../tests/support/voices.ts";
import type { Language } from "./camera.ts";
import { moment, momentOf } from "./moment.ts";
import { textsIn } from "./texts.ts";

/** A phone that has never been here before, after its first visit. */
export interface Phone {
  readonly page: Page;
  setOffline(offline: boolean): Promise<void>;
  /** Puts the clock to a moment of the pictures, as `2026-11-22 21:47`. */
  setClock(time: string): Promise<void>;
  close(): Promise<void>;
}

const locales = { uk: "uk-UA", en: "en-GB" } as const;

/** Opens a browser of its own, with the clock standing still; resolves when the whole library has come. */
export async function openPhone({
  origin,
  language,
  args = [],
}: {
  readonly origin: string;
  readonly language: Language;
  readonly args?: readonly string[];
}): Promise<Phone> {
  const browser = await openBrowser(language, args);
  const page = await browser.page();
  await page.goto(`${origin}/?lang=${language}`);
  await page.getByText(textsIn(language).ready).waitFor();
  return {
    page,
    setOffline: browser.setOffline,
    setClock: (time) => page.clock.setFixedTime(momentOf(time)),
    close: browser.close,
  };
}

/** Chromium with the clock standing still on every page. */
export async function openBrowser(
  language: Language,
  more: readonly string[] = [],
): Promise<Chromium> {
  const args = ["--hide-scrollbars", ...withMicrophone.args, ...more];
  const browser = await openChromium({ locale: locales[language], args });
  await browser.context.clock.setFixedTime(moment);
  return browser;
}
