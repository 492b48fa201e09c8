import { ask, type Patience, Unreachable, usualPatience, wholeOf } from "./arriving.ts";
import type { DownloadChoice } from "./facts.ts";

/** The cache in which the font lies; a new build of the app finds it there again. */
export const fontCache = "font";

const longest = 100_000;

/** Whether the font may be fetched: never where the phone saves data, or text alone is wanted. */
export const mayFetchFont = (choice: DownloadChoice | undefined, saveData: boolean): boolean =>
  choice !== "text" && !saveData;

export interface FontDeps {
  readonly fetch: typeof globalThis.fetch;
  readonly caches: CacheStorage;
  readonly patience?: Patience;
}

/** Whether all files of the font are on the phone. */
export async function isFontHere({ caches }: FontDeps, urls: readonly string[]): Promise<boolean> {
  const cache = await caches.open(fontCache);
  const found = await Promise.all(urls.map((url) => cache.match(url)));
  return found.every((file) => file !== undefined);
}

/** Puts the font's files on the phone, and lets go of older ones. False where the network or the room did not do. */
export async function keepFont(deps: FontDeps, urls: readonly string[]): Promise<boolean> {
  const cache = await deps.caches.open(fontCache);
  try {
    for (const url of urls) {
      if ((await cache.match(url)) === undefined) await cache.put(url, await askFont(deps, url));
    }
  } catch (error) {
    if (error instanceof Unreachable) return false;
    if (error instanceof Error && error.name === "QuotaExceededError") return false;
    throw error;
  }
  const kept = await cache.keys();
  const old = kept.filter(({ url }) => !urls.some((one) => url.endsWith(one)));
  await Promise.all(old.map((request) => cache.delete(request)));
  return true;
}

/** A file of the font. What a login page sends instead is none. */
async function askFont(
  { fetch, patience = usualPatience }: FontDeps,
  url: string,
): Promise<Response> {
  const arriving = await ask(fetch, url, patience);
  const bytes = await wholeOf(arriving, patience, longest);
  const signature = new TextDecoder().decode(bytes?.subarray(0, 4));
  if (!arriving.response.ok || bytes === undefined || signature !== "wOF2")
    throw new Unreachable(`${url}: no font came`);
  return new Response(bytes, { headers: { "content-type": "font/woff2" } });
}
