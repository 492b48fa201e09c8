import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { until } from "../../tests/support/browsers/waiting.ts";
import { openNewsroom } from "../../tests/support/newsroom.ts";
import type { Contender, Texts } from "./contender.ts";

const root = join(import.meta.dirname, "../..");
const says = `document.body.innerText.includes("Можна читати без мережі")`;

/** A newsroom as `npm start` makes it, with these articles. */
export async function openSoniakh(texts: Texts, folder: string): Promise<Contender> {
  const template = join(folder, "template");
  const { status, stderr } = spawnSync(process.execPath, [join(root, "tools/prepare.mjs")], {
    env: { ...process.env, DATA_DIR: template },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  const newsroom = await openNewsroom({ template, contentDir: texts.folder });
  const base = `http://127.0.0.1:${newsroom.port}`;
  const edition = async (): Promise<number> =>
    Number(/"number":(\d+)/.exec(await (await fetch(`${base}/library/head`)).text())?.[1]);
  const [first = ""] =
    /href="(\/a\/[^"]+)"/.exec(await (await fetch(`${base}/uk/`)).text())?.slice(1) ?? [];
  return {
    name: "Soniakh",
    port: newsroom.port,
    front: "/?lang=uk",
    article: first,
    again: "/",
    text: "article p",
    ready: (page) =>
      until("the page says so", () => page.evaluate<boolean>(says), { within: 900_000 }),
    isReady,
    begins: / \/library\//,
    // What a browser says of itself then.
    goOn: (page) => page.evaluate("void dispatchEvent(new Event('online'))"),
    async change() {
      const before = await edition();
      const path = join(texts.folder, texts.names[0] ?? "");
      await writeFile(path, `${await readFile(path, "utf8")}\n\nДодано речення.\n`);
      await until("a new edition", async () => (await edition()) > before, { within: 60_000 });
    },
    hasChange: (_page, network) =>
      until("the phone has it", async () =>
        network.requests.some((line) => /packs\/[1-9]/.test(line)),
      ),
    close: () => newsroom.close(),
  };
}

/** The page says so once, or the phone holds every text and the app: a start after the last cut has nothing to say. */
const isReady = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>(`(async () => {
    if (${says}) return true;
    if (navigator.serviceWorker?.controller == null) return false;
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open("soniakh");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const count = (store) => new Promise((resolve) => {
      const request = database.transaction(store).objectStore(store).count();
      request.onsuccess = () => resolve(request.result);
    });
    try {
      const [entries, articles] = [await count("entries"), await count("articles")];
      return entries > 0 && articles >= entries;
    } finally {
      database.close();
    }
  })()`);
