import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, expect, test } from "vitest";
import { type Hash, toBase64url } from "../../src/protocol/bytes.ts";
import type { StoryId } from "../../src/protocol/intake.ts";
import type { Store, StoreName, Transaction } from "../../src/device/database.ts";
import type { DeliveryRequests } from "../../src/device/delivery.ts";
import { readStories, stateOf } from "../../src/device/outbox.ts";
import { findViolations } from "./promises.ts";
import {
  aDraftIn,
  aStoryIn,
  type Bend,
  createWorld,
  type Weather,
  type World,
} from "./simulator.ts";

// The simulator is only worth something if it sees what it is there for. Each bug here is one that a peer has or had
// (Workbox: any HTTP answer counts as delivered, and an entry is off the disk while its request is under way;
// Collect: the row in one transaction, its files in others), planted through the seams and not by changing the code.

const hour = 3_600_000;
const aPhoto = 150_000;

let open: World[] = [];
afterEach(async () => {
  for (const world of open) await world.close();
  open = [];
});

/** Sends one story while its n-th request meets this weather; gives what the simulator finds wrong. */
async function violationsOf(
  bend: Bend,
  weather: Weather,
  from: number,
): Promise<readonly string[]> {
  const world = await createWorld(1);
  open.push(world);
  const id = await aStoryIn(world.open());
  world.forecast = (_, number) => (number < from ? "fair" : weather);
  const window = world.open({ bend });
  await window.live(hour);
  return findViolations(world, [id]);
}

/** What the same histories that the product passes say about each bug of `histories/planted.ts`. */
const mostSeeds = 1_000;
const found = new Map<string, { readonly seed: number; readonly wrong: readonly string[] }>();
beforeAll(async () => {
  const main = fileURLToPath(new URL("histories/planted-main.ts", import.meta.url));
  const child = spawn(process.execPath, [main, String(mostSeeds)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for (const line of (await text(child.stdout)).trimEnd().split("\n")) {
    const { bug, ...what } = JSON.parse(line) as { bug: string; seed: number; wrong: string[] };
    found.set(bug, what);
  }
}, 900_000);

test.each([
  ["a 500 counts as sent", /^I3: the receipt of .+ does not fit/],
  ["a page of a captive portal counts as sent", /^I3: the receipt of .+ does not fit/],
  ["a story is removed before its receipt", /^I1: .+ is on neither side/],
  ["a story is sent before it is stored", /^I2: a row for .+, which nobody sealed/],
  ["sealing takes several transactions", /^I[13]: /],
  ["a receipt counts before it is on disk", /^I3: .+ is sent without a receipt on disk/],
  ["the text's receipt counts for the photos too", /^I3: .+ is sent, and parts are missing/],
  ["what waits for a week by the clock is dropped", /^I1: .+ is on neither side/],
  ["nothing is locked", /^I2: two windows send at once/],
  ["a refused story is tried again, before all others", /^I1: .+ is waiting after a quiet time/],
  ["another window's words are overwritten", /^I1: the word .+ was kept, and is in no draft/],
  ["a newsroom in trouble is asked again at once", /hears 21 requests/],
  ["an attachment goes on behind the leaf that is missing", /more than 1000 requests/],
  ["a full disk is not told", /^I[13]: /],
])("planted, and found by histories drawn from seeds: %s", (bug, sentence) => {
  const { seed, wrong } = found.get(bug)!;

  console.log(`${bug}: seed ${seed}, ${wrong.join("; ")}`);
  expect(wrong).toContainEqual(expect.stringMatching(sentence));
});

test("every bug that is planted is looked for", () => {
  expect(found.size).toBe(14);
});

test("planted: a 500 counted as sent is seen", async () => {
  const believing: Bend["delivery"] = (delivery) => ({
    ...delivery,
    async sendText(id, manifest, manifestHash, text) {
      const ended = await delivery.sendText(id, manifest, manifestHash, text);
      if (ended.kind !== "held" || ended.by !== "newsroom") return ended;
      return { kind: "accepted", value: aMadeUpReceipt(id, manifestHash) };
    },
  });
  const weather: Weather = () => new Response("oops", { status: 500 });

  expect(await violationsOf({ delivery: believing }, weather, 1)).toContainEqual(
    expect.stringContaining("I3"),
  );
  expect(await violationsOf({}, weather, 1)).toEqual([]);
});

test("planted: a story that is removed before its receipt is seen", async () => {
  const hasty: Bend["delivery"] = (delivery, store) => ({
    ...delivery,
    async sendText(id, ...rest) {
      await store.transact(["stories"], "readwrite", (t) => t.objectStore("stories").delete(id));
      return delivery.sendText(id, ...rest);
    },
  });

  expect(await violationsOf({ delivery: hasty }, "cut-before", 1)).toContainEqual(
    expect.stringContaining("I1"),
  );
  expect(await violationsOf({}, "cut-before", 1)).toEqual([]);
});

test("planted: an answer that is believed without its signature is seen", async () => {
  const trusting: Bend["delivery"] = (delivery) => ({
    ...delivery,
    async sendText(id, manifest, manifestHash, text) {
      const ended = await delivery.sendText(id, manifest, manifestHash, text);
      return ended.kind === "held" && ended.by === "portal"
        ? { kind: "accepted", value: aMadeUpReceipt(id, manifestHash) }
        : ended;
    },
  });
  const portal: Weather = () =>
    new Response("<html>", { headers: { "content-type": "text/html" } });

  expect(await violationsOf({ delivery: trusting }, portal, 1)).toContainEqual(
    expect.stringContaining("I3"),
  );
  expect(await violationsOf({}, portal, 1)).toEqual([]);
});

test("planted: a seal in several transactions is seen half done", async () => {
  expect(await halves({ store: inPieces })).toBeGreaterThan(0);
  expect(await halves({})).toBe(0);
});

test("planted: a receipt believed before it is on disk is seen when the phone dies", async () => {
  // The story is taken for sent at once, and its receipt is written afterwards: a kill in between leaves a lie.
  const early: Bend["delivery"] = (delivery, store) => ({
    ...delivery,
    async sendText(id, ...rest) {
      const sent = { kind: "sent", receipt: null, newsroom: "received" } as const;
      await store.transact(["stories"], "readwrite", async (t) => {
        const record = await t.objectStore("stories").get(id);
        if (record !== undefined) await t.objectStore("stories").put({ ...record, state: sent });
      });
      return delivery.sendText(id, ...rest);
    },
  });

  expect(await violationsOf({ delivery: early }, "cut-before", 1)).toContainEqual(
    expect.stringContaining("I3"),
  );
});

/** Kills sealing at every point, and counts how often neither a draft nor a whole story was left. */
async function halves(bend: Bend): Promise<number> {
  let count = 0;
  for (let killAt = 0; ; killAt += 1) {
    const world = await createWorld(killAt);
    open.push(world);
    const { id } = await aDraftIn(world.open(), [aPhoto]);
    const window = world.open({ killAt, bend });
    const draft = await Promise.race([window.drafts.open(id), window.faults.died]);
    if (draft) await Promise.race([window.seal(draft).catch(() => undefined), window.faults.died]);
    if (await isHalf(world)) count += 1;
    if (!window.faults.dead) return count;
  }
}

async function isHalf(world: World): Promise<boolean> {
  const stories = await readStories(world.disk);
  const parts = await world.disk.transact(["parts"], "readonly", (t) =>
    t.objectStore("parts").count(),
  );
  const [draft] = await world.open().drafts.list();
  const torn = await findViolations(
    world,
    stories.map(({ id }) => id as StoryId),
  );
  return (
    torn.length > 0 || parts > 0 !== stories.length > 0 || draft?.sealed?.story !== stories[0]?.id
  );
}

/** A store whose every request is a transaction of its own. */
const inPieces: NonNullable<Bend["store"]> = (store) => ({
  ...store,
  transact: <T, Mode extends "readonly" | "readwrite">(
    stores: readonly StoreName[],
    mode: Mode,
    work: (transaction: Transaction<Mode>) => Promise<T> | T,
    durability?: "relaxed" | "strict",
  ): Promise<T> =>
    stores.length < 2
      ? store.transact(stores, mode, work, durability)
      : Promise.resolve(work(piecewise(store, mode))),
});

function piecewise<Mode extends "readonly" | "readwrite">(
  store: Store,
  mode: Mode,
): Transaction<Mode> {
  const objectStore = (name: StoreName): unknown =>
    new Proxy(
      {},
      {
        get:
          (_, method) =>
          (...args: unknown[]) =>
            store.transact([name], mode, (transaction) => {
              const inside = transaction.objectStore(name);
              return Reflect.apply(
                Reflect.get(inside, method, inside) as () => Promise<unknown>,
                inside,
                args,
              );
            }),
      },
    );
  // As much of a transaction as sealing asks for.
  return { objectStore } as unknown as Transaction<Mode>;
}

function aMadeUpReceipt(
  story: StoryId,
  manifest: Hash,
): Extract<Awaited<ReturnType<DeliveryRequests["sendText"]>>, { kind: "accepted" }>["value"] {
  const receipt = {
    format: 1,
    story,
    manifest,
    parts: [],
    sequence: 1,
    date: "2026-11-23",
  } as const;
  const header = `soniakh-1 receipt ${"A".repeat(11)} ${toBase64url(new Uint8Array(64))}\n`;
  return { receipt, file: new TextEncoder().encode(header + JSON.stringify(receipt)) };
}

test("nothing planted: the story is sent", async () => {
  const world = await createWorld(1);
  open.push(world);
  const id = await aStoryIn(world.open(), [aPhoto]);

  await world.open().live(hour);

  expect((await readStories(world.disk)).map((record) => stateOf(record).kind)).toEqual(["sent"]);
  expect(await findViolations(world, [id])).toEqual([]);
});
