import type { Page } from "playwright-core";
import { openWrite } from "./author.ts";
import type { AnyPage } from "./browsers/any-page.ts";
import { until } from "./browsers/waiting.ts";
import { piecesOf, type Sentinel } from "./traces.ts";

/** A Chromium whose microphone hears a beep twice a second, and is allowed without a question. */
export const withMicrophone = {
  args: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
} as const;

/** 'Say it' on My stories: a page with the recorder going on. */
export async function sayIt(page: Page): Promise<void> {
  await openWrite(page);
  await page.getByRole("button", { name: "Say it", exact: true }).click();
  await isRecording(page);
}

/** Resolves when the recorder says that it records. */
export const isRecording = (page: Page): Promise<void> =>
  page
    .getByRole("status")
    .filter({ hasText: /^Recording$/ })
    .waitFor();

/** Ends the recording; resolves when it can be listened to. */
export async function endRecording(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Done", exact: true }).click();
  await page.getByRole("button", { name: "Listen", exact: true }).waitFor();
}

/** Milliseconds that the recorder shows, as far as its first slice is on the disk. */
export const slicesOnDisk = (page: Page): Promise<number> =>
  page.evaluate(`(async () => {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open("soniakh");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const keys = await new Promise((resolve) => {
      const request = database.transaction("drafts").objectStore("drafts").getAllKeys();
      request.onsuccess = () => resolve(request.result);
    });
    database.close();
    return keys.filter(([place, n]) => place.includes("/sound/") && n > 0).length;
  })()`);

/** What a browser makes of a recording: its length as it decodes it and as its element says it, and how loud it is, seek included. */
export interface Heard {
  readonly decoded: number;
  readonly said: number;
  readonly loudest: number;
  readonly seeked: number;
}

/** Plays a file in a page of its own: seconds. */
export async function hear(page: Page, bytes: Uint8Array, type: string): Promise<Heard> {
  return page.evaluate(
    async ([text, kind]) => {
      const file = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
      const context = new OfflineAudioContext(1, 48_000, 48_000);
      const decoded = await context.decodeAudioData(file.slice().buffer);
      const loudest = decoded
        .getChannelData(0)
        .reduce((most, one) => Math.max(most, Math.abs(one)), 0);
      const audio = new Audio(URL.createObjectURL(new Blob([file], { type: kind })));
      const on = (name: string): Promise<unknown> =>
        new Promise((resolve, reject) => {
          audio.addEventListener(name, resolve, { once: true });
          audio.addEventListener("error", () => reject(new Error(audio.error?.message)), {
            once: true,
          });
        });
      await on("loadedmetadata");
      const said = audio.duration;
      audio.currentTime = said / 2;
      await on("seeked");
      return { decoded: decoded.duration, said, loudest, seeked: audio.currentTime };
    },
    [Buffer.from(bytes).toString("base64"), type] as const,
  );
}

/** Hears what a page's recorder gives, before the app has it. To be run in the page before anything is loaded. */
export const besideTheRecorder = `(() => {
  window.recorded = [];
  const start = MediaRecorder.prototype.start;
  MediaRecorder.prototype.start = function (...given) {
    this.addEventListener("dataavailable", async ({ data }) => {
      window.recorded.push([...new Uint8Array(await data.arrayBuffer())]);
    });
    return start.apply(this, given);
  };
})()`;

/** Pieces of what was recorded, once there are so many slices, as they would lie wherever the sound itself lay. */
export async function soundSentinels(
  page: AnyPage,
  name: string,
  slices: number,
): Promise<readonly Sentinel[]> {
  await until(`${slices} slices are recorded`, () =>
    page.read<boolean>(`window.recorded.length >= ${slices}`),
  );
  const recorded = await page.read<readonly (readonly number[])[]>("window.recorded");
  return recorded
    .filter((slice) => slice.length > 100)
    .flatMap((slice, at) => piecesOf(`${name}, slice ${at + 1}`, Uint8Array.from(slice)));
}
