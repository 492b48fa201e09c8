/** The two tiles: which icon and name the app has on the home screen. */
export type Tile = "sunflower" | "neutral";

/** What stands under the neutral tile: a reader, as children have at school. */
export const neutralName = "Читанка";

const files = {
  sunflower: { manifest: "/manifest.webmanifest", icon: "/icons/apple-touch-icon.png" },
  neutral: {
    manifest: "/manifest-neutral.webmanifest",
    icon: "/icons/neutral-apple-touch-icon.png",
  },
} as const;

/** Lets the page name a tile; false where it names it already. Chromium reads the manifest anew and sends its event again. */
export function chooseTile(document: Document, tile: Tile, title: string): boolean {
  const link = document.querySelector('link[rel="manifest"]');
  if (link?.getAttribute("href") === files[tile].manifest) return false;
  const set = (selector: string, name: "href" | "content", value: string): void =>
    document.querySelector(selector)?.setAttribute(name, value);
  set('link[rel="manifest"]', "href", files[tile].manifest);
  set('link[rel="apple-touch-icon"]', "href", files[tile].icon);
  set('meta[name="apple-mobile-web-app-title"]', "content", title);
  return true;
}
