// npm run bench -- passing-on [--corpus DIR]: R7, the file that hands a library to another phone, beside Kiwix' ZIM of the same articles.
import "fake-indexeddb/auto";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { fileHtml } from "../src/app/passing/file/file-html.ts";
import { gather } from "../src/device/passing-on.ts";
import type { Article, ArticleId, Slug } from "../src/protocol/article.ts";
import { wordsUk } from "../src/rendering/words-uk.ts";
import { chromiumPage } from "../tests/support/browsers/any-page.ts";
import { openChromium } from "../tests/support/browsers/chromium.ts";
import { partsAreHere } from "../tests/support/phone-storage.ts";
import { openNewsroom } from "../tests/support/newsroom.ts";
import { aLibraryServer } from "../tests/support/library-fixture.ts";
import { anArticle, anId } from "../tests/support/makers.ts";
import { noRest, openOn, takeInto } from "../tests/support/passed-on.ts";
import { aReadingDevice } from "../tests/support/reading-device.ts";
import { aStore } from "../tests/support/device.ts";
import { buildFileParts } from "../tools/build/passed-on-file.ts";
import { generateTexts } from "./reading/generated-texts.ts";

const { values } = parseArgs({ options: { corpus: { type: "string" } } });
const count = 97;
const target = 0.55;
/** A slow phone has a quarter of this processor. */
const slowdown = 4;
const longTask = 50;
const runs = 5;

async function readTexts(): Promise<readonly string[]> {
  const { corpus } = values;
  if (corpus === undefined) return generateTexts(count);
  const names = (await readdir(corpus)).filter((name) => name.endsWith(".txt")).toSorted();
  return Promise.all(names.slice(0, count).map((name) => readFile(join(corpus, name), "utf8")));
}

const titleOf = (text: string): string => text.slice(0, text.indexOf(".") + 1).slice(0, 90);
const paragraphsOf = (text: string): readonly string[] => text.trim().split(/\n\s*\n/);

const articleOf = (text: string, n: number): Article =>
  anArticle({
    id: randomId() as ArticleId,
    work: randomId() as Article["work"],
    slug: `text-${n}` as Slug,
    title: titleOf(text),
    summary: "",
    tags: [],
    date: `2026-11-${String(1 + (n % 28)).padStart(2, "0")}`,
    body: paragraphsOf(text).map((paragraph) => ({
      kind: "paragraph",
      runs: [{ text: paragraph }],
    })),
  });

/** Ids are random in a newsroom, and so cannot be compressed. */
const randomId = (): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64url") || anId();

interface Ours {
  readonly bytes: number;
  readonly takenIn: number;
}

async function makeOurs(texts: readonly string[]): Promise<Ours> {
  const server = aLibraryServer();
  server.publish(texts.map(articleOf));
  const phone = aReadingDevice(server);
  await phone.catchingUp.catchUp();
  const parts = await buildFileParts();
  const frame = { name: "Сонях", origin: "https://newsroom.example", words: wordsUk, ...parts };

  const gathered = await gather(phone.store, { articles: "all", pictures: true }, noRest);
  if (gathered === undefined) throw new Error("nothing to pass on");
  const file = await fileHtml(gathered, frame, noRest);

  const bytes = new Uint8Array(await file.arrayBuffer());
  const receiver = aStore();
  const opened = await openOn(receiver, server.rootKey, bytes);
  if (opened.kind !== "fits") throw new Error(opened.why);
  await takeInto(receiver, server.rootKey, bytes);
  const takenIn = await receiver.transact(["articles"], "readonly", (transaction) =>
    transaction.objectStore("articles").count(),
  );
  return { bytes: bytes.length, takenIn };
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const page = (title: string, body: string): string =>
  `<!doctype html><html lang="uk"><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body>${body}</body></html>`;

/** The same articles as a ZIM file with its full-text index; undefined where Kiwix' tools are not installed. */
async function makeZim(texts: readonly string[], folder: string): Promise<number | undefined> {
  const source = join(folder, "zim");
  await mkdir(source);
  const titles = texts.map(titleOf);
  for (const [n, text] of texts.entries()) {
    const body = paragraphsOf(text).map((paragraph) => `<p>${escaped(paragraph)}</p>`);
    const html = page(titles[n] ?? "", `<h1>${escaped(titles[n] ?? "")}</h1>${body.join("")}`);
    await writeFile(join(source, `a${n}.html`), html);
  }
  const links = titles.map((title, n) => `<li><a href="a${n}.html">${escaped(title)}</a></li>`);
  await writeFile(join(source, "index.html"), page("T", `<ul>${links.join("")}</ul>`));
  const icon = { width: 48, height: 48, channels: 3, background: "#f2b705" } as const;
  await sharp({ create: icon }).png().toFile(join(source, "i.png"));
  const file = join(folder, "t.zim");
  const options = "-w index.html -I i.png -l ukr -t T -n t -d D -c C -p P".split(" ");
  const { error, status, stderr } = spawnSync("zimwriterfs", [...options, source, file], {
    encoding: "utf8",
  });
  if (error !== undefined) return undefined;
  if (status !== 0) throw new Error(stderr);
  return (await stat(file)).size;
}

interface MadeSlowly {
  readonly milliseconds: number;
  /** The longest task while the file was made; 0 where none was over 50 ms. */
  readonly longest: number;
}

/** The same file made in the app itself, on a slow processor, from the tap to its size on the screen. */
async function makeOnSlowPhone(texts: readonly string[], folder: string): Promise<MadeSlowly> {
  const content = join(folder, "content");
  await mkdir(content);
  for (const [n, text] of texts.entries()) await writeFile(join(content, `text-${n}.txt`), text);
  const newsroom = await openNewsroom({ template: makeTemplate(folder), contentDir: content });
  const browser = await openChromium();
  try {
    const page = await browser.page();
    await page.goto(`${newsroom.origin}/?lang=uk`);
    await partsAreHere(chromiumPage(page));
    await page.goto(`${newsroom.origin}/shelf`);
    await page.getByRole("button", { name: "Передати або взяти" }).click();
    await page.getByRole("button", { name: "Скласти файл" }).waitFor();
    await browser.slowProcessor(page, slowdown);
    const made = await page.evaluate<readonly MadeSlowly[]>(`(${makeAgainAndAgain})(${runs})`);
    const median = (numbers: readonly number[]): number =>
      numbers.toSorted((one, other) => one - other)[Math.floor(runs / 2)] ?? Number.NaN;
    return {
      milliseconds: median(made.map(({ milliseconds }) => milliseconds)),
      longest: median(made.map(({ longest }) => longest)),
    };
  } finally {
    await browser.kill();
    await newsroom.close();
  }
}

/** Runs in the page: a tool that looks at the page from outside would count as its work. */
const makeAgainAndAgain = `async (runs) => {
  let tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: "longtask" });
  const named = (text) => [...document.querySelectorAll("button, label")].find((one) => one.textContent === text);
  const pause = (wait) => new Promise((resolve) => setTimeout(resolve, wait));
  const made = [];
  for (let run = 0; run < runs; run += 1) {
    await pause(1_000);
    tasks = [];
    const begun = performance.now();
    named("Скласти файл").click();
    while (named("Зберегти файл") === undefined) await pause(20);
    const milliseconds = performance.now() - begun;
    await pause(500);
    made.push({ milliseconds, longest: Math.max(0, ...tasks) });
    named(run % 2 === 0 ? "Лише текст" : "З фото").click();
  }
  return made;
}`;

function makeTemplate(folder: string): string {
  const template = join(folder, "template");
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "../tools/prepare.mjs")],
    { env: { ...process.env, DATA_DIR: template }, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return template;
}

const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} KB`;

const folder = await mkdtemp(join(tmpdir(), "soniakh-bench-"));
try {
  const texts = await readTexts();
  const ours = await makeOurs(texts);
  const zim = await makeZim(texts, folder);
  const ratio = zim === undefined ? "" : `${(ours.bytes / zim).toFixed(3)}×  (target ≤ ${target}×)`;
  console.log(`R7: ${texts.length} articles, ${values.corpus ?? "generated text"}`);
  console.log(`${"our .html: reader, search, signatures".padEnd(64)} ${kilobytes(ours.bytes)}`);
  console.log(
    `${"Kiwix ZIM with index (zimwriterfs)".padEnd(64)} ${zim === undefined ? "not installed: apt-get install zim-tools" : kilobytes(zim)}`,
  );
  if (ratio !== "") console.log(`${"ours ÷ ZIM".padEnd(64)} ${ratio}`);
  console.log(
    `${"articles that another phone took in".padEnd(64)} ${ours.takenIn} of ${texts.length}`,
  );
  const made = await makeOnSlowPhone(texts, folder);
  const phone = `in Chromium, processor ${slowdown}× slower`;
  console.log(
    `${`made ${phone}, median of ${runs}`.padEnd(64)} ${made.milliseconds.toFixed(0)} ms`,
  );
  console.log(
    `${`longest task ${phone}, median of ${runs}`.padEnd(64)} ${made.longest === 0 ? `under ${longTask}` : made.longest.toFixed(0)} ms  (target ≤ ${longTask} ms)`,
  );
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
}
