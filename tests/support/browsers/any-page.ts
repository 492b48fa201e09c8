// The little that the three engines' pages have in common, for journeys that are the same in all of them.
import type { Page as ChromiumPage } from "playwright-core";
import type { Page as FirefoxPage } from "puppeteer-core";
import type { WebKit } from "./webkit.ts";

export type AnyPage = {
  /** Loads a URL and waits for its `load` event. Rejects where the engine says that it could not. */
  goto(url: string): Promise<void>;
  /** The value of a JavaScript expression in the page, awaited if it is a promise. Only what JSON can carry. */
  read<T>(expression: string): Promise<T>;
};

export function chromiumPage(page: ChromiumPage): AnyPage {
  return {
    goto: async (url) => void (await page.goto(url)),
    read: <T>(expression: string) => page.evaluate(expression) as Promise<T>,
  };
}

export function firefoxPage(page: FirefoxPage): AnyPage {
  return {
    goto: async (url) => void (await page.goto(url)),
    read: <T>(expression: string) => page.evaluate(expression) as Promise<T>,
  };
}

/** Speaks to whichever page is the session's newest. WebDriver has no promise of its own, so a callback carries it. */
export function webkitPage({ driver }: WebKit): AnyPage {
  return {
    goto: (url) => driver.get(url),
    read: async <T>(expression: string): Promise<T> => {
      const script = `const done = arguments[0];
        Promise.resolve().then(() => (${expression})).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const answer = await driver.executeAsyncScript<{ value: T } | { error: string }>(script);
      if ("error" in answer) throw new Error(answer.error);
      return answer.value;
    },
  };
}
