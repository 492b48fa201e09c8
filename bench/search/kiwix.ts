// Kiwix: the texts in a ZIM with a full-text index, served by kiwix-serve and asked over HTTP as its own page asks.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import type { Engine } from "./engines.ts";
import type { Text } from "./texts.ts";

/** `undefined` where kiwix-tools or zim-tools (Debian) are not installed. */
export async function openKiwix(texts: readonly Text[]): Promise<Engine | undefined> {
  if (!isInstalled("kiwix-serve") || !isInstalled("zimwriterfs")) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "soniakh-kiwix-"));
  const zim = await writeZim(folder, texts);
  const port = await freePort();
  const server = spawn("kiwix-serve", ["--port", String(port), zim], { stdio: "ignore" });
  const origin = `http://127.0.0.1:${port}`;
  await answers(origin);
  const ask = async (query: string, page = 0): Promise<string> => {
    const search = new URLSearchParams({
      pattern: query,
      content: "texts",
      start: String(page),
      pageLength: "100",
    });
    return (await fetch(`${origin}/search?${search.toString()}`)).text();
  };
  return {
    name: "kiwix-serve (Xapian)",
    adding: [],
    ask,
    async search(query) {
      const found = new Set<number>();
      for (let page = 0; page < texts.length; page += 100) {
        const before = found.size;
        for (const [, number] of (await ask(query, page)).matchAll(/href="[^"]*\/t(\d+)\.html"/g)) {
          found.add(Number(number));
        }
        if (found.size < before + 100) break;
      }
      return found;
    },
    close() {
      server.kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const isInstalled = (command: string): boolean =>
  spawnSync(command, ["--version"], { stdio: "ignore" }).error === undefined;

async function writeZim(folder: string, texts: readonly Text[]): Promise<string> {
  const pages = join(folder, "pages");
  mkdirSync(pages);
  for (const [number, { title, paragraphs }] of texts.entries()) {
    const body = paragraphs.map((text) => `<p>${escaped(text)}</p>`).join("\n");
    const head = `<meta charset="utf-8"><title>${escaped(title.slice(0, 120))}</title>`;
    const page = `<!doctype html><html lang="uk"><head>${head}</head><body><h1>${escaped(title)}</h1>${body}</body></html>`;
    writeFileSync(join(pages, `t${number}.html`), page);
  }
  const links = texts.map((_, number) => `<a href="t${number}.html">${number}</a>`).join(" ");
  writeFileSync(
    join(pages, "index.html"),
    `<html><head><title>.</title></head><body>${links}</body></html>`,
  );
  const icon = sharp({ create: { width: 48, height: 48, channels: 3, background: "#888888" } });
  writeFileSync(join(pages, "icon.png"), await icon.png().toBuffer());
  const zim = join(folder, "texts.zim");
  const about = ["-t", "texts", "-d", "texts", "-c", "bench", "-p", "bench", "-n", "texts"];
  const args = ["-w", "index.html", "-I", "icon.png", "-l", "ukr", ...about, pages, zim];
  const { status, stderr } = spawnSync("zimwriterfs", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return zim;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function answers(origin: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const ok = await fetch(origin).then(
      () => true,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("kiwix-serve does not answer");
}
