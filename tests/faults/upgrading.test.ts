// The app is upgraded over a database of each schema that was ever shipped, with all that an author had in it.
import { afterEach, expect, test } from "vitest";
import { findCaret, keepCaret } from "../../src/device/caret.ts";
import { schemaVersion } from "../../src/device/database.ts";
import type { Draft } from "../../src/device/draft.ts";
import { readStories, stateOf } from "../../src/device/outbox.ts";
import { wordsOf } from "../support/writing.ts";
import { findViolations } from "./promises.ts";
import { aDraftIn, aStoryIn, createWorld, type World } from "./simulator.ts";
import { makeOlder } from "../support/older-phone.ts";
import { shippedSchemas } from "../support/shipped-schemas.ts";

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
    method === "PUT" && url.includes("/blobs/") && world.sentBytes() > 700_000
      ? { diesAfter: 100_000 }
      : "fair";
  await window.live(1_000);
  world.forecast = () => () => new Response(null, { status: 503 });
  const waiting = await aStoryIn(window);
  // The old app is gone.
  window.faults.kill();
  return { world, draft, stories: [half, waiting] };
}

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
    const name = (await indexedDB.databases()).at(-1)!.name!;
    await makeOlder(world.disk, world.keyring, name, version);

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
