import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import type { AnyPage } from "./browsers/any-page.ts";
import { until } from "./browsers/waiting.ts";

/** What the file made on this page is, once it was saved, as the browser wrote it to the disk. */
export async function savedFile(
  page: Page,
  press: () => Promise<void>,
): Promise<{ readonly name: string; readonly bytes: Buffer; readonly path: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  const path = await download.path();
  return { name: download.suggestedFilename(), bytes: await readFile(path), path };
}

/** Drops a file on the window, as from a folder beside it: where the page lets it, as a browser would ask. */
export async function dropFile(
  page: AnyPage,
  bytes: Uint8Array,
  name = "statti.html",
): Promise<void> {
  const base64 = Buffer.from(bytes).toString("base64");
  await until("the page takes what is dropped", () =>
    page.read<boolean>(`(() => {
      const letters = atob(${JSON.stringify(base64)});
      const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], ${JSON.stringify(name)}, { type: "text/html" }));
      const tell = (kind) => {
        const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
        return !document.body.dispatchEvent(event);
      };
      return tell("dragover") && tell("drop");
    })()`),
  );
}
