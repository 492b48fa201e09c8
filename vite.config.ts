import { resolve } from "node:path";
import { defineConfig, type Plugin, type UserConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import type { Newsroom } from "./src/protocol/newsroom.ts";
import { securityHeadersText } from "./src/server/headers.ts";
import { pageDrawings } from "./tools/build/drawings.ts";
import { inlineCss } from "./tools/build/inline-css.ts";
import { lazyParts } from "./tools/build/lazy-parts.ts";
import { passedOnFile } from "./tools/build/passed-on-file.ts";
import { leanAge, pureMakers } from "./tools/build/lean-age.ts";
import { newsroomModule, readNewsroom } from "./tools/build/newsroom.ts";
import { partsList } from "./tools/build/parts.ts";
import { precacheTransform } from "./tools/build/precache.ts";
import { sheets } from "./tools/build/sheets.ts";
import { withoutWorkboxMarks } from "./tools/build/without-marks.ts";
import { webManifests } from "./tools/build/web-manifests.ts";
import { wholeWorkers } from "./tools/build/whole-workers.ts";

/** The oldest browsers that get an app; below them the served HTML is all there is. */
const floor = ["chrome109", "safari16.4", "firefox115"];

const root = import.meta.dirname;

/**
 * One configuration, two builds: `vite build` makes the readers' and authors' app, `vite build --mode desk` the editors'
 * page, which no reader's phone may precache. NEWSROOM_JSON names newsroom.json; OUT_DIR is where the build goes.
 */
export default defineConfig(({ mode }) => {
  let parsed: Newsroom | undefined;
  const newsroom = (): Newsroom => (parsed ??= readNewsroom(process.env["NEWSROOM_JSON"]));
  return mode === "desk" ? deskBuild(newsroom) : appBuild(newsroom);
});

function appBuild(newsroom: () => Newsroom): UserConfig {
  const outDir = resolve(root, process.env["OUT_DIR"] ?? "dist/app");
  const parts = partsList();
  return {
    ...shared(outDir, "index.html"),
    base: "/",
    plugins: [
      newsroomModule(newsroom),
      passedOnFile(),
      pageDrawings(),
      webManifests(newsroom),
      inlineCss(),
      lazyParts(),
      leanAge(),
      withoutWorkboxMarks(),
      parts.plugin,
      wholeWorkers(newsroom),
      ...serviceWorker(outDir, precacheTransform(outDir, parts.reading, securityHeadersText())),
    ],
  };
}

function deskBuild(newsroom: () => Newsroom): UserConfig {
  const outDir = resolve(root, process.env["OUT_DIR"] ?? "dist/desk");
  return {
    ...shared(outDir, "desk.html"),
    base: "/desk/",
    publicDir: false,
    plugins: [newsroomModule(newsroom), pageDrawings()],
  };
}

function shared(outDir: string, page: string): UserConfig {
  return {
    root,
    appType: "mpa",
    worker: { format: "es" },
    define: { "window.__PREACT_SIGNALS_DEVTOOLS__": "false" },
    // The package points bundlers to its build for browsers of 2017; this one is half as long.
    resolve: {
      alias: {
        "workbox-window": "workbox-window/build/workbox-window.prod.mjs",
        "@preact/signals": resolve(root, "node_modules/@preact/signals/dist/signals.mjs"),
        "@preact/signals-core": resolve(
          root,
          "node_modules/@preact/signals-core/dist/signals-core.mjs",
        ),
      },
    },
    css: sheets,
    // Elements are made by `h`, which the rendering wing calls by its name: the page needs no second maker of them.
    oxc: { jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" } },
    build: {
      target: floor,
      outDir,
      emptyOutDir: true,
      sourcemap: false,
      reportCompressedSize: false,
      // Readers pay for every byte, and a build is made once: slower than the usual minifier, and shorter.
      minify: "terser",
      terserOptions: {
        ecma: 2020,
        module: true,
        compress: { passes: 4, keep_fargs: false, inline: 1 },
        format: { comments: false },
      },
      // Nothing may stand in a `data:` address: the policy allows none.
      assetsInlineLimit: 0,
      // Parts that come later are few and come from the phone: preloading them is script for nobody.
      modulePreload: false,
      rolldownOptions: {
        input: resolve(root, page),
        // With these two calls idb adds shortcuts of databases and iteration of cursors; nobody here uses either.
        transform: { inject: { h: ["preact", "h"], Fragment: ["preact", "Fragment"] } },
        treeshake: {
          manualPureFunctions: ["replaceTraps", "parsing", "readOneOf", ...pureMakers],
        },
        // All that a page needs from the first moment is one file: it compresses best, and asks the network once.
        output: {
          codeSplitting: {
            groups: [{ name: "index", tags: ["$initial"], test: /^[^\0]|^\0virtual:/ }],
          },
        },
      },
    },
  };
}

function serviceWorker(outDir: string, transform: ReturnType<typeof precacheTransform>): Plugin[] {
  return VitePWA({
    strategies: "injectManifest",
    srcDir: "src/worker",
    filename: "sw.ts",
    injectRegister: false,
    manifest: false,
    includeManifestIcons: false,
    outDir,
    injectManifest: {
      globPatterns: ["index.html", "assets/*.{js,css}"],
      manifestTransforms: [transform],
      minify: true,
      target: floor,
    },
  });
}
