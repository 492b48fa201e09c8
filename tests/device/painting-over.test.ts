import { expect, test } from "vitest";
import {
  type Mark,
  type Paint,
  paintInWorker,
  paintMarks,
} from "../../src/device/painting-over.ts";
import type { Photo } from "../../src/device/photo-records.ts";
import { DeviceError } from "../../src/device/errors.ts";
import { photoNumbers } from "../../src/device/photo-records.ts";
import { aDisk, type Disk, draftsOn } from "../support/device.ts";

const aPhoto = (fill: number, length: number): Photo => ({
  type: "image/jpeg",
  width: 40,
  height: 30,
  bytes: new Uint8Array(length).fill(fill),
});
const before = aPhoto(1, 900_000);
const after = aPhoto(2, 300_000);

test("the new bytes stand under the old number, on the page and after a restart, and no record of the old is left", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  const number = await draft.addPhoto(before);
  await draft.change({
    kind: "pieces",
    at: 1,
    cut: 0,
    put: [{ kind: "photo", photo: number, caption: "Піч" }],
  });
  const records = await photoRecords(disk);

  expect(await draft.replacePhoto(number, after)).toBe(true);

  const again = await draftsOn(disk).open(draft.id);
  expect(await again?.findPhoto(number)).toEqual(after);
  expect(again?.content.pieces[1]).toEqual({ kind: "photo", photo: number, caption: "Піч" });
  const left = await photoRecords(disk);
  // 900,000 bytes were a head and four chunks; 300,000 are a head and two.
  expect([records.length, left.length]).toEqual([5, 3]);
  const old = new Set(records.map(({ cipher }) => Buffer.from(cipher.data).toString("base64")));
  expect(left.filter(({ cipher }) => old.has(Buffer.from(cipher.data).toString("base64")))).toEqual(
    [],
  );
});

test("undo of a step from before does not bring the old picture back", async () => {
  const draft = await draftsOn(aDisk()).create();
  const number = await draft.addPhoto(before);
  const put = [{ kind: "photo", photo: number, caption: "" }] as const;
  await draft.change({ kind: "pieces", at: 1, cut: 0, put });
  await draft.change({ kind: "pieces", at: 1, cut: 1, put: [] });
  await draft.replacePhoto(number, after);

  await draft.undo();

  expect(await draft.findPhoto(number)).toEqual(after);
});

test("a photo that is gone is not brought back by painting", async () => {
  const disk = aDisk();
  const drafts = draftsOn(disk);
  const draft = await drafts.create();
  const number = await draft.addPhoto(before);
  await draft.change({ kind: "title", at: 0, cut: 0, put: "Піч" });
  await drafts.destroy(draft.id);

  expect(await draft.replacePhoto(number, after)).toBe(false);
  expect(await photoNumbers(disk.store(), draft.id)).toEqual([]);
});

test("where storage refuses, the photo is whole and as it was", async () => {
  const disk = aDisk();
  const store = disk.store();
  let isFull = false;
  const refusing: typeof store = {
    ...store,
    transact: (stores, mode, work, durability) =>
      store.transact(
        stores,
        mode,
        async (transaction) => {
          const done = await work(transaction);
          // Everything was put, and then the disk was full.
          if (isFull) throw new DOMException("", "QuotaExceededError");
          return done;
        },
        durability,
      ),
  };
  const draft = await draftsOn(disk, undefined, refusing).create();
  const number = await draft.addPhoto(before);
  isFull = true;

  await expect(draft.replacePhoto(number, after)).rejects.toThrow(DeviceError);

  isFull = false;
  expect(await draft.findPhoto(number)).toEqual(before);
});

test("marks are drawn in one solid ink, in their order", () => {
  const drawn: string[] = [];
  const paint = new Proxy({} as Paint, {
    get:
      (target, name) =>
      (...args: readonly number[]) =>
        void drawn.push(`${String(name)} ${args.map(Math.round).join(" ")}`.trim()),
    set: (_, name, value) => drawn.push(`${String(name)} = ${String(value)}`) > 0,
  });
  const marks: readonly Mark[] = [
    { kind: "box", x: 1, y: 2, width: 3, height: 4 },
    { kind: "stroke", width: 10, points: [5, 6, 7, 8] },
  ];
  paintMarks(paint, marks);

  expect(drawn.slice(0, 2)).toEqual(["fillStyle = #14150f", "strokeStyle = #14150f"]);
  expect(drawn.slice(4)).toEqual([
    "fillRect 1 2 3 4",
    "beginPath",
    "arc 5 6 5 0 6",
    "fill",
    "beginPath",
    "moveTo 5 6",
    "lineTo 7 8",
    "lineWidth = 10",
    "stroke",
  ]);
});

test("the worker paints, and is let go", async () => {
  const asked: unknown[] = [];
  let isOver = false;
  const painted = await paintInWorker(
    () => {
      const listeners = new Map<string, (event: Event) => void>();
      return {
        addEventListener: (type, listener) => void listeners.set(type, listener),
        postMessage(message) {
          asked.push(message);
          listeners.get("message")?.(new MessageEvent("message", { data: after }));
        },
        terminate: () => void (isOver = true),
      };
    },
    before,
    [],
  );
  expect(painted).toEqual(after);
  expect(asked).toEqual([{ photo: before, marks: [] }]);
  expect(isOver).toBe(true);
});

async function photoRecords(disk: Disk) {
  const all = await disk
    .store()
    .transact(["drafts"], "readonly", (t) => t.objectStore("drafts").getAll());
  return all.filter(({ draft }) => draft.includes("/photo/"));
}
