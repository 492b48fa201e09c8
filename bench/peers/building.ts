import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "vite";
import { benchFolder } from "./installing.ts";

/**
 * Builds a measured page, peers and all, as a production build, into a folder: /bench.html and what it loads. `entry` is
 * a script in this folder. In the folder of a built app the newsroom serves it.
 */
export async function buildPage(entry: string, folder: string): Promise<void> {
  await build({
    configFile: false,
    root: benchFolder,
    base: "/",
    publicDir: false,
    logLevel: "error",
    worker: { format: "es" },
    // PouchDB asks for Node's own `events`; npm has it for browsers.
    resolve: { alias: { events: join(benchFolder, "node_modules/events/events.js") } },
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: "es2024",
      modulePreload: false,
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      rolldownOptions: {
        input: join(benchFolder, entry),
        output: { entryFileNames: "assets/bench-page.js" },
      },
    },
  });
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "bench.html"),
    `<!doctype html><meta charset="utf-8"><title>bench</title><body><script type="module" src="/assets/bench-page.js"></script>`,
  );
}
