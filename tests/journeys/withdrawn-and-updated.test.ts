// What happens in the newsroom's folder reaches a phone: a small pack for a change, off the list, off the phone.
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { type AnyPage, chromiumPage } from "../support/browsers/any-page.ts";
import { openChromium } from "../support/browsers/chromium.ts";
import { until } from "../support/browsers/waiting.ts";
import { aMarkdown, type ContentFolder, openContentFolder } from "../support/content-folder.ts";
import { openScene, press, type Scene, shows, textOf } from "../support/journey.ts";
import { isReadyToWrite } from "../support/author.ts";
import { countArticles, storedIn } from "../support/phone-storage.ts";

let content: ContentFolder;
let scene: Scene;
let page: AnyPage;
beforeEach(async () => {
  content = await openContentFolder("samples");
  await content.write("uk/znykne.md", aMarkdown({ title: "Зникне з переліку" }, "Зайве слово.\n"));
  await content.write("uk/lyshytsia.md", aMarkdown({ title: "Лишиться на полиці" }));
  await content.write(
    "uk/vidklykana.md",
    aMarkdown({ title: "Буде відкликано" }, "Слово, якого не має лишитися: жоржинівка.\n"),
  );
  scene = await openScene({ template: inject("newsroomTemplate"), contentDir: content.path });
  scene.onEnd(() => content.close());
  await until("all is published", () =>
    scene.newsroom.printed().includes("Published: 15 articles"),
  );
  const browser = await openChromium({ args: [...scene.watch.chromiumArgs] });
  scene.onEnd(() => browser.kill());
  scene.watch.watchChromium(browser);
  const tab = await browser.page();
  page = chromiumPage(tab);
  await page.goto(`${scene.network.origin}/?lang=uk`);
  await shows(page, "На телефоні 15 статей. Можна читати без мережі");
  // What comes after the articles has come too: it is not counted below.
  await isReadyToWrite(tab);
});
afterEach(() => scene.close());

const head = async (): Promise<string> =>
  (await fetch(`${scene.newsroom.origin}/library/head`)).text();

/** Changes the folder and waits until the newsroom has published what follows from it. */
async function publish(change: () => Promise<void>): Promise<void> {
  const before = await head();
  await change();
  await until("a new edition is out", async () => (await head()) !== before);
}

/** A start of the app, until it has heard of the newest edition. */
async function startAgain(): Promise<void> {
  await page.goto(`${scene.network.origin}/uk/`);
  const newest = Number(/"number":(\d+)/.exec(await head())?.[1]);
  await until("the newest edition is here", async () =>
    (await storedIn<{ name: string; value: { number?: number } }>(page, "facts")).some(
      ({ name, value }) => name === "edition" && value.number === newest,
    ),
  );
}

async function putOnShelf(slug: string): Promise<void> {
  await page.goto(`${scene.network.origin}/a/${slug}`);
  await until("it can be put on the shelf", () =>
    page.read<boolean>("document.querySelector('.actions button:not([disabled])') !== null"),
  );
  await press(page, "На полицю");
  await shows(page, "На полиці");
}

test("a changed article comes as a small pack", async () => {
  const text = await content.read("uk/bez-merezhi.md");
  await publish(() =>
    content.write(
      "uk/bez-merezhi.md",
      text.replace("title: Без мережі", "title: Зовсім без мережі"),
    ),
  );
  const [requests, bytes] = [scene.network.requests.length, scene.network.bytesDown];

  await startAgain();
  await shows(page, "Зовсім без мережі, але з газетою");

  const asked = scene.network.requests.slice(requests);
  const down = scene.network.bytesDown - bytes;
  console.log(`one article changed: ${down} bytes\n${asked.join("\n")}`);
  expect(asked.filter((line) => line.includes("/library/packs/"))).toHaveLength(1);
  expect(asked.filter((line) => line.includes("/library/media/"))).toEqual([]);
  // A start, the head, the pack, and what is asked after: 0.01 × the peer of TARGETS.md is 5,720.
  expect(down).toBeLessThan(5_700);
  scene.watch.assertQuiet();
});

test("what is unlisted goes from the list, and stays on the shelf where it was kept; what is withdrawn leaves both", async () => {
  await putOnShelf("lyshytsia");
  await putOnShelf("vidklykana");
  await publish(async () => {
    await content.remove("uk/znykne.md");
    await content.remove("uk/lyshytsia.md");
  });
  await publish(() =>
    content.write("uk/vidklykana.md", aMarkdown({ title: "Буде відкликано", withdrawn: "true" })),
  );

  await startAgain();
  await until(
    "what was not kept has left the phone",
    async () => (await countArticles(page)) === 13,
  );
  scene.network.cut();
  await page.goto(`${scene.network.origin}/uk/`);
  await shows(page, "Одинадцяте листопада");
  expect(await textOf(page)).not.toMatch(/Зникне|Лишиться|відкликано/);

  await page.goto(`${scene.network.origin}/shelf`);
  await shows(page, "Лишиться на полиці");
  expect(await textOf(page)).not.toContain("Буде відкликано");
  await press(page, "Лишиться на полиці");
  await shows(page, "Щовечора вона ставила");

  await page.goto(`${scene.network.origin}/a/znykne`);
  await shows(page, "Цієї статті ще немає на телефоні");
  await page.goto(`${scene.network.origin}/a/vidklykana`);
  await shows(page, "Цю статтю відкликано");
  const held = JSON.stringify([
    await storedIn(page, "entries"),
    (await storedIn<{ json?: string }>(page, "articles")).map((one) => JSON.stringify(one)),
  ]);
  expect(held).toContain("Щовечора вона ставила");
  expect(held).not.toContain("жоржинівка");
  expect(held).not.toContain("Буде відкликано");
  expect((await fetch(`${scene.newsroom.origin}/a/vidklykana`)).status).toBe(410);
  expect((await fetch(`${scene.newsroom.origin}/a/znykne`)).status).toBe(200);
  scene.watch.assertQuiet();
});
