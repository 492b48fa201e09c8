// The app is upgraded over a database of each schema that was ever shipped, with all that an author had in it.
import { afterEach, expect, test } from "vitest";
import { findCaret, keepCaret } from "../../src/device/caret.ts";
import { schemaVersion, type Store } from "../../src/device/database.ts";
import type { Draft } from "../../src/device/draft.ts";
import type { RandomId } from "../../src/protocol/bytes.ts";
import { readStories, stateOf } from "../../src/device/outbox.ts";
import { wordsOf } from "../support/writing.ts";
import { findViolations } from "./promises.ts";
import { aDraftIn, aStoryIn, createWorld, type World } from "./simulator.ts";
import { copyToSchema, shippedSchemas } from "../support/shipped-schemas.ts";

const hour = 3_600_000;
const threeMegabytes = 2_900_000;

let open: World[] = [];
afterEach(async () => {
  for (const world of open) await world.close();
  open = [];
});

/** A phone with a draft, a story that waits, and one whose text has arrived and whose photo is half way. */
async function aPhoneInTheMiddle() {
  const world = await createWorld(23);
  open.push(world);
  const window = world.open();
  const draft = await aDraftIn(window, [70_000]);
  await keepCaret(draft, { piece: 0, at: 5 });
  await draft.close();
  const half = await aStoryIn(window, [threeMegabytes]);
  world.forecast = ({ method, url }) =>
    method === "PUT" && url.includes("/blobs/") ? { diesAfter: 700_000 } : "fair";
  await window.live(1_000);
  world.forecast = () => () => new Response(null, { status: 503 });
  const waiting = await aStoryIn(window);
  // The old app is gone.
  window.faults.kill();
  return { world, draft, stories: [half, waiting] };
}

/** A record as an older app wrote it: its seal names the schema of its day. */
async function resealAs(world: World, version: number): Promise<void> {
  const { disk } = world;
  const drafts = await disk.transact(["drafts"], "readonly", (t) =>
    t.objectStore("drafts").getAll(),
  );
  for (const record of drafts) {
    const key = (await world.keyring.find(record.draft.split("/")[0] as RandomId))!;
    const cipher = await reseal(key, ["drafts", record.draft, record.n], record.cipher, version);
    await put(disk, "drafts", { ...record, cipher });
  }
  for (const record of await readStories(disk)) {
    const key = (await world.keyring.find(record.slot as RandomId))!;
    const own = await reseal(key, ["stories", record.id, "own"], record.own!, version);
    await put(disk, "stories", { ...record, own });
  }
}

async function reseal(
  key: CryptoKey,
  place: readonly (string | number)[],
  cipher: { readonly iv: ArrayBuffer; readonly data: ArrayBuffer },
  version: number,
) {
  const aadOf = (schema: number) => new TextEncoder().encode(JSON.stringify([...place, schema]));
  const name = "AES-GCM";
  const plain = await crypto.subtle.decrypt(
    { name, iv: cipher.iv, additionalData: aadOf(schemaVersion) },
    key,
    cipher.data,
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt(
    { name, iv, additionalData: aadOf(version) },
    key,
    plain,
  );
  return { iv: iv.buffer, data };
}

const put = (disk: Store, name: "drafts" | "stories", record: object): Promise<unknown> =>
  disk.transact([name], "readwrite", (t) => t.objectStore(name).put(record as never));

test("each schema but today's is among those that are tried", () => {
  expect(shippedSchemas.length).toBe(schemaVersion - 1);
});

test.each(shippedSchemas.map((_, at) => at + 1))(
  "23: upgraded from schema %i with a draft, an outbox and a photo half way: all is carried over, and goes",
  async (version) => {
    const { world, draft, stories } = await aPhoneInTheMiddle();
    const before = wordsOf(draft.content);
    const held = (await world.intake.storage.find([stories[0]!]))[0];
    expect(held?.parts.map((part) => part.held)).toEqual([false]);
    expect(world.sentBytes()).toBeGreaterThan(700_000);
    await resealAs(world, version);
    world.disk.close();
    const name = (await indexedDB.databases()).at(-1)!.name!;
    await copyToSchema(name, version);

    const window = world.open();
    const again = (await window.drafts.open(draft.id))!;
    expect(wordsOf(again.content)).toEqual(before);
    expect((await again.findPhoto(1))?.bytes.length).toBe(70_000);
    expect(await findCaret(again)).toMatchObject({ piece: 0, at: 5 });
    await writeOn(again, " Далі.");
    expect((await window.drafts.list())[0]?.words).toBe(6);
    expect(await findViolations(world, stories)).toEqual([]);

    world.forecast = () => "fair";
    const sent = world.sentBytes();
    await window.live(2 * hour);

    expect((await readStories(world.disk)).map((record) => stateOf(record).kind)).toEqual([
      "sent",
      "sent",
    ]);
    expect(await findViolations(world, stories)).toEqual([]);
    // It went on where it was, and did not begin anew.
    expect(world.sentBytes() - sent).toBeLessThan(3 * 1_048_576 - 600_000);
  },
);

const writeOn = (draft: Draft, put: string): ReturnType<Draft["change"]> =>
  draft.change({ kind: "text", piece: 0, at: 28, cut: 0, put });
