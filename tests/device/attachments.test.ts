import { afterEach, describe, expect, test, vi } from "vitest";
import {
  type Attached,
  createAttachments,
  createPictureWorker,
  largestFile,
  type PicturePort,
} from "../../src/device/attachments.ts";
import type { Photo } from "../../src/device/photo-records.ts";
import {
  encodePhoto,
  fitWithin,
  longestSide,
  type PhotoCanvas,
} from "../../src/device/picture-encoding.ts";
import { aDisk, draftsOn } from "../support/device.ts";

const photo: Photo = {
  type: "image/jpeg",
  width: 4,
  height: 3,
  bytes: new Uint8Array(700_000).fill(9),
};
const file = new Blob(["a picture"]);

test("an attached photo is on the disk before the page shows it, and is read back whole", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();

  const attached = await createAttachments({ encode: async () => photo }).addPhoto(draft, file, 0);

  expect(attached).toEqual({ kind: "attached", photo: 1, kept: { kind: "kept" } });
  const again = await draftsOn(disk).open(draft.id);
  expect(again?.content.pieces.map(({ kind }) => kind)).toEqual(["text", "photo", "text"]);
  expect(await again?.findPhoto(1)).toEqual(photo);
});

test("each photo has a number of its own, also after one was taken off the page", async () => {
  const draft = await draftsOn(aDisk()).create();
  const attachments = createAttachments({ encode: async () => photo });
  await attachments.addPhoto(draft, file, 0);
  await draft.change({ kind: "pieces", at: 1, cut: 1, put: [] });

  expect(await attachments.addPhoto(draft, file, 0)).toMatchObject({ photo: 2 });
});

test("nothing of a photo is on the disk in clear", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  const bytes = new TextEncoder().encode("SENTINEL".repeat(1_000));
  await createAttachments({ encode: async () => ({ ...photo, bytes }) }).addPhoto(draft, file, 0);

  const records = await disk
    .store()
    .transact(["drafts"], "readonly", (t) => t.objectStore("drafts").getAll());

  expect(records.some(({ cipher }) => Buffer.from(cipher.data).includes("SENTINEL"))).toBe(false);
});

test.each<[string, Blob, Photo | undefined, Attached["kind"]]>([
  ["a picture that the browser cannot read", file, undefined, "undecodable"],
  [
    "a photo larger than any bucket",
    file,
    { ...photo, bytes: new Uint8Array(51_000_000) },
    "too-big",
  ],
  ["a file too large to be read", { size: largestFile + 1 } as Blob, photo, "too-big"],
])(
  "%s is refused with its reason, and the page stays as it was",
  async (_, given, encoded, kind) => {
    const draft = await draftsOn(aDisk()).create();

    const attached = await createAttachments({ encode: async () => encoded }).addPhoto(
      draft,
      given,
      0,
    );

    expect(attached.kind).toBe(kind);
    expect(draft.content.pieces).toHaveLength(1);
  },
);

test("a HEIC picture is known by its first bytes, and named where the browser cannot read it", async () => {
  const draft = await draftsOn(aDisk()).create();
  const { addPhoto } = createAttachments({ encode: async () => undefined });
  const of = (...parts: readonly BlobPart[]) =>
    addPhoto(draft, new Blob([...parts], { type: "image/jpeg" }), 0);
  const size = new Uint8Array([0, 0, 0, 24]);

  expect(await of(size, "ftypheic")).toEqual({ kind: "undecodable", heic: true });
  expect(await of(size, "ftypmif1")).toEqual({ kind: "undecodable", heic: true });
  expect(await of(size, "ftypisom")).toEqual({ kind: "undecodable", heic: false });
  expect(await of("x")).toEqual({ kind: "undecodable", heic: false });
});

test("a page with forty photos takes no more", async () => {
  const draft = await draftsOn(aDisk()).create();
  const put = Array.from(
    { length: 40 },
    (_, n) => ({ kind: "photo", photo: n + 1, caption: "" }) as const,
  );
  await draft.change({ kind: "pieces", at: 0, cut: 0, put });

  expect(await createAttachments({ encode: async () => photo }).addPhoto(draft, file, 0)).toEqual({
    kind: "too-many",
    most: 40,
  });
});

test("the longest side is at most 2048, the shape is kept, and nothing is enlarged", () => {
  expect(fitWithin(4_000, 3_000)).toEqual({ width: longestSide, height: 1_536 });
  expect(fitWithin(3_000, 4_000)).toEqual({ width: 1_536, height: longestSide });
  expect(fitWithin(100, 50)).toEqual({ width: 100, height: 50 });
  expect(fitWithin(100_000, 1)).toEqual({ width: longestSide, height: 1 });
});

test("the worker's answers find their questions, in any order", async () => {
  const asked: { number: number; file: Blob }[] = [];
  const { port, say } = aPort((message) => void asked.push(message as (typeof asked)[number]));
  const encode = createPictureWorker(port, async () => undefined);

  const [one, other] = [encode(file), encode(file)];
  say("message", { number: asked[1]!.number, answer: { kind: "undecodable" } });
  say("message", { number: asked[0]!.number, answer: { kind: "photo", photo } });

  expect(await one).toEqual(photo);
  expect(await other).toBeUndefined();
});

test("a worker that does not start, or has no canvas, leaves the work to the page", async () => {
  vi.stubGlobal("createImageBitmap", async () => ({
    width: 4_096,
    height: 1_024,
    close: () => undefined,
  }));
  const { port, say } = aPort((message) => {
    const { number } = message as { number: number };
    say("message", { number, answer: { kind: "cannot" } });
  });
  const sizes: [number, number][] = [];
  const encode = createPictureWorker(port, async (_, width, height) => {
    sizes.push([width, height]);
    return new Blob(["jpeg"], { type: "image/jpeg" });
  });

  const first = await encode(file);
  say("error", undefined);
  await encode(file);

  expect(first).toMatchObject({
    width: 2_048,
    height: 512,
    bytes: new TextEncoder().encode("jpeg"),
  });
  expect(sizes).toEqual([
    [2_048, 512],
    [2_048, 512],
  ]);
  vi.unstubAllGlobals();
});

describe("a picture on an old phone", () => {
  const toJpeg: PhotoCanvas = async () => new Blob(["jpeg"], { type: "image/jpeg" });
  afterEach(() => void vi.unstubAllGlobals());

  /** Chrome 109 and Safari 16.4: other words for the orientation, and any unknown one is an error. */
  const oldDecoder = async (_file: Blob, options?: ImageBitmapOptions): Promise<unknown> => {
    if (!["none", "flipY", undefined].includes(options?.imageOrientation))
      throw new TypeError("not a valid enum value of type ImageOrientation");
    return { width: 40, height: 30, close: () => undefined };
  };

  test("is decoded by the oldest browsers that we know", async () => {
    vi.stubGlobal("createImageBitmap", oldDecoder);

    expect(await encodePhoto(file, toJpeg)).toMatchObject({ width: 40, height: 30 });
  });

  test("that its canvas has no memory for is answered for, and never waited for", async () => {
    vi.stubGlobal("createImageBitmap", oldDecoder);
    const noMemory: PhotoCanvas = async () => Promise.reject(new DOMException("", "EncodingError"));

    expect(await encodePhoto(file, noMemory)).toBeUndefined();
  });
});

function aPort(onAsk: (message: unknown) => void): {
  port: PicturePort;
  say(type: string, data: unknown): void;
} {
  const listeners: [string, (event: Event) => void][] = [];
  return {
    port: {
      postMessage: onAsk,
      addEventListener: (type, listener) => void listeners.push([type, listener]),
    },
    say(type, data) {
      for (const [of, listener] of listeners)
        if (of === type) listener(new MessageEvent(type, { data }));
    },
  };
}
