import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { capture, giveUp, isStopped } from "./children.mjs";
import { compressTexts } from "./compressing.mjs";
import { keepingFormerAssets } from "./former-assets.mjs";
import { root } from "./setup.mjs";

const vite = join(root, "node_modules/vite/bin/vite.js");
const stampName = ".stamp";

// Whatever a build reads. The server's headers are a part of the worker's list of files.
const inputs = [
  "src/protocol",
  "src/device",
  "src/rendering",
  "src/app",
  "src/desk",
  "src/worker",
  "src/server/headers.ts",
  "tools/compressing.mjs",
  "public",
  "docs/privacy",
  "tools/build",
  "index.html",
  "desk.html",
  "vite.config.ts",
  "package-lock.json",
];

/** The commands of the two builds: arguments for Node and the environment. */
export function viteBuilds(outDir, newsroomJson, ...options) {
  const build = (name, ...mode) => ({
    // Node reads vite.config.ts by itself; Vite's own loader would write into node_modules, which a service cannot.
    args: [vite, "build", "--configLoader", "native", "--logLevel", "warn", ...mode, ...options],
    env: { OUT_DIR: resolve(outDir, name), NEWSROOM_JSON: resolve(newsroomJson) },
  });
  return [build("app"), build("desk", "--mode", "desk")];
}

/**
 * Builds the app into `outDir`/app and the desk into `outDir`/desk; nothing where the stamp says that neither
 * the sources nor newsroom.json have changed. The stamp is written last, so that half a build is built again.
 */
export async function build(node, outDir, newsroomJson) {
  if (isBuilt(outDir, newsroomJson)) return;
  const stampPath = stampPathIn(outDir);
  console.log("Building the app ...");
  rmSync(stampPath, { force: true });
  await keepingFormerAssets(join(outDir, "app"), Date.now(), async () => {
    const runs = viteBuilds(outDir, newsroomJson).map(({ args, env }) =>
      capture(node, args, { env }),
    );
    const failed = (await Promise.all(runs)).filter(({ code }) => code !== 0);
    if (isStopped()) process.exit(143);
    if (failed.length > 0) {
      giveUp(`${failed.map(({ text }) => text).join("\n")}\nThe app could not be built.`);
    }
    for (const name of ["app", "desk"]) await compressTexts(join(outDir, name));
  });
  writeFileSync(stampPath, stampOf(newsroomJson));
}

const stampPathIn = (outDir) => join(outDir, "app", stampName);

/** True where `outDir` holds a whole build of these sources for this newsroom. */
export const isBuilt = (outDir, newsroomJson) =>
  existsSync(newsroomJson) &&
  existsSync(stampPathIn(outDir)) &&
  readFileSync(stampPathIn(outDir), "utf8") === stampOf(newsroomJson);

const stampOf = (newsroomJson) =>
  hashOf(inputs, createHash("sha256").update(readFileSync(newsroomJson)));

/** A hash over all files under these paths of the project, names and bytes. */
export function hashOf(paths, hash = createHash("sha256")) {
  for (const path of paths.flatMap((input) => filesUnder(join(root, input)))) {
    hash.update(`\n${relative(root, path)}\n`).update(readFileSync(path));
  }
  return hash.digest("hex");
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesUnder(join(path, name)));
}
