// A content folder with things in it that nobody should have put there: no script runs, each file is named, the rest is read.
import { deflateSync, crc32 } from "node:zlib";
import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnyPage, chromiumPage } from "../support/browsers/any-page.ts";
import { type Chromium, openChromium } from "../support/browsers/chromium.ts";
import { until } from "../support/browsers/waiting.ts";
import { aMarkdown, type ContentFolder, openContentFolder } from "../support/content-folder.ts";
import { openScene, press, type Scene, shows } from "../support/journey.ts";
import { countArticles } from "../support/phone-storage.ts";

/** A PNG that says it is `side` × `side` pixels and brings one row. */
function hugePng(side: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const typed = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(typed));
    return Buffer.concat([length, typed, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(1 + side * 3))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const ran = "window.ran = (window.ran ?? 0) + 1";
const markup = `<img src=x onerror="${ran}">`;
const hostile = `Перед.

<script>${ran}</script>

<img src="x" onerror="${ran}"> <svg onload="${ran}"></svg> <iframe srcdoc="<script>parent.${ran}</script>"></iframe>

<style>body { display: none }</style> <base href="https://evil.example/"> <meta http-equiv="refresh" content="0;url=https://evil.example/">

[натисни](javascript:${encodeURIComponent(ran)}) [і тут](JaVaScRiPt:alert(1)) [дані](data:text/html,<script>${ran}</script>) [пробіл](<java\tscript:alert(1)>)

![${markup}](https://evil.example/x.png)

| <script>${ran}</script> | b |
|---|---|
| [x](vbscript:x) | ${markup} |

Примітка.[^a]

[^a]: ${markup}

</script></template></article><script>${ran}</script>

Кінець гостинця.
`;

let content: ContentFolder;
let scene: Scene;
let browser: Chromium;
let page: AnyPage;
beforeAll(async () => {
  content = await openContentFolder();
  await content.write(
    "uk/a-skrypt.md",
    aMarkdown(
      {
        title: `'Гостинець ${markup} </title><script>${ran}</script>'`,
        summary: `'</script><script>${ran}</script> ${markup}'`,
        tags: `['<script>${ran}</script>', '"><img src=x onerror=1>']`,
        byline: `'${markup}'`,
        verified: `'${markup}'`,
        warning: `'${markup}'`,
        corrections: `[{ date: 2026-11-13, text: '${markup}' }]`,
      },
      hostile,
    ),
  );
  await content.write("uk/b-tsytaty.md", "> ".repeat(5_000_000));
  await content.write("uk/c-hlyboko.md", aMarkdown({ title: "Глибоко" }, ">".repeat(400_000)));
  await content.write("uk/d-bez-foto.md", aMarkdown({ title: "Без фото", picture: "nema.png" }));
  await content.write("uk/velyke.png", hugePng(20_000));
  await content.write(
    "uk/e-velyke-foto.md",
    aMarkdown({ title: "Завелике фото", picture: "velyke.png" }),
  );
  await content.write(
    "en/one.md",
    aMarkdown({ title: "The first", language: "en", slug: "spilna" }),
  );
  await content.write("uk/odyn.md", aMarkdown({ title: "Другий", slug: "spilna" }));
  await content.write("uk/yaml.md", aMarkdown({ title: "[".repeat(5_000) }));
  await content.write(
    "uk/__proto__.md",
    aMarkdown({ title: "Прототип", __proto__x: "1", constructor: "x" }),
  );
  await content.write("uk/dobra.md", aMarkdown({ title: "Добра стаття", date: "2026-11-20" }));
  scene = await openScene({ contentDir: content.path });
  scene.onEnd(() => content.close());
  browser = await openChromium({ args: [...scene.watch.chromiumArgs] });
  scene.onEnd(() => browser.kill());
  scene.watch.watchChromium(browser);
  page = chromiumPage(await browser.page());
});
afterAll(() => scene.close());

test("what the newsroom prints names each file, a line each", () => {
  const printed = scene.newsroom.printed().split("\n");
  const said = (file: string): string => printed.filter((line) => line.startsWith(file)).join("\n");

  expect(said("uk/b-tsytaty.md")).toMatch(/too large/);
  expect(said("uk/c-hlyboko.md")).toMatch(/nested|deep|too/);
  expect(said("uk/d-bez-foto.md")).toMatch(/nema\.png, which is not there/);
  expect(said("uk/e-velyke-foto.md")).toMatch(/velyke\.png, which .*million pixels/);
  expect(said("uk/odyn.md")).toMatch(/same slug as en\/one\.md: spilna/);
  expect(said("uk/yaml.md")).toMatch(/front matter/);
  expect(said("uk/a-skrypt.md")).toMatch(/https:\/\/evil\.example\/x\.png/);
  expect(said("uk/dobra.md")).toBe("");
  expect(said("en/one.md")).toBe("");
});

test("no script runs, served or in the app; what is well is read", async () => {
  const seen = async (): Promise<void> => {
    expect(await page.read("window.ran")).toBe(undefined);
    expect(
      await page.read(`[...document.querySelectorAll("#app *")].flatMap((one) =>
        [...one.attributes].filter(({ name, value }) => name.startsWith("on") || /^\\s*(javascript|vbscript|data):/i.test(value))
          .map(({ name, value }) => one.nodeName + " " + name + "=" + value))`),
    ).toEqual([]);
    expect(
      await page.read(
        `document.querySelectorAll("#app script, #app iframe, #app style, #app base, #app meta, article img[src='x']").length`,
      ),
    ).toBe(0);
  };
  await page.goto(`${scene.network.origin}/uk/`);
  await shows(page, "Гостинець <img src=x onerror=");
  await shows(page, "Добра стаття");
  await seen();
  await shows(page, "Можна читати без мережі");
  await press(page, "Гостинець");
  await until("the article is there", () =>
    page.read<boolean>("document.querySelector('article h1') !== null"),
  );
  await page.read("document.querySelector('article details')?.setAttribute('open', '')");
  await shows(page, "Кінець гостинця.");
  await seen();
  for (const link of await page.read<string[]>(
    "[...document.querySelectorAll('article a')].map((one) => one.href)",
  ))
    expect(link).toMatch(/^https?:/);

  const plain = await browser.context.browser()!.newContext({ serviceWorkers: "block" });
  const served = await plain.newPage();
  page = chromiumPage(served);
  for (const path of ["/a/a-skrypt", "/uk/", "/a/spilna", "/a/d-bez-foto", "/a/e-velyke-foto"]) {
    await page.goto(scene.network.origin + path);
    await until("the app has it", () =>
      page.read<boolean>("document.querySelector('.actions, .masthead button') !== null"),
    );
    await seen();
  }
  page = chromiumPage(await browser.page());
  scene.watch.assertQuiet();
});

test("an emptied folder changes nothing, in the newsroom or on the phone", async () => {
  await page.goto(`${scene.network.origin}/uk/`);
  const [count, head] = [await countArticles(page), await headOf()];
  expect(count).toBeGreaterThanOrEqual(5);
  for (const name of await readdir(content.path)) await content.remove(name);
  await until("the newsroom says so", () =>
    /is empty; nothing was changed|nothing was changed/.test(scene.newsroom.printed()),
  );

  expect(await headOf()).toBe(head);
  expect((await fetch(`${scene.newsroom.origin}/a/dobra`)).status).toBe(200);
  await page.goto(`${scene.network.origin}/uk/`);
  await shows(page, "Оновлено");
  await shows(page, "Добра стаття");
  expect(await countArticles(page)).toBe(count);
  const again = await scene.newsroom.stop().then(() => scene.newsroom.restart());
  scene.onEnd(() => again.stop());
  expect(await headOf()).toBe(head);
});

const headOf = async (): Promise<string> =>
  (await fetch(`${scene.newsroom.origin}/library/head`)).text();
