import { computed, signal } from "@preact/signals";
import type { DraftRecords } from "../../../device/draft-records.ts";
import { DeviceError } from "../../../device/errors.ts";
import { addSlice, beginSound, type Slice } from "../../../device/sound-records.ts";
import { createModel } from "../../ui/create-model.ts";
import {
  bitsPerSecond,
  type Hearing,
  type Microphone,
  type MicrophoneTrouble,
} from "./microphone.ts";

/** Why a recording stands still or has ended, where its author did not say so. */
export type Interruption =
  /** A telephone call took the microphone. */
  | "muted"
  | "lost"
  /** More than the newsroom takes. */
  | "too-long"
  /** The phone has no room for more. */
  | "no-room"
  /** It was ended before the microphone gave anything. */
  | "nothing"
  /** What was recorded last is not on disk yet: it is tried again for as long as the window is there. */
  | "not-kept";

export type RecordingState =
  | { readonly kind: "asking" }
  | { readonly kind: "refused"; readonly why: MicrophoneTrouble }
  | { readonly kind: "recording" }
  | { readonly kind: "paused"; readonly why?: Interruption }
  | { readonly kind: "ending" }
  | { readonly kind: "ended"; readonly why?: Interruption };

export interface RecordingDeps {
  readonly open: (hearing: Hearing) => Promise<Microphone | MicrophoneTrouble>;
  /** Where slices go; undefined where the draft is gone. Rejects, or gives up, where storage is away. */
  readonly records: () => Promise<DraftRecords | undefined>;
  /** Shows the recording on the page, where it is not: its first slice is on disk. */
  readonly show: (sound: number) => Promise<void>;
  /** Bytes that the newsroom takes, and bytes that the phone has room for. */
  readonly most: () => Promise<number>;
  readonly room: () => Promise<number>;
  /** Calls back after so many milliseconds; gives what stops it. */
  readonly after: (milliseconds: number, call: () => void) => () => void;
  /** Milliseconds by a clock that nobody sets. */
  readonly now: () => number;
}

const tickEvery = 100;
const retryEvery = 5_000;
const askRoomEvery = 5_000;
/** So many levels are drawn while it records. */
const levelsShown = 48;
/** It stops before there is no room for what is still on its way. Milliseconds. */
const leastLeft = 3_000;
const bytesPerMillisecond = bitsPerSecond / 8_000;

/** One recording, from the tap to the last slice on disk. What it shows as recorded was given by the microphone. */
export const RecordingModel = createModel((deps: RecordingDeps) => {
  const state = signal<RecordingState>({ kind: "asking" });
  const elapsed = signal(0);
  const levels = signal<readonly number[]>([]);
  const left = signal<number | undefined>(undefined);
  let microphone: Microphone | undefined;
  let sound: number | undefined;
  let kept = 0;
  let bytes = 0;
  let heard: number[] = [];
  let queue: Slice[] = [];
  let writing: Promise<void> = Promise.resolve();
  let since = 0;
  let counted = 0;
  let most = Infinity;
  let room = Infinity;
  let stopTicking: () => void = () => undefined;
  let stopAsking: () => void = () => undefined;
  let isLeft = false;
  let ending: Promise<void> | undefined;

  const hearing: Hearing = {
    onSlice(slice, length) {
      bytes += slice.length;
      queue.push({ length: Math.min(length, 65_535), levels: levelsOf(heard), bytes: slice });
      heard = [];
      write();
    },
    onMuted: () => halt("muted"),
    onLost() {
      rest();
      settle({ kind: "ended", why: "lost" });
    },
  };

  /** Slices go to disk in their order; the counter moves when storage said so. */
  function write(): void {
    writing = writing.then(async () => {
      try {
        while (queue[0] !== undefined) {
          await keep(queue[0]);
          queue = queue.slice(1);
        }
        const { kind } = state.peek();
        if ((kind === "ended" || kind === "paused") && whyOf(state.peek()) === "not-kept")
          state.value = { kind };
      } catch (error) {
        if (!(error instanceof DeviceError)) reportError(error);
        // Storage refuses: nothing more is recorded before it takes what there is.
        if (microphone !== undefined && state.peek().kind === "recording") halt("not-kept");
        else if (state.peek().kind === "ended") state.value = { kind: "ended", why: "not-kept" };
        deps.after(retryEvery, write);
      }
    });
  }

  async function keep(slice: Slice): Promise<void> {
    const records = await deps.records();
    if (records === undefined || microphone === undefined)
      throw new DeviceError("no-key", "There is no draft for a recording");
    sound ??= await beginSound(records, microphone.type);
    await addSlice(records, sound, kept + 1, slice);
    kept += 1;
    if (kept === 1) await deps.show(sound);
  }

  function tick(): void {
    const level = microphone?.level() ?? 0;
    heard.push(level);
    levels.value = [...levels.peek(), level].slice(-levelsShown);
    elapsed.value = counted + deps.now() - since;
    left.value = leftOf();
    if (left.peek()! <= leastLeft) return void end(most - bytes < room ? "too-long" : "no-room");
    stopTicking = deps.after(tickEvery, tick);
  }

  /** Milliseconds that still fit, by what a millisecond has taken so far. */
  function leftOf(): number {
    const each = Math.max(bytesPerMillisecond, bytes / Math.max(1_000, elapsed.peek()));
    return Math.max(0, Math.min(most - bytes, room) / each);
  }

  async function askRoom(): Promise<void> {
    room = await deps.room().catch(() => Infinity);
    if (!isLeft) stopAsking = deps.after(askRoomEvery, () => void askRoom());
  }

  function goOn(): void {
    since = deps.now();
    state.value = { kind: "recording" };
    tick();
  }

  function rest(): void {
    stopTicking();
    if (state.peek().kind === "recording") counted += deps.now() - since;
    elapsed.value = counted;
  }

  function halt(why?: Interruption): void {
    if (state.peek().kind !== "recording") return;
    rest();
    state.value = { kind: "paused", ...(why === undefined ? {} : { why }) };
    microphone?.pause();
  }

  function settle(next: RecordingState): void {
    isLeft = true;
    stopAsking();
    state.value = next;
  }

  /** Once: whoever asks again waits for the same end. */
  function end(why?: Interruption): Promise<void> {
    ending ??= endOnce(why);
    return ending;
  }

  async function endOnce(why?: Interruption): Promise<void> {
    const { kind } = state.peek();
    if (kind === "asking") isLeft = true;
    if (kind !== "recording" && kind !== "paused") return;
    rest();
    state.value = { kind: "ending" };
    await microphone?.stop();
    await writing;
    // Undo may have taken it off the page while it went on.
    if (sound !== undefined && kept > 0) await deps.show(sound);
    const isKept = queue.length === 0;
    const told = isKept ? (why ?? (kept === 0 ? "nothing" : undefined)) : "not-kept";
    settle({ kind: "ended", ...(told && { why: told }) });
  }

  return {
    state,
    /** Milliseconds that were recorded, pauses not counted. */
    elapsed,
    /** The loudest of each tenth of a second, from 0 to 1, the newest last. */
    levels,
    /** Milliseconds that still fit; undefined while that is not known. */
    left,
    isGoing: computed(() => ["recording", "paused", "ending"].includes(state.value.kind)),
    async begin() {
      [ending, isLeft] = [undefined, false];
      state.value = { kind: "asking" };
      [most] = await Promise.all([deps.most(), askRoom()]);
      const opened = await deps.open(hearing);
      if (typeof opened === "string") return settle({ kind: "refused", why: opened });
      microphone = opened;
      // Whoever left the page before the microphone was allowed does not want it any more.
      if (isLeft) return void opened.stop();
      goOn();
    },
    pause: () => halt(),
    resume() {
      if (state.peek().kind !== "paused") return;
      microphone?.resume();
      goOn();
    },
    /** Ends it. Resolves when all of it is on disk, or storage refused it and is asked again and again. */
    end: () => end(),
  };
});
export type RecordingView = InstanceType<typeof RecordingModel>;

const whyOf = (state: RecordingState): Interruption | undefined =>
  state.kind === "ended" || state.kind === "paused" ? state.why : undefined;

const levelsOf = (heard: readonly number[]): Uint8Array =>
  Uint8Array.from(heard.slice(0, 255), (level) => Math.round(level * 255));
