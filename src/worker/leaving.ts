import { writingCacheOf } from "../device/parts.ts";

/** True for the names of caches that this app fills: Workbox's own and those of the app's parts. */
export const isOurs = (name: string): boolean =>
  name.startsWith("workbox-") || writingCacheOf(name);

/** Clears the caches and lets go of this scope. A worker that goes keeps answering until its windows are closed. */
export async function leave(
  caches: CacheStorage,
  registration: Pick<ServiceWorkerRegistration, "unregister">,
  isGoing: (cache: string) => boolean,
): Promise<void> {
  const going = (await caches.keys()).filter(isGoing);
  await Promise.all(going.map((name) => caches.delete(name)));
  await registration.unregister();
}
