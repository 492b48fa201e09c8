import type { PictureAnswer } from "./attachments.ts";
import { encodePhoto, offscreenCanvas } from "./picture-encoding.ts";

declare const self: DedicatedWorkerGlobalScope;

self.addEventListener("message", ({ data }: MessageEvent<{ number: number; file: Blob }>) => {
  void answer(data.file).then((reply) => self.postMessage({ number: data.number, answer: reply }));
});

async function answer(file: Blob): Promise<PictureAnswer> {
  if (!hasCanvas()) return { kind: "cannot" };
  const photo = await encodePhoto(file, offscreenCanvas);
  return photo === undefined ? { kind: "undecodable" } : { kind: "photo", photo };
}

// Safari has OffscreenCanvas with a 2d context in workers from 16.4.
const hasCanvas = (): boolean =>
  typeof OffscreenCanvas === "function" && new OffscreenCanvas(1, 1).getContext("2d") !== null;
