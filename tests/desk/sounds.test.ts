import { expect, test } from "vitest";
import { openSound } from "../../src/desk/sounds.ts";
import { lengthOfSound, readWebm } from "../../src/protocol/webm.ts";
import type { Attachment } from "../../src/protocol/story.ts";
import { anMp4, aWebm } from "../support/recordings.ts";
import { aKey, anAttachment, seal } from "./desk-support.ts";

const { key, recipient } = await aKey();
const padded = (bytes: Uint8Array): Uint8Array =>
  Uint8Array.from([...bytes, ...new Uint8Array(500)]);

async function open(bytes: Uint8Array, change: Partial<Attachment>) {
  const shown: Blob[] = [];
  const sealed = await seal(recipient, padded(bytes));
  const sound = await openSound(key, sealed, anAttachment(bytes, change), (blob) => {
    shown.push(blob);
    return "blob:shown";
  });
  const [blob] = shown;
  return { sound, heard: blob && new Uint8Array(await blob.arrayBuffer()), type: blob?.type };
}

test("a recording is cut to its true length, checked, and written anew before it is heard", async () => {
  const { sound, heard, type } = await open(aWebm(1_200), { type: "audio/webm" });

  expect(sound).toMatchObject({ kind: "shown", url: "blob:shown" });
  expect(type).toBe("audio/webm");
  expect(lengthOfSound(readWebm(heard!)!)).toBe(1_200);
  expect(Buffer.from(heard!).includes("Sentinel")).toBe(false);
});

test("a recording in MP4 is heard without what its phone added", async () => {
  const { sound, heard } = await open(anMp4(["first"]), { type: "audio/mp4" });

  expect(sound.kind).toBe("shown");
  expect(Buffer.from(heard!).includes("first")).toBe(true);
  expect(Buffer.from(heard!).includes("Sentinel")).toBe(false);
});

test.each<[string, Uint8Array, Partial<Attachment>, string]>([
  ["a page of HTML", new TextEncoder().encode("<script>alert(1)</script>"), {}, "not-a-recording"],
  ["MP4 under the name of WebM", anMp4(["first"]), {}, "not-a-recording"],
  ["one that is shorter than it should be", aWebm(600), { bytes: 9_000_000 }, "not-as-said"],
  ["another than the story names", aWebm(600), { hash: "A".repeat(43) as never }, "not-as-said"],
])("%s is not played", async (_what, bytes, change, why) => {
  const { sound, heard } = await open(bytes, { type: "audio/webm", ...change });

  expect(sound).toEqual({ kind: "unusable", why });
  expect(heard).toBeUndefined();
});

test("one that is not sealed for this desk is not played", async () => {
  const bytes = aWebm(600);

  const sound = await openSound(
    key,
    new Uint8Array(65_536),
    anAttachment(bytes, { type: "audio/webm" }),
    () => "blob:shown",
  );

  expect(sound).toEqual({ kind: "unusable", why: "closed" });
});
