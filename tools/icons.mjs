// Draws the icons: public/icons/*.svg → public/icons/*.png, in the sizes that phones ask for.
// Run it from anywhere: node tools/icons.mjs

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "public", "icons");

/** [drawing, picture, pixels, opaque]; an opaque one has no alpha channel, since iPhones paint holes black. */
const ICONS = [
  ["icon", "icon-192", 192, false],
  ["icon", "icon-512", 512, false],
  ["maskable", "maskable-192", 192, true],
  ["maskable", "maskable-512", 512, true],
  ["monochrome", "monochrome-512", 512, false],
  ["neutral", "neutral-192", 192, false],
  ["neutral", "neutral-512", 512, false],
  ["neutral-maskable", "neutral-maskable-512", 512, true],
  ["apple-touch-icon", "apple-touch-icon", 180, true],
  ["neutral-maskable", "neutral-apple-touch-icon", 180, true],
  ["shortcut-read", "shortcut-read-96", 96, false],
  ["shortcut-shelf", "shortcut-shelf-96", 96, false],
];

for (const [drawing, picture, pixels, opaque] of ICONS) {
  const svg = await readFile(join(folder, `${drawing}.svg`));
  // Drawn at twice the size, then scaled down: smooth edges at 96 pixels too.
  const image = sharp(svg, { density: (72 * 2 * pixels) / widthOf(svg) }).resize(pixels, pixels);
  if (opaque) image.removeAlpha();
  const { size } = await image
    .png({
      palette: drawing !== "monochrome",
      colours: 128,
      dither: 0,
      effort: 10,
      compressionLevel: 9,
    })
    .toFile(join(folder, `${picture}.png`));
  console.log(`${`${picture}.png`.padEnd(30)} ${pixels} px  ${(size / 1024).toFixed(1)} KB`);
}

// What messengers show of a page without a picture of its own: they take neither SVG nor a small square.
const flower = sharp(await readFile(join(folder, "icon.svg")), { density: 300 }).resize(440, 440);
const { size } = await sharp({
  create: { width: 1200, height: 630, channels: 3, background: "#FBF8F1" },
})
  .composite([{ input: await flower.png().toBuffer() }])
  .jpeg({ quality: 82, mozjpeg: true })
  .toFile(join(folder, "share.jpg"));
console.log(`${"share.jpg".padEnd(30)} 1200 px  ${(size / 1024).toFixed(1)} KB`);

function widthOf(svg) {
  return Number(/viewBox="0 0 (\d+)/.exec(svg)[1]);
}
