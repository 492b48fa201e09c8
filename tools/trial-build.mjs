// A trial newsroom with the app built for it, for the journeys: kept under node_modules until a source changes. Prints its folder.
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { capture, giveUp } from "./children.mjs";
import { hashOf, isBuilt } from "./building.mjs";
import { root, setUp } from "./setup.mjs";

const cache = join(root, "node_modules/.cache/soniakh");
// The server makes the newsroom's keys and files: of another server it is another newsroom.
const kept = join(cache, `trial-${hashOf(["src/server", "src/protocol"]).slice(0, 16)}`);

const node = await setUp();
if (!isBuilt(kept, join(kept, "newsroom.json"))) await replace();
console.log(kept);

/** Elsewhere first: whoever runs at the same time finds all of it, or nothing. */
async function replace() {
  const folder = join(cache, `making-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await make([join(root, "src/server/commands/newsroom.ts"), "trial"], { DATA_DIR: folder });
  await make([join(root, "tools/build.mjs")], { DATA_DIR: folder, OUT_DIR: folder });
  for (const old of readdirSync(cache).filter((name) => name.startsWith("trial-")))
    rmSync(join(cache, old), { recursive: true, force: true });
  renameSync(folder, kept);
}

async function make(args, env) {
  // The runner's own NODE_ENV would make another build than the one that people get.
  const { code, text } = await capture(node, args, { env: { NODE_ENV: undefined, ...env } });
  if (code !== 0) giveUp(`${args.join(" ")}\n${text}`);
}
