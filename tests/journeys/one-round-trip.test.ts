// What one round trip brings is on the screen before any script, and a text too long for it grows into its whole.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { openChromium } from "../support/browsers/chromium.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { until } from "../support/browsers/waiting.ts";
import { openScene, type Scene, shows } from "../support/journey.ts";
import { someText } from "../support/some-text.ts";

let scene: Scene;
afterEach(() => scene.close());

const lastWords = "Останнє речення довгого тексту.";

async function aLongArticle(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "soniakh-long-"));
  await mkdir(join(folder, "uk"));
  const paragraphs = Array.from({ length: 90 }, (_, n) => `Абзац ${n}. ${someText(60, n + 3)}.`);
  await writeFile(
    join(folder, "uk/dovha.md"),
    `---\ntitle: Довга стаття\ndate: 2026-11-09\n---\n\n${paragraphs.join("\n\n")}\n\n${lastWords}\n`,
  );
  return folder;
}

whenPresent("chromium", () => {
  test("an article and a front page are painted while every script is still on its way", async () => {
    scene = await openScene();
    const browser = await openChromium({ args: [...scene.watch.chromiumArgs] });
    scene.onEnd(() => browser.kill());
    const page = await browser.page();
    const held: (() => Promise<void>)[] = [];
    await page.route("**/*.js", (route) => void held.push(() => route.continue()));
    for (const [path, text] of [
      ["/a/odynadtsiate-lystopada", "Одинадцяте листопада"],
      ["/uk/", "Насіння в кишені"],
    ] as const) {
      held.splice(0);
      await page.goto(scene.network.origin + path, { waitUntil: "commit" });
      await until("something is painted", () =>
        page.evaluate<boolean>("performance.getEntriesByName('first-contentful-paint').length > 0"),
      );
      expect(held.length).toBeGreaterThan(0);
      expect(await page.locator("main").innerText()).toContain(text);
      expect(await page.locator("main a, main p").first().isVisible()).toBe(true);
    }
    // The held scripts go on: the page is taken over as ever.
    for (const go of held) await go();
    await page.locator(".masthead button").first().waitFor();
    scene.watch.assertQuiet();
  });

  test("of a very long article the beginning comes first and the whole by itself; without script by a link", async () => {
    const content = await aLongArticle();
    scene = await openScene({ contentDir: content });
    scene.onEnd(() => rm(content, { recursive: true, force: true }));
    const browser = await openChromium({ args: [...scene.watch.chromiumArgs] });
    scene.onEnd(() => browser.kill());
    scene.watch.watchChromium(browser);

    const plain = await browser.context.browser()!.newContext({ javaScriptEnabled: false });
    const bare = await plain.newPage();
    await bare.goto(`${scene.network.origin}/a/dovha`);
    expect(await bare.locator("article").innerText()).not.toContain(lastWords);
    await bare.getByRole("link", { name: "Читати далі" }).click();
    await bare.waitForURL("**/a/dovha/whole");
    expect(await bare.locator("article").innerText()).toContain(lastWords);
    await plain.close();

    const page = await browser.page();
    await page.addInitScript(() => {
      const removed: string[] = [];
      new MutationObserver((records) => {
        for (const { removedNodes, target } of records)
          if (target.parentElement?.closest("article") || target.nodeName === "ARTICLE")
            removed.push(...[...removedNodes].map(({ nodeName }) => nodeName));
      }).observe(document, { childList: true, subtree: true });
      Object.assign(window, { removedFromArticle: removed });
    });
    await page.goto(`${scene.network.origin}/a/dovha`);
    await shows(chromiumPage(page), lastWords);
    expect(await page.evaluate("window.removedFromArticle")).toEqual([]);
    expect(await page.getByRole("link", { name: "Читати далі" }).count()).toBe(0);
    scene.watch.assertQuiet();
  });
});
