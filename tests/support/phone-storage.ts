// What a phone holds, read from outside through the page's own IndexedDB.
import type { AnyPage } from "./browsers/any-page.ts";

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

/** How many articles are there with their text. */
export const countArticles = async (page: AnyPage): Promise<number> =>
  (await storedIn(page, "articles")).length;

/** Whether every part that the app loads later is on the phone, and what sends in the background stands ready. */
export const partsAreHere = (page: AnyPage): Promise<boolean> =>
  page.read<boolean>(`(async () => {
    const parts = await (await fetch("/parts.json")).json();
    const name = (await caches.keys()).find((one) => one.startsWith("writing-"));
    if (name === undefined) return false;
    const held = (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname);
    const sender = await navigator.serviceWorker.getRegistration("/intake/");
    const sends = sender?.active?.state === "activated" && sender.active.scriptURL.endsWith("/sending.js");
    return parts.files.every(({ url }) => held.includes(url)) && (sends || !("SyncManager" in window));
  })()`);
