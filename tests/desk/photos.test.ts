import { expect, test } from "vitest";
import { type Drawing, openPhoto } from "../../src/desk/photos.ts";
import { findPictureSize } from "../../src/desk/picture-size.ts";
import { aKey, anAttachment, jpegBytes, seal } from "./desk-support.ts";

const { key, recipient } = await aKey();

/** A browser that draws whatever it is given, and remembers what that was. */
function aBrowser() {
  const drawn: Blob[] = [];
  const drawing: Drawing = {
    redraw: async (picture) => {
      drawn.push(picture);
      return new Blob(["drawn anew"]);
    },
    show: () => "blob:shown",
  };
  return { drawn, drawing };
}

const padded = (bytes: Uint8Array): Uint8Array =>
  Uint8Array.from([...bytes, ...new Uint8Array(500)]);

test("a photo is cut to its true length, checked, and drawn anew", async () => {
  const { drawn, drawing } = aBrowser();
  const bytes = jpegBytes(1_600, 1_200);

  const photo = await openPhoto(
    key,
    await seal(recipient, padded(bytes)),
    anAttachment(bytes),
    drawing,
  );

  if (photo.kind !== "shown") throw new Error(photo.kind);
  expect(await photo.picture.text()).toBe("drawn anew");
  expect(new Uint8Array(await drawn[0]!.arrayBuffer())).toEqual(bytes);
});

test("a photo that is not the one that the story names is not shown", async () => {
  const { drawn, drawing } = aBrowser();
  const bytes = jpegBytes(1_600, 1_200);
  const swapped = jpegBytes(1_601, 1_200);

  const answers = [
    await openPhoto(key, await seal(recipient, padded(swapped)), anAttachment(bytes), drawing),
    await openPhoto(
      key,
      await seal(recipient, bytes),
      anAttachment(bytes, { bytes: 5_000_000 }),
      drawing,
    ),
    await openPhoto(key, new Uint8Array(65_536), anAttachment(bytes), drawing),
  ];

  expect(answers.map((photo) => photo.kind === "unusable" && photo.why)).toEqual([
    "not-as-said",
    "not-as-said",
    "closed",
  ]);
  expect(drawn).toEqual([]);
});

test("a small file that claims a gigantic picture never reaches the decoder", async () => {
  const { drawn, drawing } = aBrowser();
  const bomb = jpegBytes(65_535, 65_535);

  const photo = await openPhoto(key, await seal(recipient, bomb), anAttachment(bomb), drawing);

  expect(photo).toEqual({ kind: "unusable", why: "too-large" });
  expect(drawn).toEqual([]);
});

test.each([
  "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
  "%PDF-1.7 and a page",
  "<html><script>alert(1)</script>",
])("what only calls itself a photo is none: %s", async (text) => {
  const { drawn, drawing } = aBrowser();
  const bytes = new TextEncoder().encode(text.padEnd(200));

  const photo = await openPhoto(key, await seal(recipient, bytes), anAttachment(bytes), drawing);

  expect(photo).toEqual({ kind: "unusable", why: "not-a-picture" });
  expect(drawn).toEqual([]);
});

test("a picture that the browser cannot decode is a sentence, not an error", async () => {
  const bytes = jpegBytes(100, 100);
  const failing: Drawing = { redraw: () => Promise.reject(new Error("damaged")), show: () => "" };

  const photo = await openPhoto(key, await seal(recipient, bytes), anAttachment(bytes), failing);

  expect(photo).toEqual({ kind: "unusable", why: "not-a-picture" });
});

test("the size of a WebP is read in each of its three forms, and of nothing else", () => {
  const webp = (chunk: string, rest: readonly number[]) =>
    Uint8Array.from([
      ...ascii("RIFF"),
      0,
      0,
      0,
      0,
      ...ascii("WEBP"),
      ...ascii(chunk),
      ...rest,
      ...Array<number>(20).fill(0),
    ]);

  expect(
    findPictureSize(webp("VP8X", [0, 0, 0, 0, 0, 0, 0, 0, 0x3f, 6, 0, 0xaf, 4, 0])),
  ).toMatchObject({ width: 1_600, height: 1_200 });
  expect(
    findPictureSize(webp("VP8 ", [0, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 0x40, 6, 0xb0, 4])),
  ).toMatchObject({ width: 1_600, height: 1_200 });
  expect(findPictureSize(webp("VP8L", [0, 0, 0, 0, 0x2f, 0x3f, 0xc6, 0x2b, 1]))).toMatchObject({
    width: 1_600,
    height: 1_200,
  });
  expect(findPictureSize(webp("ABCD", []))).toBeUndefined();
  expect(
    findPictureSize(Uint8Array.from([0xff, 0xd8, ...Array<number>(100).fill(0xff)])),
  ).toBeUndefined();
});

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));
