// Draws the sample articles' pictures: content/pictures/source/*.svg → content/pictures/*.png, 1440 × 857, few colours.
// Run it from anywhere: node tools/pictures.mjs [name …]

import { mkdir, readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";

const WIDTH = 1440;
const HEIGHT = 857;
const LIMIT = 150 * 1024;

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "content", "pictures");
const wanted = process.argv.slice(2);

await mkdir(folder, { recursive: true });
for (const file of (await readdir(join(folder, "source"))).filter(isWanted).sort()) {
  await draw(file);
}

function isWanted(file) {
  return file.endsWith(".svg") && (wanted.length === 0 || wanted.includes(basename(file, ".svg")));
}

async function draw(file) {
  const name = `${basename(file, ".svg")}.png`;
  const svg = await readFile(join(folder, "source", file));
  // The drawings are 390 wide; a density of 72 is one pixel a unit. Twice the size, then down: smooth edges.
  const { size } = await sharp(svg, { density: (72 * 2 * WIDTH) / 390 })
    .resize(WIDTH, HEIGHT, { fit: "cover" })
    .flatten({ background: "#FBF8F1" })
    .png({ palette: true, colours: 64, dither: 0, effort: 10, compressionLevel: 9 })
    .toFile(join(folder, name));
  console.log(`${name.padEnd(28)} ${Math.ceil(size / 1024)} KB`);
  if (size > LIMIT)
    throw new Error(`${name} is larger than ${LIMIT / 1024} KB: fewer dots or colours`);
}
