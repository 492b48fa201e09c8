import type { Plugin } from "vite";
import { routes } from "../../src/protocol/routes.ts";
import type { Newsroom } from "../../src/protocol/newsroom.ts";

const paper = "#FBF8F1";
const ink = "#1C1B17";

interface Tile {
  readonly id: string;
  readonly name: (newsroom: Newsroom) => string;
  readonly colour: string;
  /** Name, size and purpose of each icon in `public/icons`. */
  readonly icons: readonly (readonly [
    name: string,
    size: number,
    purpose: "any" | "maskable" | "monochrome",
  ])[];
}

/** Two tiles for one app: the sunflower can be a risk of its own, so the neutral one stands beside it. */
const tiles = {
  "manifest.webmanifest": {
    id: "/",
    name: (newsroom) => newsroom.name.uk,
    colour: ink,
    icons: [
      ["icon", 192, "any"],
      ["icon", 512, "any"],
      ["maskable", 192, "maskable"],
      ["maskable", 512, "maskable"],
      ["monochrome", 512, "monochrome"],
    ],
  },
  "manifest-neutral.webmanifest": {
    id: "/?tile=neutral",
    name: () => "Читанка",
    colour: "#5E7388",
    icons: [
      ["neutral", 192, "any"],
      ["neutral", 512, "any"],
      ["neutral-maskable", 512, "maskable"],
    ],
  },
} as const satisfies Record<string, Tile>;

type TileFile = keyof typeof tiles;

const picture = (name: string, size: number) => ({
  src: `/icons/${name}-${size}.png`,
  sizes: `${size}x${size}`,
  type: "image/png",
});

/** Shortcuts stay in the launcher's memory, so they lead to reading only. */
const shortcuts = [
  { name: "Читати", url: "/", icons: [picture("shortcut-read", 96)] },
  { name: "Полиця", url: "/shelf", icons: [picture("shortcut-shelf", 96)] },
];

/**
 * One target for all that other apps may share: words and photos become a draft, a file of articles is looked at. Only what
 * can be taken is named here, so that the app is not offered for anything else.
 */
const shareTarget = {
  action: routes.take,
  method: "POST",
  enctype: "multipart/form-data",
  params: {
    title: "title",
    text: "text",
    url: "url",
    files: [
      { name: "file", accept: ["text/html", ".html"] },
      { name: "photos", accept: ["image/*"] },
    ],
  },
};

/** A web app manifest (W3C) out of the newsroom's own data. */
export function webManifest(file: TileFile, newsroom: Newsroom): object {
  const tile: Tile = tiles[file];
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
    theme_color: tile.colour,
    icons: tile.icons.map(([icon, size, purpose]) => ({ ...picture(icon, size), purpose })),
    shortcuts,
    share_target: shareTarget,
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
