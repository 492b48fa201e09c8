// What an author decides about a sealed story holds through every fault: over restarts, in other windows, in the worker.
import { afterEach, expect, test } from "vitest";
import type { StoryId } from "../../src/protocol/intake.ts";
import { createFacts } from "../../src/device/facts.ts";
import { hasWaiting, readStories, stateOf } from "../../src/device/outbox.ts";
import { findViolations } from "./promises.ts";
import { aRefusal, aStoryIn, createWorld, type World } from "./simulator.ts";

const hour = 3_600_000;
const aPhoto = 150_000;

let open: World[] = [];
afterEach(async () => {
  for (const world of open) await world.close();
  open = [];
});

async function aWorld(): Promise<World> {
  const world = await createWorld(1);
  open.push(world);
  return world;
}

const kinds = async (world: World): Promise<readonly string[]> =>
  (await readStories(world.disk)).map((record) => stateOf(record).kind);
const puts = (world: World): readonly string[] =>
  world.requests.flatMap(({ method, path }) => (method === "PUT" ? [path.split("/")[2]!] : []));

test("a paused story stays, also after a restart; the others go; resumed, it goes", async () => {
  const world = await aWorld();
  const window = world.open();
  const ids = [await aStoryIn(window), await aStoryIn(window, [aPhoto])];
  await window.outbox.pause(ids[0]!);
  await window.live(hour);
  window.faults.kill();
  const again = world.open();
  await again.live(hour);

  expect(await kinds(world)).toEqual(["waiting", "sent"]);
  expect(await hasWaiting(world.disk)).toBe(false);
  expect(await findViolations(world, ids)).toEqual([]);
  await again.outbox.resume(ids[0]!);
  await again.live(hour, "put");

  expect(await kinds(world)).toEqual(["sent", "sent"]);
  expect(await findViolations(world, ids)).toEqual([]);
});

test("paused between two packs of leaves, it stops after what is under way, and goes on from there", async () => {
  const world = await aWorld();
  const window = world.open();
  const id = await aStoryIn(window, [2_900_000]);
  let packs = 0;
  world.forecast = ({ url, method }) => {
    if (method === "PUT" && url.includes("/blobs/") && (packs += 1) === 1) {
      void window.outbox.pause(id).then(() => window.draining.wake("put"));
      return "slow";
    }
    return "fair";
  };
  await window.live(hour);
  const stopped = world.requests.length;

  expect(await kinds(world)).toEqual(["sending"]);
  expect(packs).toBe(1);
  await window.outbox.resume(id);
  await window.live(hour, "put");

  expect(await kinds(world)).toEqual(["sent"]);
  const firsts = world.requests
    .slice(stopped)
    .flatMap(({ path }) => /leaf=(\d+)/.exec(path)?.[1] ?? []);
  expect(firsts[0]).toBe("4");
  expect(await findViolations(world, [id])).toEqual([]);
});

test("held back or thrown away while many texts go one after another, a later one of them stays", async () => {
  const world = await aWorld();
  const window = world.open({ bend: { connections: 2 } });
  const ids: StoryId[] = [];
  for (let n = 0; n < 31; n += 1) ids.push(await aStoryIn(window));
  const [paused, discarded] = ids.slice(-2) as [StoryId, StoryId];
  let mostAtOnce = 0;
  let texts = 0;
  world.forecast = ({ url }) => {
    mostAtOnce = Math.max(mostAtOnce, world.underWay.size + 1);
    // One alone, two alone, twice two and twice four went; of the last sixteen, two times four set out, and they wait.
    if (url.includes("/intake/stories")) texts += 1;
    if (!url.includes("/intake/stories") || texts !== 8) return "slow";
    void Promise.all([window.outbox.pause(paused), window.outbox.discard(discarded)]).then(() =>
      window.draining.wake("put"),
    );
    return "slow";
  };

  await window.live(hour);

  expect(mostAtOnce).toBe(2);
  const there = (await world.intake.storage.list()).map(({ id }) => id);
  expect(there.toSorted()).toEqual(ids.slice(0, -2).toSorted());
  expect(await findViolations(world, ids)).toEqual([]);
});

test("photos that wait for Wi-Fi stay while the network is counted, their text goes at once, and Wi-Fi lets them go", async () => {
  const world = await aWorld();
  await createFacts(world.disk).set("mediaChoices", { photos: "wifi", sound: "any" });
  world.network = "counted";
  const window = world.open();
  const ids = [await aStoryIn(window, [aPhoto]), await aStoryIn(window)];
  await window.live(hour);

  expect(await kinds(world)).toEqual(["sending", "sent"]);
  expect(puts(world)).toEqual(["stories", "stories"]);
  world.network = "wifi";
  await window.live(hour, "online");

  expect(await kinds(world)).toEqual(["sent", "sent"]);
  expect(await findViolations(world, ids)).toEqual([]);
});

test("a browser that does not tell its network holds nothing back", async () => {
  const world = await aWorld();
  await createFacts(world.disk).set("mediaChoices", { photos: "wifi", sound: "wifi" });
  await aStoryIn(world.open(), [aPhoto]);

  await world.open().live(hour);

  expect(await kinds(world)).toEqual(["sent"]);
});

test("what is chosen for one story goes before what is chosen for all", async () => {
  const world = await aWorld();
  await createFacts(world.disk).set("mediaChoices", { photos: "wifi", sound: "any" });
  world.network = "counted";
  const window = world.open();
  const ids = [await aStoryIn(window, [aPhoto]), await aStoryIn(window, [aPhoto])];
  await window.outbox.sendMediaBy(ids[1]!, "any");

  await window.live(hour);
  expect(await kinds(world)).toEqual(["sending", "sent"]);
  await window.outbox.sendMediaBy(ids[1]!, undefined);
  await window.outbox.sendMediaBy(ids[0]!, "any");
  await window.live(hour, "put");

  expect(await kinds(world)).toEqual(["sent", "sent"]);
});

test("16: a photo that was refused and let go of is sent no more, and the story is whole without it", async () => {
  const world = await aWorld();
  const window = world.open();
  const id = await aStoryIn(window, [aPhoto, aPhoto]);
  let refused = "";
  world.forecast = ({ method, url }) => {
    if (method !== "PUT" || !url.includes("/blobs/")) return "fair";
    refused ||= new URL(url).pathname;
    return url.includes(refused) ? () => aRefusal("too-big", 413) : "fair";
  };
  await window.live(hour);
  expect(await kinds(world)).toEqual(["needs-you"]);

  await window.outbox.letGo(id, 1);
  window.faults.kill();
  await world.open().live(hour);

  expect(await kinds(world)).toEqual(["sent"]);
  expect(world.requests.filter(({ path }) => path.startsWith(refused))).toHaveLength(1);
  expect(await findViolations(world, [id])).toEqual([]);
  const [entry] = await world.open().outbox.list();
  expect(entry).toMatchObject({ chosen: { letGo: [1] }, parts: [0, 196_608], heldBytes: 196_608 });
});

test("20: a story whose manifest this phone's disk spoilt stands in nobody's way, and says so", async () => {
  const world = await aWorld();
  const window = world.open();
  const ids: StoryId[] = [];
  for (let n = 0; n < 3; n += 1) ids.push(await aStoryIn(window, [aPhoto]));
  await world.disk.transact(["stories"], "readwrite", async (transaction) => {
    const stories = transaction.objectStore("stories");
    await stories.put({ ...(await stories.get(ids[1]!))!, manifest: new ArrayBuffer(40) });
  });

  await window.live(hour);

  const entries = await window.outbox.list();
  expect(entries.map(({ state }) => state.kind)).toEqual(["sent", "needs-you", "sent"]);
  expect(entries[1]!.state).toMatchObject({ refusals: [{ code: "damaged" }] });
  expect(await hasWaiting(world.disk)).toBe(false);
  expect((await world.intake.storage.list()).map(({ id }) => id)).toEqual([ids[0], ids[2]]);
});
