import { concat } from "../protocol/bytes.ts";
import { attachmentBuckets, type Limits } from "../protocol/intake.ts";
import { cleanMp4 } from "../protocol/mp4.ts";
import { lengthOfSound, readWebm, writeWebm } from "../protocol/webm.ts";
import type { DraftRecords } from "./draft-records.ts";

/** How browsers record a voice, the better one first: WebM says nothing of when it was made. */
export const soundTypes = ["audio/webm", "audio/mp4"] as const;
export type SoundType = (typeof soundTypes)[number];

/** A second of a recording, or less: what the recorder gave, how long it took, and how loud it was. */
export interface Slice {
  /** Milliseconds, pauses not counted. */
  readonly length: number;
  /** From 0 to 255, about ten a second. */
  readonly levels: Uint8Array;
  readonly bytes: Uint8Array;
}

/** A whole recording as it is played and sent: without the time when it was made. */
export interface Sound {
  readonly type: SoundType;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Milliseconds. */
  readonly length: number;
  readonly levels: Uint8Array;
  /** Where each slice that it is made of ends, in milliseconds: it can be shortened there. */
  readonly ends: readonly number[];
  /** How long all slices are that are kept; more than `length` where it was shortened. */
  readonly kept: number;
}

/** A recording as a page names it. */
export interface SoundPlace {
  readonly sound: number;
  readonly slices?: number;
}

const rowOf = (sound: number): string => `sound/${sound}`;

/** Takes a number that no recording of this draft has, not even one that was taken off the page. */
export async function beginSound(records: DraftRecords, type: SoundType): Promise<number> {
  const head = Uint8Array.of(soundTypes.indexOf(type));
  for (let sound = 1; ; sound += 1) if (await records.put(rowOf(sound), 0, head)) return sound;
}

/** Keeps slice `n`, from 1. It is on disk when this resolves: whatever happens then, it can be heard. */
export async function addSlice(
  records: DraftRecords,
  sound: number,
  n: number,
  { length, levels, bytes }: Slice,
): Promise<void> {
  const head = Uint8Array.of(length >> 8, length & 255, levels.length);
  await records.put(rowOf(sound), n, concat(head, levels, bytes));
}

function readSlice(record: Uint8Array): Slice {
  const [high = 0, low = 0, count = 0] = record;
  return {
    length: high * 256 + low,
    levels: record.subarray(3, 3 + count),
    bytes: record.subarray(3 + count),
  };
}

/** A recording's slices as they were recorded; undefined where there is none. */
export async function readSlices(
  records: Pick<DraftRecords, "read">,
  { sound, slices }: SoundPlace,
): Promise<{ readonly type: SoundType; readonly slices: readonly Slice[] } | undefined> {
  const [head, ...rest] = await records.read(rowOf(sound));
  const type = soundTypes[head?.[0] ?? -1];
  return type && { type, slices: rest.map(readSlice).slice(0, slices) };
}

/**
 * A recording out of its slices, also where nobody stopped it: what is on disk is whole. Undefined where there is none.
 * Throws {@link DeviceError} `damaged` where a slice does not open.
 */
export async function readSound(
  records: DraftRecords,
  { sound, slices: most }: SoundPlace,
): Promise<Sound | undefined> {
  const [head, ...rest] = await records.read(rowOf(sound));
  const type = soundTypes[head?.[0] ?? -1];
  const all = rest.map(readSlice);
  return type === undefined ? undefined : soundOf(type, all, most);
}

/** Slices as one recording, at most so many of them; undefined where there is no sound in them. */
export function soundOf(
  type: SoundType,
  all: readonly Slice[],
  most = all.length,
): Sound | undefined {
  const slices = all.slice(0, most);
  const joined = concat(...slices.map(({ bytes }) => bytes));
  const file = type === "audio/webm" ? webmOf(joined) : mp4Of(joined, slices);
  return (
    file && {
      type,
      ...file,
      levels: concat(...slices.map(({ levels }) => levels)),
      ends: endsOf(slices),
      kept: endsOf(all).at(-1) ?? 0,
    }
  );
}

function endsOf(slices: readonly Slice[]): readonly number[] {
  let end = 0;
  return slices.map(({ length }) => (end += length));
}

type File = Pick<Sound, "bytes" | "length">;

function webmOf(joined: Uint8Array): File | undefined {
  const read = readWebm(joined);
  return read && { bytes: writeWebm(read), length: Math.round(lengthOfSound(read)) };
}

function mp4Of(joined: Uint8Array, slices: readonly Slice[]): File | undefined {
  const bytes = cleanMp4(joined);
  return bytes && { bytes, length: slices.reduce((sum, { length }) => sum + length, 0) };
}

/** What the seal adds to a file, at most. Bytes. */
const sealing = 65_536;

/** The longest recording that the newsroom takes, in bytes: by its own limits where this phone knows them. */
export const largestSound = (limits: Limits | undefined): number =>
  Math.min(limits?.attachment ?? Infinity, attachmentBuckets.at(-1) ?? 0) - sealing;

/** How many slices fit into so many bytes, of a recording that is larger: its bytes are spread evenly over its length. */
export function slicesWithin({ bytes, ends }: Sound, most: number): number {
  const until = ((most - fileItself) / bytes.length) * (ends.at(-1) ?? 0);
  return ends.filter((end) => end <= until).length;
}

/** What a file needs beside its sound. Bytes. */
const fileItself = 1_024;
