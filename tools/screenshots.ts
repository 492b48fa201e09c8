// npm run screenshots [name...]: every screen in every size, look and language, into docs/screenshots.
// A name is a trip's (reading, comfort, writing, ...: only those are made) or a screen's (only those are taken).
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openNewsroom, type RunningNewsroom } from "../tests/support/newsroom.ts";
import { hearBack } from "./screenshots/answers.ts";
import { album } from "./screenshots/album.ts";
import { type Camera, openCamera } from "./screenshots/camera.ts";
import { readInComfort } from "./screenshots/comfort.ts";
import { workThrough } from "./screenshots/desk.ts";
import { takeLoaf } from "./screenshots/loaf.ts";
import { standingClock } from "./screenshots/moment.ts";
import { readThrough } from "./screenshots/reading.ts";
import { meetTrouble } from "./screenshots/trouble.ts";
import { writeThrough } from "./screenshots/writing.ts";

const root = join(import.meta.dirname, "..");
const folder = process.env["SCREENSHOTS_DIR"] ?? join(root, "docs/screenshots");
const trips = {
  reading: readThrough,
  comfort: readInComfort,
  writing: writeThrough,
  desk: workThrough,
  answers: hearBack,
  trouble: meetTrouble,
};

const asked = process.argv.slice(2);
const screens = asked.filter((name) => !Object.hasOwn(trips, name));
const named = Object.entries(trips).filter(([name]) => asked.includes(name));
const wanted = named.length > 0 ? named : Object.entries(trips);

process.env["TZ"] = "Europe/Kyiv";
const template = await mkdtemp(join(tmpdir(), "soniakh-template-"));
try {
  if (asked.length === 0) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  build(template);
  process.env["NODE_OPTIONS"] = standingClock;
  const newsroom = await openNewsroom({ template });
  try {
    const camera = openCamera(folder, screens);
    await makeTrips(camera, newsroom);
    await writeFile(join(folder, "README.md"), album(await readdir(folder)));
    console.log(`${camera.taken()} pictures in ${folder}`);
  } finally {
    await newsroom.close();
  }
} finally {
  await rm(template, { recursive: true, force: true });
}

/** Trip after trip, in each language: the desk finds what authors have sent in both. */
async function makeTrips(camera: Camera, newsroom: RunningNewsroom): Promise<void> {
  const photo = await takeLoaf();
  const { origin } = newsroom;
  for (const [name, walk] of wanted) {
    for (const language of ["uk", "en"] as const) {
      console.log(`${name}, ${language}`);
      await walk({ camera, language, origin, photo, newsroom, template });
    }
  }
}

/** A trial newsroom with the built app. */
function build(dataDir: string): void {
  execFileSync(process.execPath, [join(root, "tools/prepare.mjs")], {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ["ignore", "ignore", "inherit"],
  });
}
