import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StaticFiles } from "./static-files.ts";

/** Where it stands that the phones' workers are turned off: a file, so that a running server sees it at once. */
const switchFile = (dataDir: string): string => join(dataDir, "worker-off");

/** Turns the workers of readers' and authors' phones off, or on again. */
export function switchWorkers(dataDir: string, to: "on" | "off"): void {
  if (to === "on") rmSync(switchFile(dataDir), { force: true });
  else writeFileSync(switchFile(dataDir), "npm run newsroom -- worker on\n");
}

const workers = new Set(["sw.js", "sending.js", "news.js"]);

/**
 * The built files, with the kill switch in the place of the workers while they are turned off. Browsers ask for a
 * worker's script again whenever the app is opened with a network, past every cache of their own.
 */
export function withWorkerSwitch(files: StaticFiles, dataDir: string): StaticFiles {
  return {
    respond: (path, request) =>
      files.respond(
        workers.has(path) && existsSync(switchFile(dataDir)) ? "worker-off.js" : path,
        request,
      ),
  };
}
