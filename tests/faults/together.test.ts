// Texts that travel together on a quick line: whatever befalls their request, each is received once, and none is lost.
import { afterEach, expect, test } from "vitest";
import type { StoryId } from "../../src/protocol/intake.ts";
import { readStories, stateOf } from "../../src/device/outbox.ts";
import { findViolations } from "./promises.ts";
import { aStoryIn, createWorld, type Weather, type World } from "./simulator.ts";

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

/** A phone with stories that wait for a network. */
async function aLineOf(stories: number, seed: number) {
  const world = await createWorld(seed);
  open.push(world);
  const window = world.open({ bend: { connections } });
  const ids: StoryId[] = [];
  for (let n = 0; n < stories; n += 1) ids.push(await aStoryIn(window));
  return { world, window, ids };
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
  const { world, window, ids } = await aLineOf(count, 1);

  await window.live(hour);

  await expectAllSent(world, ids);
  const texts = world.requests.filter(({ path }) => path.startsWith("/intake/stories"));
  expect(texts.filter(isTogether).length).toBeGreaterThanOrEqual(2);
  expect(texts.length).toBeLessThan(count);
  expect(world.sentBytes()).toBeLessThan((count + 1) * one);
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

test("a newsroom of an older day, which takes one at a time, gets each alone", async () => {
  const { world, window, ids } = await aLineOf(count, 5);
  world.forecast = (request) =>
    isTogether({ method: request.method, path: new URL(request.url).pathname })
      ? () =>
          new Response(
            JSON.stringify({ type: "about:blank", status: 404, code: "unknown", title: "No" }),
            { status: 404, headers: { "content-type": "application/problem+json" } },
          )
      : "fair";

  await window.live(hour);

  await expectAllSent(world, ids);
});
