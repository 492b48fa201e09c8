import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  getCacheKeyForURL,
  matchPrecache,
  precacheAndRoute,
  type PrecacheEntry,
  PrecacheStrategy,
} from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import type { HeldMedia } from "../device/finding-media.ts";
import { writingCacheOf } from "../device/parts.ts";
import { fontCache } from "../device/reading-font.ts";

/** Answered by the server alone: the desk, the library, the intake, feeds, the workers themselves. */
export const notPages: readonly RegExp[] = [
  /^\/(desk|library|intake)(\/|$)/,
  /^\/(sw|sending|news)\.js$/,
  /\.(xml|json|atom|rss|txt|webmanifest)$/,
];

/** Where the built page stands; every navigation within the app is answered with it. */
const shell = "/index.html";

/**
 * Precaches shell and reading, and answers every navigation within the app with what `fill` makes of the precached shell,
 * which is looked up meanwhile. Where the browser erased it and left the worker, the network answers, and what is missing
 * comes back behind that answer.
 */
export function keepShell(
  manifest: (PrecacheEntry | string)[],
  fill: (shell: Promise<Response>, url: URL) => Promise<Response>,
): void {
  cleanupOutdatedCaches();
  // Not even `/` is a file of the precache: every navigation goes the same way, and none is answered unfilled.
  precacheAndRoute(manifest, { cleanURLs: false, directoryIndex: "" });
  const toShell = createHandlerBoundToURL(shell);
  const find = async (asked: Parameters<typeof toShell>[0]): Promise<Response> => {
    const held = await matchPrecache(shell);
    if (held !== undefined) return held;
    const page = await toShell(asked);
    asked.event.waitUntil(bringBack(manifest, asked.event));
    return page;
  };
  const answer = async (asked: Parameters<typeof toShell>[0] & { readonly url: URL }) => {
    const page = find(asked);
    // Erased, and no network: whoever fills it is told, and may look elsewhere first.
    page.catch(() => undefined);
    return fill(page, asked.url);
  };
  registerRoute(new NavigationRoute(answer, { denylist: [...notPages] }));
}

/**
 * Fetches what is missing of the precache. Workbox does so for a file that a page asks for, and not for the shell, whose
 * hash it does not look up then. A file of another build than this worker's is left out: its own worker brings it.
 */
async function bringBack(
  manifest: readonly (PrecacheEntry | string)[],
  event: ExtendableEvent,
): Promise<void> {
  const strategy = new PrecacheStrategy({
    plugins: [
      { cacheKeyWillBeUsed: async ({ request, params }) => params?.["cacheKey"] ?? request },
    ],
  });
  for (const entry of manifest) {
    if (typeof entry === "string") continue;
    const params = { cacheKey: getCacheKeyForURL(entry.url), integrity: entry.integrity };
    await strategy
      .handle({ event, request: new Request(entry.url), params })
      // A network that went again: the next page tries once more.
      .catch(() => undefined);
  }
}

/** Answers for parts of the app that no precache holds, out of what the page put into a cache; else from the network. */
export function serveWriting(caches: CacheStorage, fetch: typeof globalThis.fetch): void {
  registerRoute(
    ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith("/assets/"),
    async ({ request }) => (await findPart(caches, request)) ?? fetch(request),
  );
}

async function findPart(caches: CacheStorage, request: Request): Promise<Response | undefined> {
  const names = (await caches.keys()).filter((name) => name === fontCache || writingCacheOf(name));
  for (const name of names) {
    const found = await (await caches.open(name)).match(request, { ignoreVary: true });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How long the first byte of a picture may take, milliseconds. */
const patience = 3_000;

/**
 * Answers for pictures and sound: what the library holds (the file itself or another width of it), else the network. So
 * the page bears the same `<picture>` whether the network is there or not.
 */
export function serveMedia(
  findMedia: (hash: string) => Promise<HeldMedia | undefined>,
  fetch: typeof globalThis.fetch,
  wantsPictures: () => Promise<boolean>,
): void {
  registerRoute(
    ({ url, sameOrigin }) => sameOrigin && mediaHash(url.pathname) !== undefined,
    async ({ request, url }) => {
      const held = await findMedia(mediaHash(url.pathname) ?? "").catch(() => undefined);
      if (held !== undefined) return mediaResponse(held, request.headers.get("range"));
      // Who chose text alone pays for no picture, wherever the page shows one.
      const isSpared = request.destination === "image" && !(await wantsPictures());
      return isSpared ? Response.error() : fromNetwork(request, fetch);
    },
  );
}

/** The hash in a media file's path, or undefined for any other path. */
export const mediaHash = (path: string): string | undefined =>
  /^\/library\/media\/([A-Za-z0-9_-]{43})\.[a-z0-9]{1,5}$/.exec(path)?.[1];

/** A held file as an answer to a page, whole or one range of it: Safari plays no recording otherwise (RFC 9110, 14.2). */
export function mediaResponse({ type, parts }: HeldMedia, range: string | null = null): Response {
  const whole = new Blob([...parts]);
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  const from = Number(first ?? 0);
  const end = Math.min(whole.size, last ? Number(last) + 1 : whole.size);
  const isPart = first !== undefined && from < end;
  const body = isPart ? whole.slice(from, end) : whole;
  return new Response(body, {
    status: isPart ? 206 : 200,
    headers: {
      "content-type": type,
      "content-length": String(body.size),
      "accept-ranges": "bytes",
      ...(isPart && { "content-range": `bytes ${from}-${end - 1}/${whole.size}` }),
    },
  });
}

async function fromNetwork(request: Request, fetch: typeof globalThis.fetch): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), patience);
  try {
    return await fetch(request, { signal: controller.signal });
  } catch {
    // The page shows its placeholder; no error page ever replaces a picture.
    return Response.error();
  } finally {
    clearTimeout(timer);
  }
}
