import { signal } from "@preact/signals";
import { routes } from "../../protocol/routes.ts";

/** A file that somebody handed to the app from outside; `undefined` inside is something that was no file. */
export const arrivingFile = signal<{ readonly file: Blob | undefined } | undefined>(undefined);

const isPage = (item: DataTransferItem): boolean =>
  item.kind === "file" && /^(text\/html|)$/.test(item.type);

/** Takes files that are dropped on the window, except while somebody writes; calls `onFile` when one is there. */
export function catchDrops(window: Window, isWriting: () => boolean, onFile: () => void): void {
  window.addEventListener("dragover", (event) => {
    const items = Array.from(event.dataTransfer?.items ?? []);
    if (!isWriting() && items.some(isPage)) event.preventDefault();
  });
  window.addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (file === undefined || isWriting()) return;
    event.preventDefault();
    arrivingFile.value = { file };
    onFile();
  });
}

/** The cache in which the worker leaves what another app shared, until this page takes it. */
const shared = "shared";

/** Takes what another app shared with this one, once; undefined where nothing was. */
export async function takeShared(
  caches: CacheStorage,
): Promise<{ readonly file: Blob | undefined } | undefined> {
  const cache = await caches.open(shared);
  const answer = await cache.match(routes.take);
  await caches.delete(shared);
  if (answer === undefined) return undefined;
  const file = await answer.blob();
  return { file: file.size > 0 ? file : undefined };
}
