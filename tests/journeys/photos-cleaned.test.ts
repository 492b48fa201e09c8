// SAFETY.md, control 4: what a photo tells about where, when and with what it was made does not leave the phone.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { expect, test } from "vitest";
import { aPhoto, isSaved, newStory, sealAndSend } from "../support/author.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { byAge, openExported } from "../support/exported.ts";
import { openScene } from "../support/journey.ts";
import { aPhone } from "../support/phone.ts";

const run = promisify(execFile);

/** What is planted in every photo, in every way that its kind of file knows. */
const planted = [
  "-GPSLatitude=46.6354",
  "-GPSLatitudeRef=N",
  "-GPSLongitude=32.6169",
  "-GPSLongitudeRef=E",
  "-DateTimeOriginal=2026:03:19 10:11:12",
  "-Make=SentinelMaker",
  "-Model=SentinelPhone 9",
  "-SerialNumber=Sentinel-4711",
  "-Artist=SentinelAuthor",
  "-XMP:Creator=SentinelAuthor",
  "-XMP:City=SentinelTown",
  "-XMP-exif:GPSLatitude=46.6354",
  "-XMP-exif:GPSLongitude=32.6169",
  "-XMP:CreatorTool=SentinelTool",
];
const plantedInJpeg = [
  "-IPTC:City=SentinelTown",
  "-IPTC:By-line=SentinelAuthor",
  "-Comment=SentinelComment",
];
const plantedInPng = ["-PNG:Author=SentinelAuthor", "-PNG:Comment=SentinelComment"];

type Kind = "jpg" | "png" | "webp" | "avif";

/** All that a cleaned picture may say of itself: what it is, and how it is to be drawn. */
const allowed = [
  /^SourceFile$/,
  /^ExifTool:ExifToolVersion$/,
  /^File:(File(Type|TypeExtension|Name|Size|Permissions|ModifyDate|AccessDate|InodeChangeDate)|Directory|MIMEType|ImageWidth|ImageHeight|EncodingProcess|BitsPerSample|ColorComponents|YCbCrSubSampling)$/,
  /^JFIF:(JFIFVersion|ResolutionUnit|XResolution|YResolution)$/,
  /^RIFF:(WebPFlags|ImageWidth|ImageHeight|VP8Version|HorizontalScale|VerticalScale)$/,
  /^ICC_Profile:/,
  /^Composite:(ImageSize|Megapixels)$/,
];

async function aPlantedPhoto(exiftool: string, folder: string, kind: Kind): Promise<string> {
  const path = join(folder, `Sentinel-street-12.${kind}`);
  const picture = sharp(await aPhoto(1_200, 900));
  const thumbnail = join(folder, "thumbnail.jpg");
  await writeFile(thumbnail, await picture.clone().resize(160).jpeg().toBuffer());
  const encoded = {
    jpg: () => picture.jpeg(),
    png: () => picture.png(),
    webp: () => picture.webp(),
    // As HEIC in all but its codec: the same boxes hold the same metadata, and Chromium decodes it.
    avif: () => picture.avif({ effort: 0 }),
  };
  await encoded[kind]().toFile(path);
  const own =
    kind === "jpg"
      ? [...plantedInJpeg, `-ThumbnailImage<=${thumbnail}`]
      : kind === "png"
        ? plantedInPng
        : [];
  await run(exiftool, ["-q", "-overwrite_original", ...planted, ...own, path]);
  return path;
}

/** Every tag of a file with its group, unknown ones and those of embedded files too. */
async function tagsOf(exiftool: string, path: string): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await run(exiftool, ["-json", "-G", "-a", "-u", "-ee", path]);
  return (JSON.parse(stdout) as Readonly<Record<string, unknown>>[])[0] ?? {};
}

const isPlace = (name: string): boolean => name.includes("GPS");

whenPresent("exiftool", (exiftool) => {
  whenPresent("age", (age) => {
    test("JPEG, PNG, WebP and AVIF arrive without place, time, maker, thumbnail and comments", async () => {
      const scene = await openScene();
      const folder = await mkdtemp(join(tmpdir(), "soniakh-photos-"));
      scene.onEnd(() => rm(folder, { recursive: true, force: true }));
      try {
        const kinds = ["jpg", "png", "webp", "avif"] as const;
        const photos = [];
        for (const kind of kinds) photos.push(await aPlantedPhoto(exiftool, folder, kind));
        for (const photo of photos) {
          const tags = await tagsOf(exiftool, photo);
          expect(Object.keys(tags).filter(isPlace).length, photo).toBeGreaterThan(0);
          expect(JSON.stringify(tags), photo).toContain("SentinelPhone");
        }
        const { page } = await (await aPhone(scene)).firstVisit();
        await newStory(page);
        await page.getByLabel("Title", { exact: true }).fill("Чотири фотографії");
        await page.locator("input[type=file]").setInputFiles(photos);
        await page.getByLabel("Caption 4").waitFor();
        await isSaved(page);
        await sealAndSend(page, { photos: true });
        await page.locator("[data-status=sent]").waitFor();

        const [arrived] = await openExported(scene.newsroom, byAge(scene.newsroom, age));
        expect(arrived?.attachments).toHaveLength(kinds.length);
        for (const [index, bytes] of (arrived?.attachments ?? []).entries()) {
          const path = join(folder, `arrived-${index + 1}`);
          await writeFile(path, bytes);
          expect((await sharp(bytes).metadata()).width).toBe(1_200);
          expect(Buffer.from(bytes).includes("Sentinel")).toBe(false);
          const tags = await tagsOf(exiftool, path);
          const told = Object.keys(tags).filter(
            (name) => !allowed.some((pattern) => pattern.test(name)),
          );
          expect(told, `photo ${index + 1}`).toEqual([]);
          // Not the colour profile of some maker's screen.
          expect([undefined, "sRGB"]).toContain(tags["ICC_Profile:ProfileDescription"]);
        }
        expect(JSON.stringify(arrived?.story)).not.toContain("Sentinel");
        scene.watch.assertQuiet();
      } finally {
        await scene.close();
      }
    });
  });
});
