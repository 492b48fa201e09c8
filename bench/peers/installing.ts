// The peers that come from npm: bench/package.json names them, so that nobody else pays for them.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Where bench/package.json and what it names lie. */
export const benchFolder = join(import.meta.dirname, "..");
const require = createRequire(join(benchFolder, "package.json"));

/** Installs what bench/package-lock.json names where it is not there. False, with npm's words printed, where that fails. */
export function installPeers(): boolean {
  if (isInstalled()) return true;
  console.log("Installing what bench/package-lock.json names ...");
  const options = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  return spawnSync("npm", options, { cwd: benchFolder, stdio: "inherit" }).status === 0;
}

function isInstalled(): boolean {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(benchFolder, "package.json"), "utf8"),
  );
  return Object.keys(dependencies).every((name) =>
    existsSync(join(benchFolder, "node_modules", name)),
  );
}

/** A peer in CommonJS. The caller says what it is: nobody's types are installed for a check of ours. */
export const loadPeer = (name: string): unknown => require(name);

/** A peer's own module, whichever way it is written. */
export const importPeer = (name: string): Promise<unknown> =>
  import(pathToFileURL(require.resolve(name)).href);
