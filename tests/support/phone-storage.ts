// What a phone holds, read from outside through the page's own IndexedDB.
import type { AnyPage } from "./browsers/any-page.ts";
import { until } from "./browsers/waiting.ts";

/** All values of one store of the device's database. */
export const storedIn = <T>(
  page: AnyPage,
  store: "entries" | "articles" | "facts",
): Promise<readonly T[]> =>
  page.read<readonly T[]>(`new Promise((resolve, reject) => {
    const open = indexedDB.open("soniakh");
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const all = open.result.transaction("${store}").objectStore("${store}").getAll();
      all.onsuccess = () => { open.result.close(); resolve(all.result); };
    };
  })`);

/** The database's version, and one hash over all that lies in it; read without asking for a version. */
export const allStored = (
  page: AnyPage,
): Promise<{ readonly version: number; readonly hash: string }> =>
  page.read(`(async () => {
    const settled = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const database = await settled(indexedDB.open("soniakh"));
    const all = {};
    for (const store of database.objectStoreNames)
      all[store] = await settled(database.transaction(store).objectStore(store).getAll());
    const { version } = database;
    database.close();
    const buffers = [];
    const text = JSON.stringify(all, (_, value) => value instanceof ArrayBuffer ? buffers.push(value) : value);
    const bytes = await new Blob([text, ...buffers]).arrayBuffer();
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return { version, hash: [...hash].join(" ") };
  })()`);

/** How many articles are there with their text. */
export const countArticles = async (page: AnyPage): Promise<number> =>
  (await storedIn(page, "articles")).length;

/** Resolves once every part that the app loads later is on the phone; a busy machine takes its time. */
export const partsAreHere = (page: AnyPage): Promise<unknown> =>
  until(
    "all parts are on the phone",
    () =>
      page.read<boolean>(`(async () => {
        const parts = await (await fetch("/parts.json")).json();
        const cache = await caches.open("writing-" + parts.build);
        const held = (await cache.keys()).map((request) => new URL(request.url).pathname);
        return parts.files.every(({ url }) => held.includes(url));
      })()`),
    { within: 90_000 },
  );

/** Resolves once what sends in the background stands ready, where the browser has such a thing. */
export const senderIsReady = (page: AnyPage): Promise<unknown> =>
  until("a story would be sent in the background", () =>
    page.read<boolean>(`(async () => {
      const sender = await navigator.serviceWorker.getRegistration("/intake/");
      const sends = sender?.active?.state === "activated" && sender.active.scriptURL.endsWith("/sending.js");
      return sends || !("SyncManager" in window);
    })()`),
  );
