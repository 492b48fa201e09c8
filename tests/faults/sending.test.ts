import { afterEach, expect, test } from "vitest";
import type { StoryId } from "../../src/protocol/intake.ts";
import { DeviceError } from "../../src/device/errors.ts";
import { readStories, stateOf } from "../../src/device/outbox.ts";
import { findViolations } from "./promises.ts";
import {
  aDraftIn,
  aRefusal,
  poisonFor,
  aStoryIn,
  type Bend,
  createWorld,
  type Forecast,
  seeds,
  type Weather,
  type Window,
  type World,
} from "./simulator.ts";

const minute = 60_000;
const hour = 60 * minute;
const aPhoto = 150_000;

let open: World[] = [];
afterEach(async () => {
  for (const world of open) await world.close();
  open = [];
});

async function aWorld(...args: Parameters<typeof createWorld>): Promise<World> {
  const world = await createWorld(...args);
  open.push(world);
  return world;
}

async function expectAllWell(world: World, sealed: readonly StoryId[]): Promise<void> {
  expect(await findViolations(world, sealed)).toEqual([]);
}

async function expectSent(world: World, sealed: readonly StoryId[]): Promise<void> {
  const states = (await readStories(world.disk)).map((record) => stateOf(record).kind);
  expect(states).toEqual(sealed.map(() => "sent"));
  expect(await world.intake.storage.list()).toHaveLength(sealed.length);
  await expectAllWell(world, sealed);
}

/** Each request of a trip in turn meets this weather, once. Runs until the trip has fewer requests than that. */
async function eachRequest(
  weather: Weather,
  photos: readonly number[],
  check: (world: World, id: StoryId) => Promise<void>,
): Promise<number> {
  for (let bad = 0; ; bad += 1) {
    const world = await aWorld(bad);
    world.forecast = (_, number) => (number === bad ? weather : "fair");
    const window = world.open();
    const id = await aStoryIn(window, photos);
    await window.live(hour);
    await expectAllWell(world, [id]);
    if (window.faults.dead) await world.open().live(hour);
    await check(world, id);
    if (world.requests.length <= bad) return bad;
  }
}

const receiptsOf = async (world: World, id: StoryId): Promise<string> =>
  new TextDecoder().decode(await world.open().outbox.findReceipt(id));

test("1: the connection dies after the newsroom committed: the next attempt gets the same receipt, one row", async () => {
  const tried = await eachRequest("cut-after", [aPhoto], async (world, id) => {
    await expectSent(world, [id]);
    const first = await receiptsOf(world, id);
    world.forecast = () => "fair";
    const manifest = (await readStories(world.disk))[0]!.manifest;
    const content = (await world.intake.storage.findContent(id))!;
    const again = await world.intake.send(
      new Request(`https://newsroom.example/intake/stories/${id}`, {
        method: "PUT",
        body: Buffer.concat([new Uint8Array(manifest), Buffer.from("\n"), content.text!]),
      }),
    );
    expect(await again.text()).toBe(first);
  });

  expect(tried).toBeGreaterThanOrEqual(4);
});

test("2: the connection dies before the commit, the whole body read: sent again, one row", async () => {
  await eachRequest("cut-before", [aPhoto], async (world, id) => expectSent(world, [id]));
});

test("a newsroom that never answers counts as no network after its time", async () => {
  await eachRequest("silent", [aPhoto], async (world, id) => expectSent(world, [id]));
});

const threeMegabytes = 2_900_000;
const leaf = 65_536;

// Four leaves go at first, then eight, sixteen, and the twenty that are left.
test.each([
  [1, 0],
  [1, 1],
  [1, 31],
  [1, 32 * 48 + 1],
  [1, leaf],
  [1, 3 * leaf + 1],
  [3, 10 * leaf],
  [4, 19 * leaf + 40_000],
])(
  "3: the connection dies in request %i of an attachment, at byte %i: it goes on at the first leaf that is missing",
  async (number, diesAfter) => {
    const world = await aWorld(1);
    const window = world.open();
    const ids = [await aStoryIn(window, [threeMegabytes])];
    let gone = 0;
    world.forecast = ({ method, url }) => {
      if (method !== "PUT" || !url.includes("/blobs/")) return "fair";
      gone += 1;
      return gone === number ? { diesAfter } : "fair";
    };

    await window.live(hour);

    await expectSent(world, ids);
    const texts = 2 * 17_000;
    const size = 3 * 1_048_576;
    expect(world.sentBytes()).toBeLessThanOrEqual(size + leaf + texts + 2 * 48 * 32 + 1_000);
  },
);

test("4: a bit flipped in a leaf: refused by digest, and only from that leaf on it is sent again", async () => {
  const world = await aWorld(1);
  const window = world.open();
  const ids = [await aStoryIn(window, [threeMegabytes])];
  let flipped = false;
  world.forecast = ({ url }) => {
    if (flipped || !url.includes("leaf=12&")) return "fair";
    flipped = true;
    return { flips: 2 * leaf + 5 };
  };

  await window.live(hour);

  await expectSent(world, ids);
  const firsts = world.requests.flatMap(({ path }) => /leaf=(\d+)/.exec(path)?.[1] ?? []);
  expect(firsts).toEqual(["0", "4", "12", "14", "30"]);
});

test("a newsroom that takes leaves time and again and keeps none: the author is told, and after a restart too", async () => {
  const world = await aWorld(1);
  const window = world.open();
  const ids = [await aStoryIn(window, [aPhoto])];
  const keepsNothing: Weather = () =>
    new Response(null, { headers: { "soniakh-leaves-held": "0", "soniakh-complete": "0" } });
  world.forecast = ({ url }) => (url.includes("/blobs/") ? keepsNothing : "fair");

  await window.live(6 * hour);
  window.faults.kill();
  const asked = world.requests.length;
  await world.open().live(hour);

  const [record] = await readStories(world.disk);
  expect(stateOf(record!)).toMatchObject({
    kind: "needs-you",
    refusals: [{ code: "digest", part: 1 }],
  });
  // Its receipt is asked for once more, and none of its leaves go.
  expect(world.requests.slice(asked).map(({ method }) => method)).not.toContain("PUT");
  expect(await findViolations(world, ids)).toEqual([]);
});

test.each([6, 2])(
  "storage that fails while many texts go over %i connections: what was answered before is written down, and nothing goes twice",
  async (connections) => {
    let arrived = 0;
    const world = await aWorld(1, {
      async freeBytes() {
        arrived += 1;
        return 2 ** 40;
      },
    });
    let reads = 0;
    const bend: Bend = {
      connections,
      store: (store) => ({
        ...store,
        transact: (...args) => {
          const [stores, mode] = args;
          if (mode !== "readonly" || stores.join() !== "parts") return store.transact(...args);
          // One, two, four, eight, sixteen go; of the next some are under way when the others are to be read.
          reads += 1;
          return reads === 7
            ? Promise.reject(new DeviceError("storage-lost", ""))
            : store.transact(...args);
        },
      }),
    };
    const author = world.open();
    const ids: StoryId[] = [];
    for (let n = 0; n < 55; n += 1) ids.push(await aStoryIn(author));
    author.faults.kill();

    await world.open({ bend }).live(hour);

    expect(reads).toBeGreaterThan(7);
    expect(arrived).toBe(ids.length);
    await expectSent(world, ids);
  },
);

test("a line that becomes slow in the middle of many texts: after two seconds no more of them set out together", async () => {
  let texts = 0;
  let all = 0;
  const world = await aWorld(1, {
    async freeBytes() {
      [texts, all] = [texts + 1, all + 1];
      // One, two, four, eight and sixteen went. Each of the next 32 takes 150 ms until it is there.
      if (all > 31) world.clock.turnTo(world.clock.now() + 150);
      return 2 ** 40;
    },
  });
  const author = world.open();
  const ids: StoryId[] = [];
  for (let n = 0; n < 63; n += 1) ids.push(await aStoryIn(author));
  author.faults.kill();
  /** Texts whose receipts were written down together. */
  const steps: number[] = [];
  const bend: Bend = {
    store: (store) => ({
      ...store,
      transact: (...args) => {
        if (args[0].join() === "stories,parts,facts" && texts > 0) steps.push(texts);
        if (args[0].join() === "stories,parts,facts") texts = 0;
        return store.transact(...args);
      },
    }),
  };
  world.forecast = () => "slow";

  await world.open({ bend }).live(hour);

  expect(steps.slice(0, 5)).toEqual([1, 2, 4, 8, 16]);
  // Six requests set out at once, with four texts each at most; when they are answered the two seconds are over.
  expect(steps[5]).toBeGreaterThanOrEqual(14);
  expect(steps[5]).toBeLessThanOrEqual(24);
  await expectSent(world, ids);
});

test("426, an app that is too old: the author is told, and after the update it goes by itself", async () => {
  const world = await aWorld(1);
  const window = world.open();
  const ids = [await aStoryIn(window, [aPhoto]), await aStoryIn(window)];
  world.forecast = () => () => aRefusal("outdated", 426);
  await window.live(2 * hour);
  expect((await readStories(world.disk)).map(stateOf)).toMatchObject([
    { kind: "needs-you", refusals: [{ code: "outdated" }] },
    { kind: "needs-you", refusals: [{ code: "outdated" }] },
  ]);
  expect(world.requests.length).toBeLessThanOrEqual(4);
  await expectAllWell(world, ids);
  world.forecast = () => "fair";

  await world.open().live(minute);

  await expectSent(world, ids);
});

test("27: a newsroom restored from yesterday's backup is offered again what it lost", async () => {
  const world = await aWorld(1);
  const window = world.open();
  const ids = [await aStoryIn(window)];
  const forgetful: Weather = async (request) => {
    const { nonce } = (await request.json()) as { nonce: string };
    const body = { format: 1, nonce, date: "2026-11-23", stories: [] };
    const file = world.intake.signer.sign("states", new TextEncoder().encode(JSON.stringify(body)));
    return new Response(file, { headers: { "content-type": "application/vnd.soniakh.states" } });
  };
  await window.live(minute);
  await expectSent(world, ids);
  const before = world.requests.length;
  world.forecast = ({ method }) => (method === "POST" ? forgetful : "fair");

  await world.open().live(minute);

  expect(world.requests.slice(before).map(({ method }) => method)).toEqual(["POST", "PUT"]);
  await expectSent(world, ids);
});

test("the newsroom's word on a story is learnt; once it is opened there, its sealed bytes leave the phone", async () => {
  const world = await aWorld(1);
  const window = world.open();
  const id = await aStoryIn(window, [aPhoto]);
  await window.live(minute);
  const parts = (): Promise<number> =>
    world.disk.transact(["parts"], "readonly", (t) => t.objectStore("parts").count());
  expect(await parts()).toBeGreaterThan(0);
  await world.intake.inbox.setState(id, "opened");

  await world.open().live(minute);

  expect((await readStories(world.disk)).map(stateOf)).toMatchObject([
    { kind: "sent", newsroom: "opened" },
  ]);
  expect(await parts()).toBe(0);
  await expectAllWell(world, [id]);
});

test("5: killed between any two storage requests of sealing: a draft or a sealed story, never half", async () => {
  const outcomes = new Set<string>();
  for (let killAt = 0; ; killAt += 1) {
    const world = await aWorld(killAt);
    const before = world.open();
    const { id } = await aDraftIn(before, [aPhoto]);
    const window = world.open({ killAt });
    const opened = await Promise.race([window.drafts.open(id), window.faults.died]);
    const sealing = opened && (await Promise.race([window.seal(opened), window.faults.died]));

    const stories = await readStories(world.disk);
    const draft = await world.open().drafts.open(id);
    const parts = await world.disk.transact(["parts"], "readonly", (t) =>
      t.objectStore("parts").count(),
    );
    outcomes.add(stories.length === 1 ? "sealed" : "draft");
    expect(draft?.content.title).toBe("Одинадцяте листопада");
    expect(draft?.sealed?.story).toBe(stories[0]?.id);
    expect(parts > 0).toBe(stories.length === 1);
    await expectAllWell(
      world,
      stories.map((story) => story.id as StoryId),
    );
    await world.open().live(hour);
    await expectSent(
      world,
      stories.map((story) => story.id as StoryId),
    );
    if (sealing) break;
  }

  expect([...outcomes].sort()).toEqual(["draft", "sealed"]);
});

test("6: killed after the reply, before the receipt is stored: asked again, the same receipt, one row", async () => {
  await eachRequest("kill-after", [aPhoto], async (world, id) => expectSent(world, [id]));
});

test("6: killed at any storage request while sending: sent by the next start, one row", async () => {
  for (let killAt = 0; ; killAt += 1) {
    const world = await aWorld(killAt);
    const id = await aStoryIn(world.open(), [aPhoto]);
    const window = world.open({ killAt });
    await window.live(hour);
    await expectAllWell(world, [id]);

    await world.open().live(hour);

    await expectSent(world, [id]);
    if (!window.faults.dead) break;
  }
});

test.each(seeds(12).flatMap((seed) => [500, 502, 503].map((status) => [status, seed] as const)))(
  "14: %i for an hour: at most 20 requests, and it never gives up (SEED=%i)",
  async (status, seed) => {
    const world = await aWorld(seed);
    const window = world.open();
    const ids = [await aStoryIn(window), await aStoryIn(window, [aPhoto])];
    world.forecast = () => () => new Response("oops", { status });

    await window.live(hour);
    const hourly = world.requests.length;
    await window.live(3 * hour, "visible");
    await expectAllWell(world, ids);
    const later = world.requests.length;
    world.forecast = () => "fair";
    await window.live(hour, "timer");

    expect(hourly).toBeLessThanOrEqual(20);
    expect(hourly).toBeGreaterThanOrEqual(5);
    expect(later - hourly).toBeLessThanOrEqual(60);
    await expectSent(world, ids);
  },
);

test("14: two phones that fail together do not come back together", async () => {
  const times = async (seed: number): Promise<readonly number[]> => {
    const world = await aWorld(seed);
    const window = world.open();
    await aStoryIn(window);
    world.forecast = () => () => new Response(null, { status: 500 });
    await window.live(hour);
    return world.requests.slice(1).map(({ at }) => at);
  };

  const [one, other] = [await times(1), await times(2)];

  expect(one.filter((at) => other.includes(at))).toEqual([]);
});

test("14: only the last step fails for an hour: still at most 20 requests", async () => {
  const world = await aWorld(1);
  const window = world.open();
  const ids = [await aStoryIn(window)];
  world.forecast = ({ method }) =>
    method === "PUT" ? () => new Response(null, { status: 500 }) : "fair";

  await window.live(hour);

  expect(world.requests.length).toBeLessThanOrEqual(20);
  await expectAllWell(world, ids);
});

test.each([
  ["600", undefined, 10 * minute],
  ["Mon, 23 Nov 2026 10:10:00 GMT", "Mon, 23 Nov 2026 10:00:00 GMT", 10 * minute],
  ["999999999", undefined, hour],
  ["Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 23 Nov 2026 10:00:00 GMT", hour],
  ["soon", undefined, 0],
  ["-5", undefined, 0],
])("15: Retry-After %s is waited for, at most an hour", async (retryAfter, date, least) => {
  const world = await aWorld(1);
  const window = world.open();
  const ids = [await aStoryIn(window)];
  const headers = { "retry-after": retryAfter, ...(date === undefined ? {} : { date }) };
  world.forecast = (_, number) => (number === 0 ? () => aRefusal("busy", 503, headers) : "fair");

  await window.live(hour + 1);

  const waited = world.requests[1]!.at - world.requests[0]!.at;
  expect(waited).toBeGreaterThanOrEqual(least);
  expect(waited).toBeLessThanOrEqual(hour);
  await expectSent(world, ids);
});

test("16: 413 for one photo: it is not sent again, the author sees which, and the rest goes on", async () => {
  const world = await aWorld(1);
  const window = world.open();
  const refused = await aStoryIn(window, [aPhoto, aPhoto]);
  const other = await aStoryIn(window, [aPhoto]);
  const [first] = (await readStories(world.disk)).map(
    ({ manifest }) => JSON.parse(new TextDecoder().decode(manifest)) as { parts: { id: string }[] },
  );
  const unwanted = first!.parts[0]!.id;
  world.forecast = ({ method, url }) =>
    method === "PUT" && url.includes(unwanted) ? () => aRefusal("too-big", 413) : "fair";

  await window.live(3 * hour);
  await world.open().live(3 * hour);

  const states = (await readStories(world.disk)).map(stateOf);
  expect(states[0]).toMatchObject({
    kind: "needs-you",
    refusals: [{ code: "too-big", part: 1 }],
    held: [0, 3],
  });
  expect(states[1]?.kind).toBe("sent");
  expect(
    world.requests.filter(({ method, path }) => method === "PUT" && path.includes(unwanted)),
  ).toHaveLength(1);
  await expectAllWell(world, [refused, other]);
});

test("16: 413 for a text: needs the author, and stands in nobody's way", async () => {
  const world = await aWorld(1);
  const window = world.open();
  const ids = [await aStoryIn(window), await aStoryIn(window)];
  world.forecast = ({ url }) => (url.includes(ids[0]!) ? () => aRefusal("too-big", 413) : "fair");

  await window.live(2 * hour);

  const states = (await readStories(world.disk)).map(stateOf);
  expect(states[0]).toEqual({ kind: "needs-you", refusals: [{ code: "too-big" }], held: [] });
  expect(states[1]?.kind).toBe("sent");
  await expectAllWell(world, ids);
});

test("16: 507, no room for photos at the newsroom: texts are there, it is said, and it goes on when there is room", async () => {
  let free = 1_000_000_000;
  const world = await aWorld(1, { freeBytes: async () => free });
  const window = world.open();
  const ids = [await aStoryIn(window, [aPhoto]), await aStoryIn(window)];
  free = 100_000_000;

  await window.live(30 * minute);
  const states = (await readStories(world.disk)).map(stateOf);
  expect(states[0]).toMatchObject({ kind: "sending", obstacles: [{ code: "full", part: 1 }] });
  expect(states[1]?.kind).toBe("sent");
  expect(world.requests.length).toBeLessThanOrEqual(8);
  await expectAllWell(world, ids);
  free = 1_000_000_000;
  await window.live(hour, "timer");

  await expectSent(world, ids);
});

const portals: readonly (readonly [string, () => Response, "portal" | "unreachable"])[] = [
  [
    "200 with a page",
    () => new Response("<html>Увійдіть</html>", { headers: { "content-type": "text/html" } }),
    "portal",
  ],
  [
    "302",
    () => new Response(null, { status: 302, headers: { location: "https://login.example/" } }),
    "portal",
  ],
  ["511", () => new Response("login", { status: 511 }), "portal"],
  [
    "200 with JSON {}",
    () => new Response("{}", { headers: { "content-type": "application/json" } }),
    "portal",
  ],
  ["200 with nothing", () => new Response(null, { status: 200 }), "portal"],
  [
    "404 with a page",
    () => new Response("<html>", { status: 404, headers: { "content-type": "text/html" } }),
    "portal",
  ],
  [
    "our media type over a page",
    () =>
      new Response("<html>", { headers: { "content-type": "application/vnd.soniakh.receipt" } }),
    "portal",
  ],
];

test.each(portals)(
  "19: a captive portal that answers %s counts as no network, and is named",
  async (_, answer) => {
    const world = await aWorld(1);
    const window = world.open();
    const ids = [await aStoryIn(window, [aPhoto])];
    world.forecast = () => answer;

    await window.live(2 * minute);
    const states = (await readStories(world.disk)).map(stateOf);
    expect(states).toEqual([{ kind: "waiting", obstacles: [] }]);
    expect(window.draining.activity).toMatchObject({ kind: "resting", trouble: "portal" });
    await expectAllWell(world, ids);
    world.forecast = () => "fair";
    await window.live(minute, "online");

    await expectSent(world, ids);
  },
);

test("19: a wrong certificate is no network", async () => {
  const world = await aWorld(1);
  const window = world.open();
  const ids = [await aStoryIn(window)];
  world.forecast = () => () => Promise.reject(new TypeError("ERR_CERT_AUTHORITY_INVALID"));

  await window.live(minute);
  expect(window.draining.activity).toMatchObject({ kind: "resting", trouble: "unreachable" });
  world.forecast = () => "fair";
  await window.live(minute, "online");

  await expectSent(world, ids);
});

test("19: a portal that lets the question through and swallows the story changes nothing", async () => {
  for (const [, answer] of portals) {
    const world = await aWorld(1);
    const window = world.open();
    const ids = [await aStoryIn(window, [aPhoto])];
    world.forecast = ({ method }) => (method === "POST" ? "fair" : answer);
    await window.live(hour);
    expect((await readStories(world.disk)).map(stateOf)).toEqual([
      { kind: "waiting", obstacles: [] },
    ]);
    await expectAllWell(world, ids);
  }
});

test("20: a poison story among fifty: the others are sent, it needs the author", async () => {
  const world = await aWorld(1);
  const window = world.open();
  const ids: StoryId[] = [];
  for (let n = 0; n < 50; n += 1) ids.push(await aStoryIn(window));
  world.forecast = ({ url }) =>
    url.includes(ids[25]!) || url.endsWith("/intake/stories")
      ? poisonFor([ids[25]!], world.send)
      : "fair";

  await window.live(hour);

  const kinds = (await readStories(world.disk)).map((record) => stateOf(record).kind);
  expect(kinds.filter((kind) => kind === "sent")).toHaveLength(49);
  expect(kinds[25]).toBe("needs-you");
  await expectAllWell(world, ids);
});

test("12: two windows drain at once: one sender at a time, one row", async () => {
  const world = await aWorld(1);
  const one = world.open();
  const ids = [await aStoryIn(one, [aPhoto]), await aStoryIn(one)];
  const other = world.open();
  world.forecast = () => "slow";

  await Promise.all([one.live(hour), other.live(hour)]);

  await expectSent(world, ids);
  expect(world.mostAtOnce()).toBe(1);
  expect(
    world.requests.filter(({ method, path }) => method === "PUT" && path.includes("/stories/")),
  ).toHaveLength(3);
});

test("12: a window that is closed while it sends holds nobody up", async () => {
  const world = await aWorld(1);
  const closed = world.open();
  const ids = [await aStoryIn(closed)];
  world.forecast = (_, number) => (number === 1 ? () => new Promise(() => undefined) : "fair");
  void closed.draining.wake("start");
  await until(() => world.requests.length === 2);
  const other = world.open();
  await other.draining.wake("start");
  expect(other.draining.activity.kind).toBe("elsewhere");

  closed.faults.kill();

  // No clock is turned: nobody waits for a timer.
  await until(() => other.draining.activity.kind === "idle");
  await expectSent(world, ids);
});

test("13: a window that is woken again and again takes nothing over from a sender that lives", async () => {
  const world = await aWorld(1);
  const sender = world.open();
  await aStoryIn(sender);
  world.forecast = (_, number) => (number === 1 ? () => new Promise(() => undefined) : "fair");
  void sender.draining.wake("start");
  await until(() => world.requests.length === 2);
  const other = world.open();

  for (const by of ["start", "visible", "online", "button"] as const) {
    await other.draining.wake(by);
    expect(other.draining.activity.kind).toBe("elsewhere");
  }

  expect(sender.draining.activity.kind).toBe("sending");
  expect(world.requests).toHaveLength(2);
  other.faults.kill();
  sender.faults.kill();
});

test("13: a sender that froze and wakes after a take-over writes nothing", async () => {
  const world = await aWorld(1);
  const frozen = world.open();
  const ids = [await aStoryIn(frozen)];
  let answer: () => void = () => undefined;
  const late: Weather = () =>
    new Promise<Response>((resolve) => (answer = () => resolve(aRefusal("malformed", 422))));
  const portal: Weather = () =>
    new Response("<html>", { headers: { "content-type": "text/html" } });
  world.forecast = (_, number) => (number === 0 ? "fair" : number === 1 ? late : portal);
  const first = frozen.draining.wake("start");
  await until(() => world.requests.length === 2);
  const other = world.open();
  await other.draining.wake("start");
  expect(other.draining.activity.kind).toBe("elsewhere");

  // Its timers, beats among them, stand still, while the other window's run: that one takes over.
  frozen.freeze();
  await other.live(2 * minute, "timer");
  expect(world.requests.length).toBeGreaterThan(2);
  answer();
  frozen.thaw();
  await first;

  expect((await readStories(world.disk)).map(stateOf)).toEqual([
    { kind: "waiting", obstacles: [] },
  ]);
  world.forecast = () => "fair";
  await other.live(hour, "online");
  await expectSent(world, ids);
});

test.each(seeds(60))(
  "any faults in any order: nothing lost, nothing doubled, the author told (SEED=%i)",
  async (seed) => {
    const world = await aWorld(seed);
    const random = world.random;
    const sealed: StoryId[] = [];
    world.forecast = bad(random);
    for (let round = 0; round < 6; round += 1) {
      const window = world.open({ killAt: 5 + Math.floor(random() * 160) });
      const story = sealIn(window, random() < 0.5 ? [aPhoto] : []);
      await Promise.race([story, window.faults.died]);
      await window.live(20 * minute);
      window.faults.kill();
      for (const { id } of await readStories(world.disk))
        if (!sealed.includes(id as StoryId)) sealed.push(id as StoryId);
      await expectAllWell(world, sealed);
    }
    world.forecast = () => "fair";

    await world.open().live(2 * hour);

    await expectSent(world, sealed);
  },
);

const sealIn = (window: Window, photos: readonly number[]): Promise<StoryId> =>
  aStoryIn(window, photos);

/** Half of the requests come through, the rest meet anything. */
function bad(random: () => number): Forecast {
  const kinds: readonly Weather[] = [
    "cut-before",
    "cut-after",
    "kill-after",
    "silent",
    () => new Response("<html>", { headers: { "content-type": "text/html" } }),
    () => new Response(null, { status: 502 }),
    () => aRefusal("busy", 503, { "retry-after": "30" }),
  ];
  return () => (random() < 0.5 ? "fair" : kinds[Math.floor(random() * kinds.length)]!);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

test("a story that its author discarded is not sent, nor after the app was killed, and goes once it is restored", async () => {
  const world = await aWorld(1);
  world.forecast = () => "cut-before";
  const window = world.open();
  const kept = await aStoryIn(window);
  const unwanted = await aStoryIn(window, [aPhoto]);
  await window.live(minute);
  await window.outbox.discard(unwanted);
  window.faults.kill();
  world.forecast = () => "fair";

  const again = world.open();
  await again.live(hour);

  expect((await world.intake.storage.list()).map(({ id }) => id)).toEqual([kept]);
  await again.outbox.restore(unwanted);
  await again.live(hour, "put");
  expect(await world.intake.storage.list()).toHaveLength(2);
});

test("storage that goes while a story is sent leaves nothing 'sending', and the timer goes on once it is back", async () => {
  const world = await aWorld(1);
  let isAway = false;
  const bend: Bend = {
    store: (store) => ({
      ...store,
      transact: (...args) =>
        isAway && args[0].includes("stories")
          ? Promise.reject(new DeviceError("storage-lost", ""))
          : store.transact(...args),
    }),
  };
  const window = world.open({ bend });
  const id = await aStoryIn(window, [aPhoto]);
  world.forecast = (_, number) => {
    isAway = number === 1;
    return "fair";
  };

  await expect(window.draining.wake("start")).rejects.toMatchObject({ code: "storage-lost" });
  expect(window.draining.activity.kind).toBe("resting");
  isAway = false;
  world.clock.fireNext(Infinity);
  await window.draining.settled();

  await expectSent(world, [id]);
});
