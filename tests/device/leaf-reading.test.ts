import { expect, test } from "vitest";
import { leafSize, type StoryId } from "../../src/protocol/intake.ts";
import type { Store } from "../../src/device/database.ts";
import { createLeafReading, type LeafRow } from "../../src/device/leaf-reading.ts";
import { putParts, recordsOfPart } from "../../src/device/sealed-parts.ts";
import { anId, aStore } from "../support/device.ts";

const id = anId(1) as StoryId;
const leaves = 11;
const row = (first: number, count: number): LeafRow => ({ id, part: 1, first, count });
const some = Uint8Array.from({ length: leaves * leafSize - 7 }, (_, at) => (at / leafSize) * 16);

/** An attachment of eleven leaves on disk, and how often the disk is asked for some. */
async function anAttachment(): Promise<{ readonly store: Store; readonly asked: () => number }> {
  const store = aStore();
  await store.transact(["parts"], "readwrite", (transaction) =>
    putParts(transaction, recordsOfPart(id, 1, some, new Uint8Array(32 * leaves))),
  );
  let asked = 0;
  const counting: Store = {
    ...store,
    transact(...args) {
      asked += 1;
      return store.transact(...args);
    },
  };
  return { store: counting, asked: () => asked };
}

const expected = ({ first, count }: LeafRow): Uint8Array =>
  some.subarray(first * leafSize, (first + count) * leafSize);

test("what was read ahead is what is asked for next, whether as much is wanted or less, and the disk is not asked again", async () => {
  for (const next of [row(2, 4), row(2, 2), row(2, 1)]) {
    const { store, asked } = await anAttachment();
    const reading = createLeafReading(store);

    const first = await reading.read(row(0, 2));
    reading.readAhead(row(0, 2));
    const then = await reading.read(next);

    expect(Buffer.compare(first, expected(row(0, 2)))).toBe(0);
    expect(Buffer.compare(then, expected(next))).toBe(0);
    expect(asked()).toBe(2);
  }
});

test("what was not read ahead is read when it is asked for: other leaves, more of them, another attachment", async () => {
  const { store, asked } = await anAttachment();
  const reading = createLeafReading(store);

  for (const wanted of [row(5, 1), row(2, 5), row(8, 3)]) {
    reading.readAhead(row(0, 2));
    expect(Buffer.compare(await reading.read(wanted), expected(wanted))).toBe(0);
  }
  reading.readAhead(row(0, 2));
  expect(await reading.read({ ...row(2, 2), part: 2 })).toHaveLength(0);
  expect(asked()).toBe(8);
});

test("a disk that fails while it is read ahead says so to whoever asks", async () => {
  const broken: Store = {
    transact: () => Promise.reject(new Error("no disk")),
    close: () => undefined,
  };
  const reading = createLeafReading(broken);

  reading.readAhead(row(0, 2));

  await expect(reading.read(row(2, 2))).rejects.toThrow("no disk");
});
