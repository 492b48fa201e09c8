import { createHash } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

/**
 * Deploys a next version of the built app in `folder`, as a build of changed sources does: every file of `assets/` has
 * another name and other bytes, the old ones are gone, and page, precache and parts name the new ones with hashes that
 * fit. `mark` is a word of letters and digits, another for each version; `everywhere` are statements that run first in
 * every script of it, workers too.
 */
export async function deployNext(folder: string, mark: string, everywhere = ""): Promise<void> {
  const assets = join(folder, "assets");
  const names = await readdir(assets);
  const renamed = new Map(names.map((name) => [name, name.replace(/\.(\w+)$/, `_${mark}.$1`)]));
  const pattern = new RegExp([...renamed.keys()].map(escapeDots).join("|"), "g");
  const change = (text: string): string =>
    text.replaceAll(pattern, (name) => renamed.get(name) ?? name);

  const integrity = new Map<string, string>();
  for (const [name, next] of renamed) {
    const before = await readFile(join(assets, name));
    const isText = /\.(js|css)$/.test(name);
    const first = name.endsWith(".js") ? everywhere : "";
    const text = `${first}\n${change(before.toString())}\n/* ${mark} */\n`;
    const after = isText ? Buffer.from(text) : before;
    await writeFile(join(assets, next), after);
    await rm(join(assets, name));
    integrity.set(integrityOf(before), integrityOf(after));
  }
  const page = await readFile(join(folder, "index.html"), "utf8");
  await write(join(folder, "index.html"), change(page));
  integrity.set(integrityOf(page), integrityOf(change(page)));
  for (const file of ["sw.js", "parts.json"]) {
    const text = await readFile(join(folder, file), "utf8");
    const next = change(text)
      .replaceAll(/sha384-[A-Za-z0-9+/]{64}/g, (hash) => integrity.get(hash) ?? hash)
      .replace(/"revision":"[a-f0-9]{32}"/, `"revision":"${sixteen(mark)}"`)
      .replace(/"build":"[a-f0-9]{16}"/, `"build":"${sixteen(mark)}"`);
    await write(join(folder, file), file.endsWith(".js") ? `${everywhere}\n${next}` : next);
  }
  for (const file of everywhere === "" ? [] : ["sending.js", "news.js"]) {
    const text = await readFile(join(folder, file), "utf8");
    await write(join(folder, file), `${everywhere}\n${text}`);
  }
}

/** Beside, and then in its place: a server that reads it meanwhile sees the one or the other. */
async function write(path: string, text: string): Promise<void> {
  const making = join(path, "..", `making-${basename(path)}`);
  await writeFile(making, text);
  await rename(making, path);
}

const escapeDots = (name: string): string => name.replaceAll(".", "\\.");

const sixteen = (mark: string): string =>
  createHash("sha256").update(mark).digest("hex").slice(0, 16);

const integrityOf = (bytes: string | Uint8Array): string =>
  `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
