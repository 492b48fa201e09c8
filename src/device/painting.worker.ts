import { type Mark, paintOver } from "./painting-over.ts";
import type { Photo } from "./photo-records.ts";

declare const self: DedicatedWorkerGlobalScope;

interface Asked {
  readonly photo: Photo;
  readonly marks: readonly Mark[];
}

self.addEventListener("message", ({ data }: MessageEvent<Asked>) => {
  void paintOver(data.photo, data.marks).then(
    (painted) => self.postMessage(painted),
    // No canvas in workers here: the page does it itself.
    () => self.postMessage(undefined),
  );
});
