import type { Page } from "playwright-core";
import type { Language } from "./camera.ts";

/** Puts what `selector` finds near the top of the window. */
export const scrollTo =
  (selector: string) =>
  async (page: Page): Promise<void> => {
    await page.evaluate(
      `scrollTo(0, document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect().top + scrollY - 72)`,
    );
  };

/**
 * The front page. A layer over it has the same address, and going to that again is a reload, which keeps the layer: so from
 * elsewhere.
 */
export async function openFront(
  page: Page,
  { origin, language }: { readonly origin: string; readonly language: Language },
): Promise<void> {
  await page.goto("about:blank");
  await page.goto(`${origin}/${language}/`);
  await page.locator(".masthead button").first().waitFor();
}

/** The end of the page. */
export const scrollToEnd = (page: Page): Promise<unknown> =>
  page.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
