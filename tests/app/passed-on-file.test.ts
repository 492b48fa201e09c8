import { beforeAll, expect, test } from "vitest";
import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { fileHtml, type FileFrame } from "../../src/app/passing/file/file-html.ts";
import { type Chosen, gather } from "../../src/device/passing-on.ts";
import type { Article } from "../../src/protocol/article.ts";
import { wordsUk } from "../../src/rendering/words-uk.ts";
import { aStore } from "../support/device.ts";
import { aLibraryServer, articleNumber, articles } from "../support/library-fixture.ts";
import { noRest, openOn, takeInto } from "../support/passed-on.ts";
import { aReadingDevice } from "../support/reading-device.ts";

const frame: FileFrame = {
  name: "Сонях",
  origin: "https://newsroom.example",
  words: wordsUk,
  style: "body{color:red}",
  reader: "void 0",
};

const server = aLibraryServer();
const lead = { ...server.picture("field", 600), alt: "Поле" };
const figure = server.picture("bread", 500);
const rich = articleNumber(13, {
  lead,
  title: `Назва з <b>, & і "лапками"`,
  body: [
    {
      kind: "paragraph",
      runs: [
        { text: `<script>alert(1)</script> src="data:image/avif;base64,AAAA"`, note: "Примітка" },
        { text: "туди", href: "/a/stattia-2" },
      ],
    },
    { kind: "figure", media: { kind: "picture", ...figure }, alt: "Хліб", caption: [] },
  ],
});
const phone = aReadingDevice(server);

beforeAll(async () => {
  server.publish([...articles(12), rich]);
  await phone.catchingUp.catchUp();
});

async function aFile(chosen: readonly Article[] | "all"): Promise<Blob> {
  const ids: Chosen["articles"] = chosen === "all" ? "all" : new Set(chosen.map(({ id }) => id));
  const gathered = await gather(phone.store, { articles: ids, pictures: true }, noRest);
  if (gathered === undefined) throw new Error("nothing to pass on");
  return fileHtml(gathered, frame, noRest);
}

const bytesOf = async (file: Blob): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await file.arrayBuffer());

test("a few articles stand in the file as they are, with their pictures, notes and links, and no script", async () => {
  const html = await (await aFile([rich, articleNumber(2)])).text();
  const page = html.slice(0, html.indexOf("<script"));

  expect(page).toContain("<h1>Назва з &lt;b>, &amp; і &quot;лапками&quot;</h1>");
  expect(page).toContain("Текст статті 2.");
  expect(page.match(/<img [^>]*src="data:image\/avif;base64,/g)).toHaveLength(2);
  expect(page).not.toContain("srcset");
  expect(page).not.toContain("/library/");
  expect(page).toContain('href="https://newsroom.example/a/stattia-2"');
  expect(page).toContain('href="#a1-note-1"');
  expect(page).toContain('id="a1-note-1"');
  expect(html).not.toMatch(/<script(?! type="text\/plain")/);
  expect(html).toContain("default-src 'none'; img-src data:; style-src 'sha256-");
});

test("the page's policy names its one style sheet and, where it has one, its script", async () => {
  const html = await (await aFile("all")).text();
  const sha = (text: string): string =>
    `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1];
  expect(policy).toContain(`style-src ${sha(frame.style)}`);
  const scripts = Array.from(html.matchAll(/<script>([^]*?)<\/script>/g), ([, text = ""]) =>
    sha(text),
  );
  expect(scripts).toHaveLength(1);
  expect(policy).toContain(`script-src ${scripts[0]} ${sha(frame.reader)};`);
  const packed = /id="reader">([^<]+)</.exec(html)?.[1] ?? "";
  expect(gunzipSync(Buffer.from(packed, "base64")).toString()).toBe(frame.reader);
  expect(html).toContain("Щоб прочитати, відкрийте цей файл у Chrome");
});

test("each kind of file is taken in as it was made, pictures and all", async () => {
  for (const chosen of ["all", [rich, articleNumber(2)]] as const) {
    const bytes = await bytesOf(await aFile(chosen));
    const opened = await openOn(aStore(), server.rootKey, bytes);

    expect(opened.kind === "fits" && opened.contents).toMatchObject({
      kind: chosen === "all" ? "edition" : "articles",
      pictures: 2,
    });
    expect((await takeInto(aStore(), server.rootKey, bytes)).kind).toBe("taken");
  }
});

test("a changed letter of the readable page is refused like any other byte", async () => {
  const bytes = await bytesOf(await aFile([articleNumber(2)]));
  const at = new TextDecoder("latin1").decode(bytes).indexOf("<h1>") + 5;
  bytes[at] = bytes[at]! ^ 1;

  expect(await openOn(aStore(), server.rootKey, bytes)).toEqual({ kind: "unfit", why: "damaged" });
});

test("more than ten articles have a reader, and come to the shelf one by one all the same", async () => {
  const file = await aFile(articles(12));
  const opened = await openOn(aStore(), server.rootKey, await bytesOf(file));

  expect(await file.text()).toContain('id="reader"');
  expect(opened.kind === "fits" && opened.contents.kind).toBe("articles");
  expect(opened.kind === "fits" && opened.contents.articles).toHaveLength(12);
});
