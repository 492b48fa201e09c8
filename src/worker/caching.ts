import { createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

/** Answered by the server alone: the desk, the library, the intake, feeds, the workers themselves. */
const notPages = [
  /^\/(desk|library|intake)(\/|$)/,
  /^\/(sw|sending)\.js$/,
  /\.(xml|json|atom|rss|txt|webmanifest)$/,
];

/** Precaches shell and reading; every navigation within the app is answered by the precached shell. */
export function keepShell(manifest: (PrecacheEntry | string)[]): void {
  precacheAndRoute(manifest, { cleanURLs: false });
  registerRoute(
    new NavigationRoute(createHandlerBoundToURL("/index.html"), { denylist: notPages }),
  );
}
