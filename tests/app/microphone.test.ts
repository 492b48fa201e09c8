import { expect, test, vi } from "vitest";
import { type Hearing, openMicrophone } from "../../src/app/writing/sound/microphone.ts";
import { aClock } from "../support/device.ts";

/** As much of a browser's recorder as is relied upon; the real one records in the journeys. */
class FakeRecorder extends EventTarget {
  static supported: readonly string[] = ["audio/webm", "audio/mp4"];
  static isTypeSupported = (type: string): boolean => FakeRecorder.supported.includes(type);
  static last: FakeRecorder;
  state: RecordingState = "inactive";
  readonly stream: MediaStream;
  readonly options: MediaRecorderOptions;
  constructor(stream: MediaStream, options: MediaRecorderOptions) {
    super();
    [this.stream, this.options] = [stream, options];
    FakeRecorder.last = this;
  }
  start(): void {
    this.state = "recording";
  }
  pause(): void {
    this.state = "paused";
  }
  resume(): void {
    this.state = "recording";
  }
  requestData(): void {
    this.give("asked for");
  }
  stop(): void {
    this.state = "inactive";
    this.give("last");
    this.dispatchEvent(new Event("stop"));
  }
  give(text: string): void {
    this.dispatchEvent(Object.assign(new Event("dataavailable"), { data: new Blob([text]) }));
  }
}

function aStream() {
  const track = Object.assign(new EventTarget(), { stopped: false, stop: () => undefined });
  track.stop = () => void (track.stopped = true);
  const stream = { getTracks: () => [track], getAudioTracks: () => [track] };
  return { track, stream: stream as unknown as MediaStream };
}

function aRoom(answer: () => Promise<MediaStream>) {
  const clock = aClock();
  const heard: [string, number][] = [];
  const hearing: Hearing = {
    onSlice: (bytes, length) => void heard.push([new TextDecoder().decode(bytes), length]),
    onMuted: vi.fn<() => void>(),
    onLost: vi.fn<() => void>(),
  };
  const open = () =>
    openMicrophone(
      {
        mediaDevices: { getUserMedia: answer },
        Recorder: FakeRecorder as unknown as typeof MediaRecorder,
        AudioContext: undefined,
        now: clock.now,
      },
      hearing,
    );
  return { clock, heard, hearing, open };
}

async function opened(room: ReturnType<typeof aRoom>) {
  const microphone = await room.open();
  if (typeof microphone === "string") throw new Error(microphone);
  return microphone;
}

test.each([
  ["NotAllowedError", "denied"],
  ["SecurityError", "denied"],
  ["NotFoundError", "none"],
  ["OverconstrainedError", "none"],
  ["NotReadableError", "busy"],
  ["AbortError", "busy"],
  ["TypeError", "failed"],
])("a browser that answers %s says: %s", async (name, why) => {
  const room = aRoom(() => Promise.reject(new DOMException("", name)));

  expect(await room.open()).toBe(why);
});

test.each([
  ["no recorder", { Recorder: undefined }],
  ["no microphone's door, as over plain HTTP", { mediaDevices: undefined }],
])("a browser with %s cannot, and says so", async (_what, change) => {
  const hearing = aRoom(async () => aStream().stream).hearing;
  const world = {
    mediaDevices: { getUserMedia: async () => aStream().stream },
    Recorder: FakeRecorder as unknown as typeof MediaRecorder,
    AudioContext: undefined,
    now: () => 0,
    ...change,
  };

  expect(await openMicrophone(world, hearing)).toBe("unsupported");
});

test("WebM is taken where there is a choice, MP4 where there is none, and otherwise nothing", async () => {
  const types = [];
  for (const supported of [["audio/webm", "audio/mp4"], ["audio/mp4"], []]) {
    FakeRecorder.supported = supported;
    const microphone = await aRoom(async () => aStream().stream).open();
    types.push(typeof microphone === "string" ? microphone : microphone.type);
  }
  FakeRecorder.supported = ["audio/webm", "audio/mp4"];

  expect(types).toEqual(["audio/webm", "audio/mp4", "unsupported"]);
});

test("a pause gives what was recorded up to it at once, and does not count", async () => {
  const room = aRoom(async () => aStream().stream);
  const microphone = await opened(room);
  room.clock.turn(800);
  FakeRecorder.last.give("first");
  room.clock.turn(300);
  microphone.pause();
  room.clock.turn(60_000);
  microphone.resume();
  room.clock.turn(500);
  FakeRecorder.last.give("second");
  await microphone.stop();

  expect(room.heard).toEqual([
    ["first", 800],
    ["asked for", 300],
    ["second", 500],
    ["last", 0],
  ]);
});

test("slices come in their order, also where one takes longer to read, and the last before the end", async () => {
  const room = aRoom(async () => aStream().stream);
  const microphone = await opened(room);
  const slow = new Blob(["slow"]);
  const read = Promise.withResolvers<ArrayBuffer>();
  slow.arrayBuffer = () => read.promise;
  FakeRecorder.last.dispatchEvent(Object.assign(new Event("dataavailable"), { data: slow }));
  FakeRecorder.last.give("quick");
  const stopped = microphone.stop();

  read.resolve(new TextEncoder().encode("slow").buffer);
  await stopped;

  expect(room.heard.map(([text]) => text)).toEqual(["slow", "quick", "last"]);
});

test("a call is told, and so is a microphone that goes away; at its own end nothing is", async () => {
  const { stream, track } = aStream();
  const room = aRoom(async () => stream);
  const microphone = await opened(room);

  track.dispatchEvent(new Event("mute"));
  expect(room.hearing.onMuted).toHaveBeenCalledOnce();
  await microphone.stop();
  expect(room.hearing.onLost).not.toHaveBeenCalled();
  expect(track.stopped).toBe(true);

  await opened(room);
  FakeRecorder.last.stop();
  await vi.waitFor(() => expect(room.hearing.onLost).toHaveBeenCalledOnce());
  expect(room.heard.at(-1)?.[0]).toBe("last");
});
