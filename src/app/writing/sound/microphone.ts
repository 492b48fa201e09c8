import { type SoundType, soundTypes } from "../../../device/sound-records.ts";

/** Why there is no recording; each has its words. */
export type MicrophoneTrouble = "denied" | "none" | "busy" | "unsupported" | "failed";

/** What is heard while it records. */
export interface Hearing {
  /** The next slice of the file, and how long it took, in milliseconds without pauses. */
  onSlice(bytes: Uint8Array<ArrayBuffer>, length: number): void;
  /** Something took the microphone for a while: a telephone call, mostly. */
  onMuted(): void;
  /** The microphone is gone; all slices up to here were given. */
  onLost(): void;
}

/** A microphone that records. */
export interface Microphone {
  readonly type: SoundType;
  /** How loud it is at this moment, from 0 to 1. */
  level(): number;
  /** Gives what was recorded so far as a slice; then nothing until it goes on. */
  pause(): void;
  resume(): void;
  /** Lets the microphone go. Resolves when the last slice was given. */
  stop(): Promise<void>;
}

/** What the browser lends. */
export interface MicrophoneWorld {
  readonly mediaDevices: Pick<MediaDevices, "getUserMedia"> | undefined;
  readonly Recorder: typeof MediaRecorder | undefined;
  readonly AudioContext: typeof AudioContext | undefined;
  /** Milliseconds by a clock that nobody sets. */
  readonly now: () => number;
}

/** A slice and its way to the disk together take less than the second that may be lost. Milliseconds. */
const sliceEvery = 800;
/** Enough for a voice to be printed or broadcast: six kilobytes a second. */
export const bitsPerSecond = 48_000;

/** Asks for the microphone and begins at once. Rejects never. */
export async function openMicrophone(
  { mediaDevices, Recorder, AudioContext: Context, now }: MicrophoneWorld,
  hearing: Hearing,
): Promise<Microphone | MicrophoneTrouble> {
  const type = soundTypes.find((one) => Recorder?.isTypeSupported(one));
  if (mediaDevices === undefined || Recorder === undefined || type === undefined)
    return "unsupported";
  let stream: MediaStream;
  try {
    stream = await mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  } catch (error) {
    return troubleOf(error);
  }
  try {
    const recorder = new Recorder(stream, { mimeType: type, audioBitsPerSecond: bitsPerSecond });
    return record(recorder, type, { hearing, now, meter: meterOf(stream, Context) });
  } catch {
    letGo(stream);
    return "failed";
  }
}

function troubleOf(error: unknown): MicrophoneTrouble {
  switch (error instanceof Error ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "none";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "failed";
  }
}

const letGo = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

interface Recording {
  readonly hearing: Hearing;
  readonly now: () => number;
  readonly meter: Meter;
}

function record(
  recorder: MediaRecorder,
  type: SoundType,
  { hearing, now, meter }: Recording,
): Microphone {
  let since: number | undefined = now();
  let unsaid = 0;
  let isAsked = false;
  let given: Promise<void> = Promise.resolve();
  let whenEnded: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (whenEnded = resolve));
  const count = (goesOn: boolean): number => {
    const at = now();
    if (since !== undefined) unsaid += at - since;
    since = goesOn ? at : undefined;
    return Math.round(unsaid);
  };
  recorder.addEventListener("dataavailable", ({ data }) => {
    if (data.size === 0) return;
    const length = count(since !== undefined);
    unsaid = 0;
    // One after another: reading a slice takes longer or shorter.
    given = given.then(async () => {
      hearing.onSlice(new Uint8Array(await data.arrayBuffer()), length);
    });
  });
  recorder.addEventListener("stop", () => {
    letGo(recorder.stream);
    meter.close();
    void given.then(() => {
      whenEnded();
      if (!isAsked) hearing.onLost();
    });
  });
  for (const track of recorder.stream.getAudioTracks())
    track.addEventListener("mute", () => hearing.onMuted());
  recorder.start(sliceEvery);
  return {
    type,
    level: meter.level,
    pause() {
      if (recorder.state !== "recording") return;
      recorder.requestData();
      recorder.pause();
      count(false);
    },
    resume() {
      if (recorder.state !== "paused") return;
      recorder.resume();
      since = now();
    },
    stop() {
      isAsked = true;
      if (recorder.state !== "inactive") recorder.stop();
      return ended;
    },
  };
}

interface Meter {
  level(): number;
  close(): void;
}

/** What the microphone hears, without being heard. */
function meterOf(stream: MediaStream, Context: typeof AudioContext | undefined): Meter {
  if (Context === undefined) return { level: () => 0, close: () => undefined };
  const context = new Context();
  const analyser = context.createAnalyser();
  analyser.fftSize = 2_048;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return Math.min(
        1,
        samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
      );
    },
    // A context that is closed already is as good as closed.
    close: () => void context.close().catch(() => undefined),
  };
}
