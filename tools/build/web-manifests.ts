import type { Plugin } from "vite";
import type { Newsroom } from "../../src/protocol/newsroom.ts";

const paper = "#FBF8F1";
const ink = "#1C1B17";

/** Two tiles for one app: the sunflower can be a risk of its own, so the neutral one stands beside it. */
const tiles = {
  "manifest.webmanifest": {
    id: "/",
    icons: "icon",
    name: (newsroom: Newsroom) => newsroom.name.uk,
  },
  "manifest-neutral.webmanifest": { id: "/?tile=neutral", icons: "neutral", name: () => "Читанка" },
} as const;

type TileFile = keyof typeof tiles;

const icon = (name: string, size: number, purpose: string) => ({
  src: `/icons/${name}-${size}.png`,
  sizes: `${size}x${size}`,
  type: "image/png",
  purpose,
});

const icons = (base: string) => [
  icon(base, 192, "any"),
  icon(base, 512, "any"),
  icon(`${base}-maskable`, 512, "maskable"),
  icon(`${base}-monochrome`, 512, "monochrome"),
];

/** Shortcuts stay in the launcher's memory, so they lead to reading only. */
const shortcuts = [
  { name: "Читати", url: "/" },
  { name: "Полиця", url: "/shelf" },
];

/** A web app manifest (W3C) out of the newsroom's own data. */
export function webManifest(file: TileFile, newsroom: Newsroom): object {
  const tile = tiles[file];
  const name = tile.name(newsroom);
  return {
    id: tile.id,
    name,
    short_name: name,
    lang: "uk",
    dir: "ltr",
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: paper,
    theme_color: tile.icons === "icon" ? ink : "#5E7388",
    icons: icons(tile.icons),
    shortcuts,
  };
}

/** Writes both manifests. */
export function webManifests(newsroom: () => Newsroom): Plugin {
  return {
    name: "soniakh:web-manifests",
    generateBundle() {
      for (const fileName of Object.keys(tiles) as TileFile[]) {
        const source = `${JSON.stringify(webManifest(fileName, newsroom()), null, 1)}\n`;
        this.emitFile({ type: "asset", fileName, source });
      }
    },
  };
}
