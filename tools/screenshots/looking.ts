import type { Page } from "playwright-core";

/** Puts what `selector` finds near the top of the window. */
export const scrollTo =
  (selector: string) =>
  async (page: Page): Promise<void> => {
    await page.evaluate(
      `scrollTo(0, document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect().top + scrollY - 72)`,
    );
  };

/** The end of the page. */
export const scrollToEnd = (page: Page): Promise<unknown> =>
  page.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
