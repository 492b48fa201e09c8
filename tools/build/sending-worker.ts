import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { build, type Plugin, type ResolvedConfig } from "vite";

const entry = "src/worker/sending.ts";

/**
 * Builds `/sending.js`, the second service worker (scope `/intake/`), as one file without imports: a worker is fetched
 * whole, and nothing of it may stand in a chunk that readers load.
 */
export function sendingWorker(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "soniakh:sending-worker",
    configResolved(resolved) {
      config = resolved;
    },
    async closeBundle() {
      if (!existsSync(resolve(config.root, entry))) return;
      await build({
        configFile: false,
        root: config.root,
        publicDir: false,
        logLevel: "warn",
        define: { "process.env.NODE_ENV": '"production"' },
        build: {
          target: config.build.target as string[],
          outDir: config.build.outDir,
          emptyOutDir: false,
          modulePreload: false,
          rolldownOptions: {
            input: resolve(config.root, entry),
            output: { format: "iife", entryFileNames: "sending.js", codeSplitting: false },
          },
        },
      });
    },
  };
}
