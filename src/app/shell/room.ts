import type { Store } from "../../device/database.ts";
import type { DownloadChoice } from "../../device/facts.ts";
import { createLibrary, type ListedEntry } from "../../device/library.ts";
import { heldBytes, type RoomArticle } from "../../device/making-room.ts";
import { measureKept } from "../../device/usage.ts";
import type { ArticleId } from "../../protocol/article.ts";
import type { LargeArticle, Room } from "../settings/room-model.ts";
import { bytesFree } from "./circumstances.ts";

const mostLarge = 30;

/** Counted record by record: not every browser tells a sum, and none tells it by kind. */
export async function measureRoom(
  browser: Navigator,
  caches: CacheStorage,
  store: Store,
): Promise<Room> {
  const { measureLibrary, readHoldings } = await loadRoom();
  const [library, holdings, entries, app, { search, stories }, told, persisted] = await Promise.all(
    [
      measureLibrary(store),
      readHoldings(store, "text"),
      createLibrary(store).list(),
      cachedBytes(caches),
      measureKept(store),
      bytesFree(browser),
      browser.storage?.persisted?.().catch(() => undefined),
    ],
  );
  return {
    kinds: { ...library, app, search, stories },
    free: told?.free,
    large: largest(holdings, entries),
    minutes: entries.reduce(
      (sum, { stored, minutes }) => sum + (stored === "headline" ? 0 : minutes),
      0,
    ),
    persisted: persisted === undefined ? "unknown" : persisted ? "kept" : "may-go",
  };
}

function largest(
  holdings: readonly RoomArticle[],
  entries: readonly ListedEntry[],
): readonly LargeArticle[] {
  const byId = new Map<string, ListedEntry>(entries.map((entry) => [entry.id, entry]));
  return holdings
    .filter(({ id }) => byId.get(id)?.kept === false)
    .flatMap((article) => {
      const { title, language } = byId.get(article.id)!;
      const bytes = heldBytes([article]);
      return bytes === 0 ? [] : [{ id: article.id as ArticleId, title, language, bytes }];
    })
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, mostLarge);
}

async function cachedBytes(caches: CacheStorage): Promise<number> {
  let sum = 0;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const response of await cache.matchAll()) sum += (await response.blob()).size;
  }
  return sum;
}

/** Lets go of what is worth least; answers with the bytes that it took. */
export const makeRoom = async (store: Store): Promise<number> =>
  (await loadRoom()).makeRoom(store, 20_000_000);

/** Lets go of one article's text and pictures. */
export const letGoArticle = async (store: Store, id: ArticleId): Promise<void> =>
  (await loadRoom()).letGoArticle(store, id);

/** Puts the reader's limits into effect. What the phone once had no room for is tried again. */
export async function keepLimits(store: Store, choice: DownloadChoice): Promise<void> {
  const { forgetShortage, keepWithinRoom } = await loadRoom();
  await forgetShortage(store);
  await keepWithinRoom(store, choice);
}

const loadRoom = () => import("../../device/room.ts");
