import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openChromium } from "../../tests/support/browsers/chromium.ts";
import { openStaticHost } from "../../tests/support/static-host.ts";
import { buildPage } from "../peers/building.ts";
import type { Text } from "./texts.ts";

/** Articles of one message to the page. */
const atOnce = 250;

/** In the measured page. */
declare const bench: {
  add(texts: readonly Text[]): Promise<readonly number[]>;
  ask(queries: readonly string[]): Promise<readonly number[]>;
};

/** The same index and the same queries in a real browser. Milliseconds. */
export async function searchInChromium(
  texts: readonly Text[],
  queries: readonly string[],
): Promise<{
  readonly name: string;
  readonly times: readonly number[];
  readonly adding: readonly number[];
}> {
  const folder = await mkdtemp(join(tmpdir(), "soniakh-search-"));
  await buildPage("search/page.ts", folder);
  const host = await openStaticHost({ folder });
  const browser = await openChromium();
  try {
    const page = await browser.page();
    await page.goto(`${host.origin}/bench.html`);
    const adding: number[] = [];
    for (let from = 0; from < texts.length; from += atOnce) {
      const some = texts.slice(from, from + atOnce);
      adding.push(...(await page.evaluate((given) => bench.add(given), some)));
    }
    const times = await page.evaluate((given) => bench.ask(given), queries);
    return { name: "  in Chromium", times, adding };
  } finally {
    await browser.close();
    await host.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
