import { signal } from "@preact/signals";

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
