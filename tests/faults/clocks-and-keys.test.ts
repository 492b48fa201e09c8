// FAULTS.md 17, 18, 21 and 28: what changes around a story while it waits. Clocks, keys, another phone, a network that repeats itself.
import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { afterEach, expect, test } from "vitest";
import type { StoryId } from "../../src/protocol/intake.ts";
import type { KeyList } from "../../src/protocol/keys.ts";
import { createFacts } from "../../src/device/facts.ts";
import { manifestOf, readStories, stateOf } from "../../src/device/outbox.ts";
import { createSigner, type Signer } from "../../src/server/signing.ts";
import { aSigningKey } from "../support/intake.ts";
import { findViolations } from "./promises.ts";
import {
  aDraftIn,
  aStoryIn,
  createWorld,
  keyListOf,
  type Weather,
  type World,
} from "./simulator.ts";

const minute = 60_000;
const hour = 60 * minute;
const tenYears = 10 * 365 * 24 * hour;
const aPhoto = 150_000;

let open: World[] = [];
afterEach(async () => {
  for (const world of open.toReversed()) await world.close();
  open = [];
});

async function aWorld(...args: Parameters<typeof createWorld>): Promise<World> {
  const world = await createWorld(...args);
  open.push(world);
  return world;
}

const kinds = async (world: World): Promise<readonly string[]> =>
  (await readStories(world.disk)).map((record) => stateOf(record).kind);

test("17: the same draft sent from two devices is two stories, and both are kept", async () => {
  const phone = await aWorld(1);
  const other = await aWorld(2, {}, phone.newsroom);

  const ids = await Promise.all([phone, other].map((world) => aStoryIn(world.open(), [aPhoto])));
  await Promise.all([phone, other].map((world) => world.open().live(hour)));

  expect([await kinds(phone), await kinds(other)]).toEqual([["sent"], ["sent"]]);
  expect((await phone.intake.storage.list()).map(({ id }) => id).toSorted()).toEqual(
    ids.toSorted(),
  );
  for (const world of [phone, other]) expect(await findViolations(world, ids)).toEqual([]);
});

/** A signer whose key the newsroom can change, as after a rotation. */
function aTurningSigner(): { readonly signer: Signer; turn(): Signer } {
  let current = createSigner(aSigningKey());
  return {
    signer: {
      get public() {
        return current.public;
      },
      sign: (kind, body) => current.sign(kind, body),
    },
    turn: () => (current = createSigner(aSigningKey())),
  };
}

/** The list of the next epoch: a new receipt key beside the old one, and two new people who can open. */
async function nextEpoch(before: KeyList, receiptKey: KeyList["receipt"][number]) {
  const [desk, recovery] = [await generateX25519Identity(), await generateX25519Identity()];
  const list: KeyList = {
    ...before,
    epoch: before.epoch + 1,
    receipt: [...before.receipt, receiptKey],
    desk: [
      { recipient: await identityToRecipient(desk), holder: "desk" },
      { recipient: await identityToRecipient(recovery), holder: "recovery" },
    ],
  };
  return { list, desk };
}

/** Whether this identity opens the text of a story as it lies at the newsroom. */
async function opens(world: World, id: StoryId, identity: string): Promise<boolean> {
  const text = (await world.intake.storage.findContent(id))!.text!;
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(text).then(
    () => true,
    () => false,
  );
}

test("18: the key list rotates while stories wait: what is sealed goes as it is, and new seals use the new list", async () => {
  const turning = aTurningSigner();
  const world = await aWorld(1, { signer: turning.signer });
  const window = world.open();
  const before = await aStoryIn(window);
  const list = await keyListOf(world.intake);
  const { list: next, desk } = await nextEpoch(list, turning.turn().public);

  // A receipt by a key that this phone has not heard of proves nothing yet.
  await window.live(minute);
  expect(await kinds(world)).toEqual(["waiting"]);
  await createFacts(world.disk).set("keys", next);
  const after = await aStoryIn(window);
  await window.live(hour, "online");

  expect(await kinds(world)).toEqual(["sent", "sent"]);
  const epochs = (await readStories(world.disk)).map((record) => manifestOf(record).epoch);
  expect(epochs).toEqual([list.epoch, next.epoch]);
  expect(await opens(world, before, desk)).toBe(false);
  expect(await opens(world, after, desk)).toBe(true);
  expect(await findViolations(world, [before, after])).toEqual([]);
});

test("18: the key list expires while a story waits: it still goes, and nothing new is sealed", async () => {
  const world = await aWorld(1);
  const window = world.open();
  const id = await aStoryIn(window, [aPhoto]);
  const facts = createFacts(world.disk);
  const list = await keyListOf(world.intake);
  const edition = { number: 9, hash: "h", segments: [], restored: 0 };
  await facts.set("edition", { ...edition, publishedAt: "2031-01-01T00:00Z" } as never);
  const draft = await aDraftIn(window);

  // By the newest date that the newsroom signed, never by this phone's clock.
  expect(list.notAfter < "2031").toBe(true);
  await expect(window.seal(draft)).rejects.toMatchObject({ code: "sealing-refused" });
  await window.live(hour);

  expect(await kinds(world)).toEqual(["sent"]);
  expect((await window.drafts.list()).map(({ id }) => id)).toContain(draft.id);
  expect(await findViolations(world, [id])).toEqual([]);
});

test("21: the clock jumps ten years forward and back: nothing expires, the order stays, the back-off is as long as before", async () => {
  const times: number[][] = [];
  for (const jump of [0, tenYears, -tenYears]) {
    const world = await aWorld(7);
    const window = world.open();
    const ids = [await aStoryIn(window)];
    world.wallOff = jump;
    ids.push(await aStoryIn(window));
    world.wallOff = -jump;
    ids.push(await aStoryIn(window));
    world.forecast = () => () => new Response(null, { status: 503 });
    await window.live(10 * minute);
    world.wallOff = jump;
    await window.live(50 * minute, "timer");
    times.push(world.requests.map(({ at }) => at));
    world.forecast = () => "fair";
    const failed = world.requests.length;
    await window.live(hour, "timer");

    const sent = world.requests
      .slice(failed)
      .flatMap(({ path }) => path.split("/stories/")[1] ?? []);
    expect(sent).toEqual(ids);
    expect(await kinds(world)).toEqual(["sent", "sent", "sent"]);
    expect(await findViolations(world, ids)).toEqual([]);
  }

  // Chance aside, which the seed fixes, the three phones asked at the same moments.
  expect(times[1]).toEqual(times[0]);
  expect(times[2]).toEqual(times[0]);
});

test.each([
  ["and the request is lost", false],
  ["and the request arrives all the same", true],
])(
  "28: the reply before comes once more in place of the next, %s: it is believed for nothing",
  async (_, arrives) => {
    for (let at = 1; ; at += 1) {
      const world = await aWorld(at);
      const window = world.open();
      const ids: StoryId[] = [];
      for (const photos of [[aPhoto], [], []]) ids.push(await aStoryIn(window, photos));
      const passOn: Weather = async (request) => {
        const answer = await world.intake.send(request);
        last = answer.clone();
        return answer;
      };
      let last = new Response(null, { status: 500 });
      world.forecast = (_request, number) => {
        if (number !== at) return passOn;
        return async (request) => {
          const before = last.clone();
          if (arrives) await world.intake.send(request);
          return before;
        };
      };

      await window.live(hour);
      expect(await findViolations(world, ids)).toEqual([]);
      await world.open().live(hour);

      expect(await kinds(world)).toEqual(["sent", "sent", "sent"]);
      expect(await findViolations(world, ids)).toEqual([]);
      if (world.requests.length <= at) return;
    }
  },
);

test("28: the answer to an earlier question, delayed past the next, takes nothing back", async () => {
  const world = await aWorld(1);
  const window = world.open();
  const id = await aStoryIn(window);
  let early = new Response(null);
  world.forecast = ({ method }) =>
    method === "POST"
      ? async (request) => (early = await world.intake.send(request)).clone()
      : "fair";
  await window.live(minute);
  expect(await kinds(world)).toEqual(["sent"]);
  const before = world.requests.length;
  world.forecast = () => () => early.clone();

  await world.open().live(minute);

  expect(await kinds(world)).toEqual(["sent"]);
  expect(world.requests.slice(before).map(({ method }) => method)).not.toContain("PUT");
  expect(await findViolations(world, [id])).toEqual([]);
});

test("12: two windows and the browser's worker all drain: one sender at a time, one row", async () => {
  const world = await aWorld(1);
  const one = world.open();
  const ids = [await aStoryIn(one, [aPhoto]), await aStoryIn(one)];
  const [other, worker] = [world.open(), world.open()];
  world.forecast = () => "slow";

  await Promise.all([one.live(hour), other.live(hour), worker.live(hour, "sync")]);
  for (const { draining } of [one, other, worker]) {
    draining.stop();
    await draining.settled();
  }

  expect(await kinds(world)).toEqual(["sent", "sent"]);
  expect(world.mostAtOnce()).toBe(1);
  const texts = world.requests.filter(
    ({ method, path }) => method === "PUT" && /stories/.test(path),
  );
  expect(texts).toHaveLength(3);
  expect(await findViolations(world, ids)).toEqual([]);
});

test.each([
  ["whose socket died", true],
  ["whose socket says nothing", false],
])(
  "30: a phone that was frozen in the middle of a request %s goes on within five seconds of being seen",
  async (_, dies) => {
    const world = await aWorld(1);
    const window = world.open();
    const ids = [await aStoryIn(window, [2_900_000])];
    let die: () => void = () => undefined;
    let leaves = 0;
    world.forecast = ({ method, url, signal }) => {
      if (method !== "PUT" || !url.includes("/blobs/") || (leaves += 1) !== 1) return "fair";
      return () =>
        new Promise((_resolve, reject) => {
          die = () => reject(new TypeError("the socket is dead"));
          signal.addEventListener("abort", () => die());
        });
    };
    const draining = window.draining.wake("start");
    await until(() => leaves === 1);

    window.freeze();
    world.clock.turnTo(world.clock.now() + 10 * minute);
    const seen = world.clock.now();
    if (dies) die();
    const woken = window.draining.wake("visible");
    window.thaw();
    await Promise.all([draining, woken]);

    const [next] = world.requests.filter(({ at }) => at >= seen);
    expect(next?.at).toBeLessThanOrEqual(seen + 5_000);
    expect(await kinds(world)).toEqual(["sent"]);
    expect(await findViolations(world, ids)).toEqual([]);
  },
);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

test("27: told that the newsroom was put back from a backup, a phone asks again, and offers what is lost", async () => {
  const world = await aWorld(1);
  const window = world.open();
  const id = await aStoryIn(window);
  await window.live(minute);
  const before = world.requests.length;
  await window.live(minute, "visible");
  expect(world.requests).toHaveLength(before);
  await world.intake.sqlite.query.deleteFrom("stories").execute();

  await window.live(minute, "restored");

  expect(world.requests.slice(before).map(({ method }) => method)).toEqual(["POST", "PUT"]);
  expect(await kinds(world)).toEqual(["sent"]);
  expect(await findViolations(world, [id])).toEqual([]);
});
