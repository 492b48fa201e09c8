// What scripts of a built app weigh, compressed: for the budget that is held, and for the benchmark that prints it.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync } from "node:zlib";

interface Parts {
  readonly files: readonly { readonly url: string }[];
}

/** Bytes of these files of a built app in brotli, each by itself. */
export const weightOf = (app: string, urls: readonly string[]): number =>
  urls.reduce((sum, url) => sum + brotliCompressSync(readFileSync(join(app, url))).length, 0);

/** Parts that writing a plain story and sealing it do not load: they come when they are called for, from the phone itself. */
const later = [
  "sealed-part",
  "note-",
  "page-comfort",
  "earlier-part",
  "sound-part",
  "sound-records",
  "hints-",
  "files-part",
  "passphrase.worker",
  "painting",
];
const notForPlainWriting = new RegExp(`/(${["ed25519", "english", ...later].join("|")})`);

/**
 * The authors' part: a script, all that it calls for, and its workers; without what only old phones fetch, and without the
 * English words, which those who write in Ukrainian do not load.
 */
export function writingScripts(app: string): readonly string[] {
  const { files }: Parts = JSON.parse(readFileSync(join(app, "parts.json"), "utf8"));
  const urls = files.map(({ url }) => url).filter((url) => url.endsWith(".js"));
  const found = new Set<string>();
  const visit = (url: string): void => {
    if (found.has(url) || notForPlainWriting.test(url)) return;
    found.add(url);
    const text = readFileSync(join(app, url), "utf8");
    for (const other of urls) if (text.includes(basename(other))) visit(other);
  };
  visit(urls.find((url) => /\/WritingRoom-/.test(url)) ?? "");
  return [...found];
}
