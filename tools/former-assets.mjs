import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/** Pages that were opened before a deploy ask for their own build's files for about this long. Milliseconds. */
const keptFor = 30 * 24 * 3_600_000;

/**
 * Runs `build`, which empties `app`, and puts back the files of earlier builds' `assets/`: a page that was opened before a
 * deploy, and whose phone does not hold all its parts yet, still finds them. Names in there carry a hash, so no file stands
 * in another's place. What is older than thirty days at `now` goes. A build that was broken off loses nothing.
 */
export async function keepingFormerAssets(app, now, build) {
  const aside = `${app}-former-assets`;
  const assets = join(app, "assets");
  if (existsSync(assets)) cpSync(assets, aside, { recursive: true, preserveTimestamps: true });
  await build();
  if (!existsSync(aside)) return;
  mkdirSync(assets, { recursive: true });
  for (const name of readdirSync(aside)) {
    const isOld = now - statSync(join(aside, name)).mtimeMs > keptFor;
    if (!isOld && !existsSync(join(assets, name)))
      renameSync(join(aside, name), join(assets, name));
  }
  rmSync(aside, { recursive: true, force: true });
}
