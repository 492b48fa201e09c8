// W6: a photo of twelve megapixels from the gallery until it is durable.
import { createAttachments, createPictureWorker } from "../../src/device/attachments.ts";
import { encodePhoto, offscreenCanvas } from "../../src/device/picture-encoding.ts";
import type { BenchPhone } from "./phone.ts";
import { middle } from "./typing.ts";

const runs = 7;

export interface PhotoFigures {
  readonly durable: number;
  /** Decoding, scaling and encoding alone. */
  readonly alone: number;
  /** The longest task of the page meanwhile; 0 where none was over 50 ms. */
  readonly longest: number;
  readonly bytes: number;
}

export async function photos(phone: BenchPhone): Promise<PhotoFigures> {
  const file = await aPhoto();
  const worker = new Worker(new URL("../../src/device/pictures.worker.ts", import.meta.url), {
    type: "module",
  });
  const attachments = createAttachments({ encode: createPictureWorker(worker, offscreenCanvas) });
  const draft = await phone.drafts.create();
  const tasks: number[] = [];
  const durable: number[] = [];
  const alone: number[] = [];
  for (let run = 0; run <= runs; run += 1) {
    const before = performance.now();
    await encodePhoto(file, offscreenCanvas);
    const between = performance.now();
    const observer = new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    );
    observer.observe({ type: "longtask" });
    const begun = performance.now();
    const attached = await attachments.addPhoto(draft, file, 0);
    if (attached.kind !== "attached") throw new Error(attached.kind);
    const ended = performance.now();
    // Long tasks are told a little later.
    await new Promise((resolve) => setTimeout(resolve, 200));
    observer.disconnect();
    if (run === 0) tasks.length = 0;
    else {
      alone.push(between - before);
      durable.push(ended - begun);
    }
  }
  worker.terminate();
  await phone.drafts.destroy(draft.id);
  const longest = Math.max(0, ...tasks);
  return { durable: middle(durable), alone: middle(alone), longest, bytes: file.size };
}

/** 4,000 × 3,000 with as much detail as a camera's: shapes over noise. */
async function aPhoto(): Promise<Blob> {
  const canvas = new OffscreenCanvas(4_000, 3_000);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  const noise = new ImageData(400, 300);
  for (let at = 0; at < noise.data.length; at += 4) {
    const grey = 96 + Math.floor(Math.random() * 64);
    noise.data.set([grey, grey + 8, grey - 8, 255], at);
  }
  context.drawImage(await createImageBitmap(noise), 0, 0, 4_000, 3_000);
  for (let n = 0; n < 4_000; n += 1) {
    context.fillStyle = `hsl(${Math.random() * 360} 40% ${20 + Math.random() * 60}%)`;
    context.fillRect(Math.random() * 4_000, Math.random() * 3_000, 60, 40);
  }
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 });
}
