import { createFacts } from "../../../device/facts.ts";
import type { Store } from "../../../device/database.ts";
import { largestSound } from "../../../device/sound-records.ts";
import { addStyleSheet } from "../../ui/style-sheet.ts";
import type { Page } from "../page-model.ts";
import { openMicrophone } from "./microphone.ts";
import { RecorderBar, type RecorderProps } from "./Recorder.tsx";
import { RecordingModel } from "./recording-model.ts";
import sheet from "./sound.css?url";
import { SoundBlock, type SoundPieceProps } from "./SoundPiece.tsx";

// Voices: one chunk, fetched where somebody records or has recorded. The composition root of it: here alone the browser's own
// things are read.

/** Resolves once recordings look as they should. */
export const dress = (): Promise<unknown> => addStyleSheet(document, sheet);

export interface WithStore {
  readonly store: Store;
}

const mostIn = async (store: Store): Promise<number> =>
  largestSound(await createFacts(store).get("limits"));

/** What the phone itself needs to go on is left free. Bytes. */
const reserve = 16 * 1_048_576;

async function roomHere(): Promise<number> {
  const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
  return Math.max(0, quota - usage - reserve);
}

const after = (milliseconds: number, call: () => void): (() => void) => {
  const timer = setTimeout(call, milliseconds);
  return () => clearTimeout(timer);
};

const now = (): number => performance.now();

/** The recorder of a page. */
export function Recorder({ store, ...props }: RecorderProps & WithStore) {
  const createRecording = (page: Page) =>
    new RecordingModel({
      open: (hearing) =>
        openMicrophone(
          {
            mediaDevices: navigator.mediaDevices,
            Recorder: window.MediaRecorder,
            AudioContext: window.AudioContext,
            now,
          },
          hearing,
        ),
      records: async () => (await page.opened())?.records,
      show: page.addSound,
      most: () => mostIn(store),
      room: roomHere,
      after,
      now,
    });
  return <RecorderBar {...props} createRecording={createRecording} />;
}

/** A recording on a page. */
export function SoundPiece({ store, ...props }: SoundPieceProps & WithStore) {
  return <SoundBlock {...props} most={() => mostIn(store)} createSpeaker={() => new Audio()} />;
}
