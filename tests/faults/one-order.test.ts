// FAULTS.md 31: in a minute of network there is one order, for what goes up and what comes down, over all windows.
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { createFacts } from "../../src/device/facts.ts";
import { order, type Turn, untilTurn } from "../../src/device/order.ts";
import {
  aLibraryServer,
  articleNumber,
  articles,
  aSigner,
  type LibraryFixture,
} from "../support/library-fixture.ts";
import { findViolations } from "./promises.ts";
import { aStoryIn, createWorld, seeds, type World } from "./simulator.ts";
import { createVirtualLocks } from "./virtual-locks.ts";

let world: World;
afterEach(() => world?.close());

const aPhoto = 150_000;
const hour = 3_600_000;

/** A newsroom that has published before, and now a new edition with three new articles, pictures in each. */
async function aNewsroom(): Promise<{ readonly library: LibraryFixture; publish(): void }> {
  const { receipt, desk } = (await createFacts(world.disk).get("keys"))!;
  const library = aLibraryServer(aSigner(), aSigner(), { receipt, desk });
  library.publish(articles(3));
  return {
    library,
    publish: () =>
      void library.publish([
        ...articles(3),
        ...[11, 12, 13].map((n) =>
          articleNumber(n, { lead: { ...library.picture(`field ${n}`, 9_000), alt: "Поле" } }),
        ),
      ]),
  };
}

const isAsking = (path: string): boolean => path.startsWith("/intake/receipts");
const isTextUp = (path: string): boolean => path.startsWith("/intake/stories/");
const isTextDown = (path: string): boolean => /^\/library\/(head|packs|articles|keys)/.test(path);
const isMediaUp = (path: string): boolean => path.startsWith("/intake/blobs/");
const isPicture = (path: string): boolean => path.startsWith("/library/media/");

/** Where in the row of requests those of a kind are: the first and the last. */
function placesOf(is: (path: string) => boolean): {
  readonly first: number;
  readonly last: number;
} {
  const places = world.requests.flatMap(({ path }, at) => (is(path) ? [at] : []));
  return { first: places[0] ?? Number.NaN, last: places.at(-1) ?? Number.NaN };
}

test.each(
  seeds(3).flatMap((seed) => [
    { seed, where: "one window", windows: 1 },
    { seed, where: "two windows", windows: 2 },
  ]),
)(
  "31: three stories with nine photos and a new edition in $where (seed $seed): all texts are accepted before any picture moves either way",
  async ({ seed, windows }) => {
    world = await createWorld(seed);
    const { library, publish } = await aNewsroom();
    const writing = world.open();
    const reading = windows === 1 ? writing : world.open();
    await reading.catchUp(library);
    const ids = [];
    for (let story = 0; story < 3; story += 1)
      ids.push(await aStoryIn(writing, [aPhoto, aPhoto, aPhoto]));
    publish();
    const before = world.requests.length;
    world.forecast = () => "slow";

    const sending = writing.live(hour);
    const outcome = await reading.catchUp(library);
    await sending;

    expect(outcome).toMatchObject({ kind: "current", missingTexts: 0, pictures: "complete" });
    expect(await findViolations(world, ids)).toEqual([]);
    expect(
      (await world.intake.storage.list()).every(({ parts }) => parts.every(({ held }) => held)),
    ).toBe(true);
    (world.requests as unknown[]).splice(0, before);
    const texts = world.requests.filter(({ path }) => isTextUp(path)).slice(0, 3);
    const lastText = world.requests.indexOf(texts[2]!);
    expect(placesOf(isAsking).first).toBeLessThan(world.requests.indexOf(texts[0]!));
    expect(lastText).toBeLessThan(placesOf(isTextDown).first);
    expect(placesOf(isTextDown).last).toBeLessThan(placesOf(isMediaUp).first);
    expect(placesOf(isMediaUp).last).toBeLessThan(placesOf(isPicture).first);
  },
);

test("a story that is sealed while news come down is sent at once, and its photos wait for the texts", async () => {
  world = await createWorld(7);
  const { library, publish } = await aNewsroom();
  const window = world.open();
  await window.catchUp(library);
  const story = await aStoryIn(window, [aPhoto]);
  publish();
  world.forecast = () => "slow";
  (world.requests as unknown[]).splice(0);
  // The pack stands still on its way: texts are coming down for as long as that takes.
  const { promise: comes, resolve: come } = Promise.withResolvers<void>();
  const slow = {
    ...library,
    fetch: (async (path: string, init?: RequestInit) => {
      if (path.includes("/packs/")) await comes;
      return library.fetch(path, init);
    }) as typeof fetch,
  };

  const reading = window.catchUp(slow);
  await vi.waitFor(() => expect(placesOf((path) => path.includes("/packs/")).first).not.toBeNaN());
  const sending = window.live(hour, "put");
  await vi.waitFor(() => expect(placesOf(isTextUp).first).not.toBeNaN());
  await new Promise((resolve) => setTimeout(resolve, 100));
  const meanwhile = world.requests.filter(({ path }) => isMediaUp(path) || isPicture(path));
  come();
  await Promise.all([reading, sending]);

  expect(meanwhile).toEqual([]);
  expect(placesOf(isMediaUp).last).toBeLessThan(placesOf(isPicture).first);
  expect(await findViolations(world, [story])).toEqual([]);
});

test("whatever is asked for in whatever order, no turn begins while an earlier one is held that was there before it, and nobody waits for ever", async () => {
  const asked = fc.array(fc.constantFrom(...order), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(asked, fc.scheduler(), async (turns, scheduler) => {
      const locks = createVirtualLocks().forWindow(new Promise(() => undefined));
      const holding = new Map<number, Turn>();
      const wrong: string[] = [];
      const isEarlier = (other: Turn, turn: Turn): boolean =>
        order.indexOf(other) < order.indexOf(turn);
      const one = (turn: Turn, id: number): Promise<void> =>
        locks.request(turn, {}, async () => {
          holding.set(id, turn);
          const before = [...holding].filter(([, other]) => isEarlier(other, turn));
          await untilTurn(locks, turn);
          wrong.push(...before.filter(([other]) => holding.has(other)).map(([, other]) => other));
          await scheduler.schedule(Promise.resolve(), turn);
          holding.delete(id);
        });
      await scheduler.waitFor(Promise.all(turns.map(one)));
      expect(wrong).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
