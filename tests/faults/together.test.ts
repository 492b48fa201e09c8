// Texts that travel together on a quick line: whatever befalls their request, each is received once, and none is lost.
import { afterEach, expect, test } from "vitest";
import { mediaTypes, type StoryId } from "../../src/protocol/intake.ts";
import { readStories, stateOf } from "../../src/device/outbox.ts";
import { findViolations } from "./promises.ts";
import { aRefusal, aStoryIn, createWorld, type Weather, type World } from "./simulator.ts";

const hour = 3_600_000;
/** With two connections: one alone, two alone, then two and two, two and three. */
const connections = 2;
const count = 9;
const one = 17_000;

let open: World[] = [];
afterEach(async () => {
  for (const world of open) await world.close();
  open = [];
});

/** A phone with stories that wait for a network; `arrived` counts the texts that reached the newsroom, again or not. */
async function aLineOf(stories: number, seed: number) {
  const came = { count: 0 };
  const world = await createWorld(seed, {
    async freeBytes() {
      came.count += 1;
      return 2 ** 40;
    },
  });
  open.push(world);
  const window = world.open({ bend: { connections } });
  const ids: StoryId[] = [];
  for (let n = 0; n < stories; n += 1) ids.push(await aStoryIn(window));
  return { world, window, ids, arrived: () => came.count };
}

const isTogether = ({
  method,
  path,
}: {
  readonly method: string;
  readonly path: string;
}): boolean => method === "POST" && path === "/intake/stories";

async function expectAllSent(world: World, ids: readonly StoryId[]): Promise<void> {
  expect(await findViolations(world, ids)).toEqual([]);
  const states = (await readStories(world.disk)).map((record) => stateOf(record).kind);
  expect(states).toEqual(ids.map(() => "sent"));
  const stored = (await world.intake.storage.list()).map(({ id }) => id);
  expect(stored.toSorted()).toEqual(ids.toSorted());
}

test("on a quick line a few requests carry them all, and each text crosses it once", async () => {
  const { world, window, ids, arrived } = await aLineOf(count, 1);

  await window.live(hour);

  await expectAllSent(world, ids);
  expect(arrived()).toBe(count);
  const texts = world.requests.filter(({ path }) => path.startsWith("/intake/stories"));
  expect(texts.filter(isTogether).length).toBeGreaterThanOrEqual(2);
  expect(texts.length).toBeLessThan(count);
});

const weathers: readonly (readonly [string, Weather])[] = [
  ["its connection dies before anything is committed", "cut-before"],
  ["everything is committed, and the reply is lost", "cut-after"],
  ["the phone dies before it hears of it", "kill-after"],
  ["it is delivered twice at once", "twice"],
  ["nobody ever answers", "silent"],
  ["its connection dies in the second story", { diesAfter: one + 5_000 }],
  ["a bit of the first text is flipped", { flips: 9_000 }],
  ["a bit of the last text is flipped", { flips: -9_000 }],
  ["a bit of the first manifest is flipped", { flips: 40 }],
  ["it is delivered once more an hour later", { echoesAfter: hour }],
  [
    "a portal answers it",
    () => new Response("<html>", { headers: { "content-type": "text/html" } }),
  ],
];

test.each(weathers)("a request with several: %s", async (_, weather) => {
  let met = 0;
  for (let bad = 1; ; bad += 1) {
    const { world, window, ids } = await aLineOf(count, bad);
    let seen = 0;
    world.forecast = (request) => {
      if (!isTogether({ method: request.method, path: new URL(request.url).pathname }))
        return "fair";
      seen += 1;
      return seen === bad ? weather : "fair";
    };
    await window.live(3 * hour);
    if (window.faults.dead) await world.open({ bend: { connections } }).live(hour);
    await expectAllSent(world, ids);
    if (seen < bad) break;
    met += 1;
  }
  expect(met).toBeGreaterThanOrEqual(2);
});

test("a newsroom in trouble beside receipts is left alone for as long as it says", async () => {
  const { world, window, ids } = await aLineOf(count, 7);
  const told = Promise.withResolvers<void>();
  let together = 0;
  let puts = 0;
  world.forecast = (request) => {
    if (isTogether({ method: request.method, path: new URL(request.url).pathname })) {
      together += 1;
      // One bundle gets no receipts; the other gets its own when the trouble is known.
      if (together === 1) return noReceipts;
      if (together > 2) return "fair";
      return async () => {
        await told.promise;
        return world.send(request);
      };
    }
    if (together === 0 || request.method !== "PUT" || (puts += 1) > 1) return "fair";
    return async () => {
      setImmediate(told.resolve);
      return aRefusal("busy", 503, { "retry-after": "600" });
    };
  };

  await window.live(hour);

  const at = world.requests.findIndex(({ status }) => status === 503);
  const { at: moment } = world.requests[at]!;
  const after = world.requests.slice(at + 1);
  // The other connection had set out before: nothing sets out after.
  expect(after.filter((one) => one.at < moment + 600_000 && !isTogether(one))).toEqual([]);
  expect(after.length).toBeGreaterThan(0);
  await expectAllSent(world, ids);
});

/** An answer in which no story has a receipt. */
const noReceipts: Weather = () =>
  new Response("", { headers: { "content-type": mediaTypes.receipts } });
/** A newsroom that takes one at a time. */
const older: Weather = () => aRefusal("unknown", 404);

test("a newsroom of an older day, which takes one at a time, gets each alone, and is tried once", async () => {
  const { world, window, ids, arrived } = await aLineOf(15, 5);
  world.forecast = ({ method, url }) =>
    isTogether({ method, path: new URL(url).pathname }) ? older : "fair";

  await window.live(hour);

  await expectAllSent(world, ids);
  expect(arrived()).toBe(15);
  // Two connections tried it at the same moment.
  expect(world.requests.filter(isTogether).length).toBeLessThanOrEqual(2);
});

test("where several never get a receipt together, and slowly, each gets there all the same", async () => {
  const { world, window, ids } = await aLineOf(12, 8);
  world.forecast = (request) => {
    if (!isTogether({ method: request.method, path: new URL(request.url).pathname })) return "fair";
    world.clock.turnTo(world.clock.now() + 3_000);
    return noReceipts;
  };

  await window.live(hour);

  await expectAllSent(world, ids);
});

test("a text that this phone's disk spoilt holds nobody up, and its author is told", async () => {
  const { world, window, ids } = await aLineOf(4, 9);
  const [spoilt, ...others] = ids;
  await world.disk.transact(["parts"], "readwrite", async (transaction) => {
    const parts = transaction.objectStore("parts");
    const pieces = await parts.getAll(IDBKeyRange.bound([spoilt!, 0, 0], [spoilt!, 0, Infinity]));
    for (const piece of pieces) {
      const bytes = new Uint8Array(piece.bytes).slice();
      bytes[bytes.length >> 1]! ^= 1;
      await parts.put({ ...piece, bytes: bytes.buffer });
    }
  });

  await window.live(hour);

  const stored = (await world.intake.storage.list()).map(({ id }) => id);
  expect(stored.toSorted()).toEqual(others.toSorted());
  const record = (await readStories(world.disk)).find(({ id }) => id === spoilt);
  expect(stateOf(record!)).toMatchObject({ kind: "needs-you", refusals: [{ code: "damaged" }] });
});

test("what another window holds back or throws away while texts go is not sent any more", async () => {
  const { world, window, ids } = await aLineOf(31, 10);
  const author = world.open({ bend: { connections } });
  const [paused, discarded] = ids.slice(-2) as [StoryId, StoryId];
  let texts = 0;
  world.forecast = ({ url }) => {
    if (!url.includes("/intake/stories")) return "fair";
    texts += 1;
    // Of the last sixteen two times four are on their way; the others were read with them.
    if (texts !== 8) return "slow";
    return async (request) => {
      await Promise.all([author.outbox.pause(paused), author.outbox.discard(discarded)]);
      return world.send(request);
    };
  };

  await window.live(hour);

  const stored = (await world.intake.storage.list()).map(({ id }) => id);
  expect(stored.toSorted()).toEqual(ids.slice(0, -2).toSorted());
});

test.each(["pause", "discard"] as const)(
  "%s comes while several are on their way that are not taken: that one is not sent alone then",
  async (what) => {
    const { world, window, ids } = await aLineOf(count, 6);
    const held = new Set<StoryId>();
    world.forecast = (request) => {
      if (!isTogether({ method: request.method, path: new URL(request.url).pathname }))
        return "fair";
      return async () => {
        const body = await request.text();
        // The first of them, which would go next.
        const id = /"id":"([\w-]{22})"/.exec(body)?.[1] as StoryId;
        held.add(id);
        await window.outbox[what](id);
        void window.draining.wake("put");
        return aRefusal("unknown", 404);
      };
    };

    await window.live(hour);

    expect(held.size).toBeGreaterThan(0);
    const stored = (await world.intake.storage.list()).map(({ id }) => id);
    expect(stored.toSorted()).toEqual(ids.filter((id) => !held.has(id)).toSorted());
  },
);
