import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { build, type Plugin, type ResolvedConfig } from "vite";
import type { Newsroom } from "../../src/protocol/newsroom.ts";
import { newsroomModule } from "./newsroom.ts";

/** Service workers beside the readers' own: `/sending.js` (scope `/intake/`), `/news.js` (`/library/`) and the kill switch `/worker-off.js`. */
const workers = {
  "sending.js": "src/worker/sending.ts",
  "news.js": "src/worker/news.ts",
  "worker-off.js": "src/worker/off.ts",
} as const;

/**
 * Builds each as one file without imports: a worker is fetched whole, and nothing of it may stand in a chunk that
 * readers load.
 */
export function wholeWorkers(newsroom: () => Newsroom): Plugin {
  let config: ResolvedConfig;
  return {
    name: "soniakh:whole-workers",
    configResolved(resolved) {
      config = resolved;
    },
    async closeBundle() {
      for (const [fileName, entry] of Object.entries(workers)) {
        const input = resolve(config.root, entry);
        if (existsSync(input)) await buildWhole(config, newsroom, input, fileName);
      }
    },
  };
}

async function buildWhole(
  config: ResolvedConfig,
  newsroom: () => Newsroom,
  input: string,
  fileName: string,
): Promise<void> {
  await build({
    configFile: false,
    root: config.root,
    publicDir: false,
    plugins: [newsroomModule(newsroom)],
    logLevel: "warn",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      target: config.build.target as string[],
      outDir: config.build.outDir,
      emptyOutDir: false,
      modulePreload: false,
      rolldownOptions: {
        input,
        output: { format: "iife", entryFileNames: fileName, codeSplitting: false },
      },
    },
  });
}
