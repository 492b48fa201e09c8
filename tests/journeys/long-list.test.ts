// A library of thousands: its list is read and drawn as the reader comes to it, and found again on return.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AnyPage } from "../support/browsers/any-page.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { openChromium } from "../support/browsers/chromium.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { until } from "../support/browsers/waiting.ts";
import { openScene, press, type Scene, shows } from "../support/journey.ts";
import { addEntries } from "../support/many-entries.ts";
import { partsAreHere } from "../support/phone-storage.ts";

const many = 2_000;

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const rows = (page: AnyPage): Promise<number> =>
  page.read<number>(`document.querySelectorAll("main .row").length`);
const scrollTo = (page: AnyPage, where: string): Promise<unknown> =>
  page.read(`(scrollTo(0, ${where}), true)`);
const onScreen = (page: AnyPage): Promise<string> =>
  page.read<string>(`(() => {
    const row = document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest("li");
    return row?.querySelector("h2")?.textContent ?? "";
  })()`);

/** Jumps to the middle, and tells which rows stood in the middle of the screen in the frames after it, one after another. */
const titlesAfterAJump = (page: AnyPage): Promise<readonly string[]> =>
  page.read<readonly string[]>(`new Promise((resolve) => {
    const titles = new Set();
    let frames = 0;
    const look = () => {
      const row = document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest("li");
      const title = row?.querySelector("h2")?.textContent;
      if (title) titles.add(title);
      if (title) frames += 1;
      if (frames < 30) requestAnimationFrame(look);
      else resolve([...titles]);
    };
    scrollTo(0, document.documentElement.scrollHeight / 2);
    requestAnimationFrame(look);
  })`);

const numberOf = (title: string): number => Number(/\d+/.exec(title)?.[0]);

whenPresent("chromium", () => {
  test("thousands of rows cost no more than a few screens of them, and a reader who comes back is where they were", async () => {
    const browser = await openChromium({ args: [...scene.watch.chromiumArgs] });
    scene.onEnd(() => browser.kill());
    scene.watch.watchChromium(browser);
    const page = chromiumPage(await browser.page());
    await page.goto(`${scene.network.origin}/?lang=uk`);
    await shows(page, "Можна читати без мережі");
    // The part that draws the rest comes after the texts, with all that the app loads later.
    await partsAreHere(page);
    scene.network.cut();
    await addEntries(page, many);
    await page.goto(`${scene.network.origin}/uk/`);
    await until("the rest of the list is there", () =>
      page.read<boolean>(`document.querySelector("[data-stretch]") !== null`),
    );

    // What came after the first screen (the reading font, for one) is put on between two screens: rows then stay as high.
    await press(page, "Полиця");
    await shows(page, "На полиці порожньо");
    await press(page, "Читати");
    await until("the list is there again", () =>
      page.read<boolean>(`document.querySelector("[data-stretch]") !== null`),
    );

    // On a slow phone too, the row that comes up first is the one that stays.
    expect(await titlesAfterAJump(page)).toHaveLength(1);
    // All of it read in one look: rows settle while they are measured, and another may stand there a moment later.
    const [title, position, size] = await until("rows are drawn in the middle", () =>
      page.read<readonly [string, string, string] | undefined>(`(() => {
        const row = document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest("li");
        const title = row?.querySelector("h2")?.textContent;
        if (!title?.startsWith("Давня стаття")) return undefined;
        return [title, row.getAttribute("aria-posinset"), row.getAttribute("aria-setsize")];
      })()`),
    );
    expect(await rows(page)).toBeLessThan(200);
    expect(numberOf(title)).toBeGreaterThan(300);
    // A screen reader is told where in the whole list it is.
    expect(Number(position)).toBeGreaterThan(300);
    expect(Number(size)).toBeGreaterThanOrEqual(many);

    await press(page, title);
    await until("the article is open", () =>
      page.read<boolean>(`document.querySelector("article h1") !== null`),
    );
    await page.read(`(history.back(), true)`);
    await until(
      "the same row is on the screen again",
      async () => (await onScreen(page)) === title,
    );

    // Larger letters while the reader is away: the same row all the same, where another stands at the same pixel.
    await press(page, title);
    await until("the article is open again", () =>
      page.read<boolean>(`document.querySelector("article h1") !== null`),
    );
    await page.read(`(document.documentElement.style.fontSize = "150%", true)`);
    await page.read(`(history.back(), true)`);
    await until(
      "the same row is near the middle again",
      async () => Math.abs(numberOf(await onScreen(page)) - numberOf(title)) <= 3,
    );

    await scrollTo(page, "document.documentElement.scrollHeight");
    await shows(page, `Давня стаття номер ${many - 1},`);
    expect(await rows(page)).toBeLessThan(200);
    scene.watch.assertQuiet();
  });
});
