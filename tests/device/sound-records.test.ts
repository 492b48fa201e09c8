import { expect, test } from "vitest";
import type { Draft } from "../../src/device/draft.ts";
import {
  addSlice,
  beginSound,
  largestSound,
  readSound,
  slicesWithin,
  soundOf,
} from "../../src/device/sound-records.ts";
import type { Limits } from "../../src/protocol/intake.ts";
import { lengthOfSound, readWebm } from "../../src/protocol/webm.ts";
import { aDisk, draftsOn } from "../support/device.ts";
import { anMp4, someSlices } from "../support/recordings.ts";

async function record(draft: Draft, seconds: number): Promise<number> {
  const sound = await beginSound(draft.records, "audio/webm");
  for (const [index, slice] of someSlices(seconds).entries())
    await addSlice(draft.records, sound, index + 1, slice);
  return sound;
}

test("a recording that was never stopped is whole as far as its slices are on the disk", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  const put = [{ kind: "sound", sound: await record(draft, 4), caption: "" }] as const;
  await draft.change({ kind: "pieces", at: 0, cut: 0, put });

  const again = await draftsOn(disk).open(draft.id);
  const sound = (await readSound(again!.records, put[0]))!;

  expect(sound).toMatchObject({ type: "audio/webm", length: 4_020, kept: 4_000 });
  expect(sound.levels).toHaveLength(40);
  expect(lengthOfSound(readWebm(sound.bytes)!)).toBe(4_020);
});

test("shortened, it is that much of it, and the rest stays until the draft is destroyed", async () => {
  const draft = await draftsOn(aDisk()).create();
  const sound = await record(draft, 5);

  const short = (await readSound(draft.records, { sound, slices: 2 }))!;

  expect(short).toMatchObject({ ends: [1_000, 2_000], kept: 5_000 });
  expect(Math.abs(short.length - 2_000)).toBeLessThan(100);
  expect((await readSound(draft.records, { sound }))!.length).toBe(4_980);
});

test("no two recordings of a draft have one number, in two windows either", async () => {
  const disk = aDisk();
  const one = await draftsOn(disk).create();
  await one.change({ kind: "title", at: 0, cut: 0, put: "Хліб" });
  const other = (await draftsOn(disk).open(one.id))!;

  const numbers = await Promise.all(
    [one, other, one, other].map((draft) => beginSound(draft.records, "audio/webm")),
  );

  expect(new Set(numbers).size).toBe(4);
});

test("nothing of a recording is on the disk in clear", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  await record(draft, 2);

  const records = await disk
    .store()
    .transact(["drafts"], "readonly", (t) => t.objectStore("drafts").getAll());

  expect(records).toHaveLength(3);
  for (const { cipher } of records)
    for (const trace of ["OpusHead", "Sentinel"])
      expect(Buffer.from(cipher.data).includes(trace)).toBe(false);
});

test("what was recorded as MP4 is as long as it took, and tells no time", () => {
  const [one, other] = [anMp4(["first"]), anMp4(["first", "second"])];
  const levels = new Uint8Array(0);
  const slices = [
    { length: 900, levels, bytes: one },
    { length: 800, levels, bytes: other.slice(one.length) },
  ];

  const sound = soundOf("audio/mp4", slices)!;

  expect(sound.length).toBe(1_700);
  expect(Buffer.from(sound.bytes).includes("second")).toBe(true);
  expect(Buffer.from(sound.bytes).includes("Sentinel")).toBe(false);
});

test("a number under which nothing is kept, and slices without sound, are no recording", async () => {
  const draft = await draftsOn(aDisk()).create();
  const sound = await beginSound(draft.records, "audio/webm");

  expect(await readSound(draft.records, { sound })).toBeUndefined();
  expect(await readSound(draft.records, { sound: 9 })).toBeUndefined();
});

test("the newsroom's own limit holds where it is known, and the largest bucket always", () => {
  expect(largestSound(undefined)).toBe(48 * 1_048_576 - 65_536);
  expect(largestSound({ attachment: 1_000_000 } as Limits)).toBe(934_464);
  expect(largestSound({ attachment: 1e12 } as Limits)).toBe(48 * 1_048_576 - 65_536);
});

test("as many slices as fit are kept by shortening", async () => {
  const sound = soundOf("audio/webm", someSlices(10))!;

  for (const most of [10_000, 20_000, 30_000]) {
    const slices = slicesWithin(sound, most);
    expect(slices).toBeGreaterThan(0);
    expect(soundOf("audio/webm", someSlices(10), slices)!.bytes.length).toBeLessThanOrEqual(most);
    expect(soundOf("audio/webm", someSlices(10), slices + 2)!.bytes.length).toBeGreaterThan(most);
  }
  expect(slicesWithin(sound, 0)).toBe(0);
});
