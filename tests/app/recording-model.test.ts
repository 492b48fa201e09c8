import { expect, test, vi } from "vitest";
import type {
  Hearing,
  Microphone,
  MicrophoneTrouble,
} from "../../src/app/writing/sound/microphone.ts";
import { RecordingModel } from "../../src/app/writing/sound/recording-model.ts";
import { DeviceError } from "../../src/device/errors.ts";
import type { Draft } from "../../src/device/draft.ts";
import { readSound, type Slice } from "../../src/device/sound-records.ts";
import { aClock, aDisk, draftsOn } from "../support/device.ts";
import { someSlices } from "../support/recordings.ts";
import { someTimers } from "../support/writing.ts";

interface Given {
  answer?: MicrophoneTrouble;
  readonly most?: number;
  readonly room?: number;
}

/** A recorder over a real draft, a microphone that a test speaks into, a clock and timers that it turns. */
async function aRecorder(given: Given = {}) {
  const { most = 1e9, room = 1e9 } = given;
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  await draft.change({ kind: "title", at: 0, cut: 0, put: "Голос" });
  const [clock, timers] = [aClock(), someTimers()];
  const shown: number[] = [];
  let hearing: Hearing | undefined;
  let isFull = false;
  const asked: string[] = [];
  const microphone: Microphone = {
    type: "audio/webm",
    level: () => 0.5,
    pause: () => void asked.push("pause"),
    resume: () => void asked.push("resume"),
    stop: async () => void asked.push("stop"),
  };
  const records: Draft["records"] = {
    ...draft.records,
    put: (...record) =>
      isFull
        ? Promise.reject(new DeviceError("storage-full", "full"))
        : draft.records.put(...record),
  };
  const model = new RecordingModel({
    open: async (listens) => {
      hearing = listens;
      return given.answer ?? microphone;
    },
    records: async () => records,
    show: async (sound) => void shown.push(sound),
    most: async () => most,
    room: async () => room,
    after: timers.after,
    now: clock.now,
  });
  const slices = someSlices(8);
  const hear = (n: number): Slice => {
    const slice = slices[n]!;
    hearing?.onSlice(Uint8Array.from(slice.bytes), 1_000);
    return slice;
  };
  return {
    model,
    draft,
    shown,
    asked,
    hear,
    fill: (yes: boolean) => void (isFull = yes),
    mute: () => hearing?.onMuted(),
    lose: () => hearing?.onLost(),
    turn(milliseconds: number) {
      clock.turn(milliseconds);
      timers.run();
    },
  };
}

const onDisk = (draft: Draft): Promise<number> => draft.records.count("sound/1");

test("each slice is on the disk before the next, and the page shows the recording after the first", async () => {
  const { model, draft, shown, hear } = await aRecorder();
  await model.begin();
  expect(model.state.value.kind).toBe("recording");
  expect(shown).toEqual([]);

  hear(0);
  await vi.waitFor(() => expect(shown).toEqual([1]));
  expect(await onDisk(draft)).toBe(2);
  hear(1);
  await vi.waitFor(async () => expect(await onDisk(draft)).toBe(3));

  // Nobody ended it: what is there is whole.
  expect((await readSound(draft.records, { sound: 1 }))!.ends).toEqual([1_000, 2_000]);
});

test("at its end it is shown once more: undo may have taken it off the page", async () => {
  const { model, shown, hear } = await aRecorder();
  await model.begin();
  hear(0);
  await model.end();

  expect(shown).toEqual([1, 1]);
});

test("time and levels are shown as it goes, and stand still in a pause", async () => {
  const { model, asked, turn } = await aRecorder();
  await model.begin();
  turn(100);
  turn(900);
  expect(model.elapsed.value).toBe(1_000);
  expect(model.levels.value.length).toBe(3);

  model.pause();
  turn(60_000);
  expect(model.elapsed.value).toBe(1_000);
  expect(model.state.value).toEqual({ kind: "paused" });
  model.resume();
  turn(500);

  expect(model.elapsed.value).toBe(1_500);
  expect(asked).toEqual(["pause", "resume"]);
});

test.each(["denied", "none", "busy", "unsupported", "failed"] as const)(
  "a microphone that is not to be had (%s) is said with its reason, and can be asked for again",
  async (answer) => {
    const { model } = await aRecorder({ answer });

    await model.begin();

    expect(model.state.value).toEqual({ kind: "refused", why: answer });
    expect(model.isGoing.value).toBe(false);
  },
);

test("a call pauses the recording; what was recorded stays, and it goes on when its author says so", async () => {
  const { model, draft, hear, mute, asked } = await aRecorder();
  await model.begin();
  hear(0);

  mute();
  expect(model.state.value).toEqual({ kind: "paused", why: "muted" });
  model.resume();
  hear(1);
  await model.end();

  expect(asked).toEqual(["pause", "resume", "stop"]);
  expect(model.state.value).toEqual({ kind: "ended" });
  expect(await onDisk(draft)).toBe(3);
});

test("a microphone that goes away ends the recording, and says so; what was recorded stays", async () => {
  const { model, draft, hear, lose } = await aRecorder();
  await model.begin();
  hear(0);

  lose();

  expect(model.state.value).toEqual({ kind: "ended", why: "lost" });
  await vi.waitFor(async () => expect(await onDisk(draft)).toBe(2));
});

test("it stops, and says why, before it is longer than the newsroom takes", async () => {
  const { model, asked, hear, turn } = await aRecorder({ most: 50_000 });
  await model.begin();
  turn(100);
  // Six bytes a millisecond, until it is known better.
  expect(model.left.value).toBeCloseTo(50_000 / 6, 0);

  for (const n of [0, 1, 2, 3, 4, 5, 6, 7]) hear(n);
  expect(model.state.value.kind).toBe("recording");
  turn(7_000);

  await vi.waitFor(() => expect(model.state.value).toEqual({ kind: "ended", why: "too-long" }));
  expect(asked).toEqual(["stop"]);
});

test("it stops, and says why, before the phone is full", async () => {
  const { model, turn } = await aRecorder({ room: 10_000 });
  await model.begin();
  turn(100);

  await vi.waitFor(() => expect(model.state.value).toEqual({ kind: "ended", why: "no-room" }));
});

test("a slice that storage refuses stops the recording, waits in memory, and is put down when there is room", async () => {
  const { model, draft, hear, fill, turn, asked } = await aRecorder();
  await model.begin();
  hear(0);
  await vi.waitFor(async () => expect(await onDisk(draft)).toBe(2));
  fill(true);

  hear(1);
  await vi.waitFor(() => expect(model.state.value).toEqual({ kind: "paused", why: "not-kept" }));
  hear(2);
  expect(asked).toEqual(["pause"]);
  await model.end();
  expect(model.state.value).toEqual({ kind: "ended", why: "not-kept" });

  fill(false);
  turn(5_000);
  await vi.waitFor(() => expect(model.state.value).toEqual({ kind: "ended" }));
  const sound = (await readSound(draft.records, { sound: 1 }))!;
  expect(sound.ends).toEqual([1_000, 2_000, 3_000]);
});

test("a recording that ends before anything was heard says so, and another try records", async () => {
  const { model, draft, shown, hear } = await aRecorder();
  await model.begin();

  await model.end();
  expect(model.state.value).toEqual({ kind: "ended", why: "nothing" });
  expect(shown).toEqual([]);
  await model.begin();
  hear(0);
  await model.end();

  expect(model.state.value).toEqual({ kind: "ended" });
  expect(await onDisk(draft)).toBe(2);
});

test("whoever asks for the end twice waits for the same one", async () => {
  const { model, draft, hear, asked } = await aRecorder();
  await model.begin();
  hear(0);
  hear(1);

  const first = model.end();
  await model.end();
  expect(await onDisk(draft)).toBe(3);
  await first;

  expect(asked).toEqual(["stop"]);
});

test("a microphone that was refused is asked for again by another try, and records then", async () => {
  const given: Given = { answer: "busy" };
  const { model, hear, draft } = await aRecorder(given);
  await model.begin();
  // The page was sent meanwhile: nothing goes on.
  await model.end();
  expect(model.state.value.kind).toBe("refused");

  delete given.answer;
  await model.begin();
  expect(model.state.value.kind).toBe("recording");
  hear(0);
  await model.end();

  expect(await onDisk(draft)).toBe(2);
});

test("whoever leaves before the microphone is allowed records nothing", async () => {
  const { model, asked, draft } = await aRecorder();
  const begun = model.begin();

  await model.end();
  await begun;

  expect(asked).toEqual(["stop"]);
  expect(await onDisk(draft)).toBe(0);
});
