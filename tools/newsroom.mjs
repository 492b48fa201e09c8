import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { isStopped, run } from "./children.mjs";
import { root } from "./setup.mjs";

/** The data folder: DATA_DIR, else ./data. */
export const dataFolder = () => resolve(process.env.DATA_DIR || join(root, "data"));

/** The data folder's newsroom.json; where there is none yet, a trial newsroom is made first. */
export async function findNewsroom(node, dataDir) {
  const path = join(dataDir, "newsroom.json");
  if (existsSync(path)) return path;
  const command = join(root, "src/server/commands/newsroom.ts");
  const code = await run(node, [command, "trial"], { env: { DATA_DIR: dataDir } });
  if (code !== 0 || isStopped()) process.exit(code || 143);
  return path;
}
