import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { giveUp, isStopped, run } from "./children.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));
const least = 24;

/** Installs what the lockfile names and is not there yet; resolves with the path of a Node that runs TypeScript. */
export async function setUp() {
  if (!isInstalled()) await install();
  return findNode();
}

// npm writes node_modules/.package-lock.json as the last step of an installation.
function isInstalled() {
  const installed = readLock(join(root, "node_modules/.package-lock.json"));
  const wanted = readLock(join(root, "package-lock.json"));
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional }]) =>
      path === "" ||
      installed[path]?.version === version ||
      (installed[path] === undefined && (optional || devOptional) && installed.any),
  );
}

function readLock(path) {
  if (!existsSync(path)) return {};
  const packages = JSON.parse(readFileSync(path, "utf8")).packages;
  return { ...packages, ...(path.endsWith(".package-lock.json") && { any: true }) };
}

async function install() {
  console.log("Installing what package-lock.json names ...");
  const npm = process.env.npm_execpath;
  const options = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const code = npm?.endsWith(".js")
    ? await run(process.execPath, [npm, ...options])
    : await run("npm", options);
  if (isStopped()) process.exit(143);
  if (code !== 0) giveUp("The installation did not finish; what npm says stands above.");
}

function findNode() {
  const brought = join(root, "node_modules/.bin/node");
  if (existsSync(brought) && majorOf(brought) >= least) return brought;
  if (Number(process.versions.node.split(".")[0]) >= least) return process.execPath;
  return giveUp(
    `Node ${least} or newer is needed, and no package brings it for this kind of computer: ` +
      `install it from https://nodejs.org and start again (this is ${process.version}).`,
  );
}

function majorOf(node) {
  const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
  return Number(/^v(\d+)/.exec(stdout ?? "")?.[1] ?? 0);
}
