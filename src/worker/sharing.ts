import { registerRoute } from "workbox-routing";
import { routes } from "../protocol/routes.ts";

/** A byte more than the page takes, so that it can say so: what is longer is not kept here. */
const most = 40_000_001;

/**
 * Takes what another app shares with this one: the file waits in a cache for the page, which looks at it and says what it
 * is. Whatever is no file of articles is answered there too; nothing is added before somebody taps.
 */
export function takeShares(caches: CacheStorage): void {
  registerRoute(
    ({ url, sameOrigin }) => sameOrigin && url.pathname === routes.take,
    async ({ request }) => {
      const file = await fileOf(request);
      const cache = await caches.open("shared");
      await cache.put(routes.take, new Response(file?.slice(0, most) ?? ""));
      return Response.redirect(routes.take, 303);
    },
    "POST",
  );
}

/** The first file of a form, whatever its field is called; text and addresses are none. */
async function fileOf(request: Request): Promise<File | undefined> {
  try {
    const form = await request.formData();
    return [...form.values()].find((value) => typeof value !== "string");
  } catch {
    // Not a form: nothing of ours.
    return undefined;
  }
}
