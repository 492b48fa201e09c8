// npm run screenshots [screen...]: every screen in every size, look and language, into docs/screenshots.
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openNewsroom } from "../tests/support/newsroom.ts";
import { album } from "./screenshots/album.ts";
import { openCamera } from "./screenshots/camera.ts";
import { readInComfort } from "./screenshots/comfort.ts";
import { workThrough } from "./screenshots/desk.ts";
import { takeLoaf } from "./screenshots/loaf.ts";
import { standingClock } from "./screenshots/moment.ts";
import { readThrough } from "./screenshots/reading.ts";
import { writeThrough } from "./screenshots/writing.ts";

const root = join(import.meta.dirname, "..");
const folder = process.env["SCREENSHOTS_DIR"] ?? join(root, "docs/screenshots");

process.env["TZ"] = "Europe/Kyiv";
const template = await mkdtemp(join(tmpdir(), "soniakh-template-"));
try {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  build(template);
  process.env["NODE_OPTIONS"] = standingClock;
  const newsroom = await openNewsroom({ template });
  try {
    const camera = openCamera(folder);
    const photo = await takeLoaf();
    const { origin } = newsroom;
    for (const language of ["uk", "en"] as const) {
      await readThrough({ camera, language, origin });
      await readInComfort({ camera, language, origin });
      await writeThrough({ camera, language, origin, photo });
    }
    for (const language of ["uk", "en"] as const) await workThrough({ camera, language, newsroom });
    await writeFile(join(folder, "README.md"), album(camera.shots));
    console.log(`${camera.shots.length} pictures in ${folder}`);
  } finally {
    await newsroom.close();
  }
} finally {
  await rm(template, { recursive: true, force: true });
}

/** A trial newsroom with the built app. */
function build(dataDir: string): void {
  execFileSync(process.execPath, [join(root, "tools/prepare.mjs")], {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ["ignore", "ignore", "inherit"],
  });
}
