import { routes } from "../../protocol/routes.ts";

/** The cache in which the worker leaves what another app shared, until this page takes it. */
const shared = "shared";

/** Takes what another app shared with this one, once; undefined where nothing was. */
export async function takeShared(
  caches: CacheStorage,
): Promise<{ readonly file: Blob | undefined } | undefined> {
  const cache = await caches.open(shared);
  const answer = await cache.match(routes.take);
  await caches.delete(shared);
  if (answer === undefined) return undefined;
  const file = await answer.blob();
  return { file: file.size > 0 ? file : undefined };
}
