// A library of ordinary size: 196 plain texts in the content folder, all of them on one phone.
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { openChromium } from "../support/browsers/chromium.ts";
import { type ContentFolder, openContentFolder } from "../support/content-folder.ts";
import { openScene, type Scene, shows } from "../support/journey.ts";
import { countArticles, storedIn } from "../support/phone-storage.ts";

const count = 196;
const words =
  "хліб сіль вода кухня свічка ранок вікно двір мати сусід пекарня насіння міст річка школа лист".split(
    " ",
  );

/** A text of its own for each number: about 4 KB of words in an order that no other has. */
function aText(number: number): string {
  let state = number * 7_919 + 1;
  const next = (): string => {
    state = (state * 48_271) % 2_147_483_647;
    return words[state % words.length] ?? "";
  };
  const sentences = Array.from(
    { length: 60 },
    () => `${next()} ${next()} ${next()} ${next()} ${next()}.`,
  );
  return `Текст номер ${number} про ${next()}. ${sentences.join(" ")} Кінець ${number}.`;
}

let content: ContentFolder;
let scene: Scene;
beforeAll(async () => {
  content = await openContentFolder();
  for (let number = 1; number <= count; number += 1) {
    await content.write(`uk/tekst-${String(number).padStart(3, "0")}.txt`, aText(number));
  }
  scene = await openScene({ contentDir: content.path });
  scene.onEnd(() => content.close());
});
afterAll(() => scene.close());

test("196 plain texts are published, and one phone holds them all without a network", async () => {
  expect(scene.newsroom.printed()).toContain(`Published: ${count} articles`);
  scene.network.restore();
  const browser = await openChromium({ args: [...scene.watch.chromiumArgs] });
  scene.onEnd(() => browser.kill());
  scene.watch.watchChromium(browser);
  const page = chromiumPage(await browser.page());
  await page.goto(`${scene.network.origin}/?lang=uk`);
  await shows(page, `На телефоні ${count} статей. Можна читати без мережі`);
  console.log(`bytes until ${count} articles are here: ${scene.network.bytesDown}`);

  scene.network.cut();
  expect(await countArticles(page)).toBe(count);
  const entries = await storedIn<{ readonly slug: string }>(page, "entries");
  expect(new Set(entries.map(({ slug }) => slug)).size).toBe(count);
  for (const at of [3, 98, 190]) {
    const slug = entries[at]?.slug ?? "";
    const number = Number(/\d+$/.exec(slug));
    await page.goto(`${scene.network.origin}/a/${slug}`);
    await shows(page, `Текст номер ${number} про`);
    await shows(page, `Кінець ${number}.`);
  }
  scene.watch.assertQuiet();
});
