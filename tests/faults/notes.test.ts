// What an author says about a story later: nothing of it is lost, nothing doubled, and the phone says what is so.
import { afterEach, expect, test } from "vitest";
import type { StoryId } from "../../src/protocol/intake.ts";
import { noteTypes, parseNoteFile } from "../../src/protocol/note.ts";
import { createFacts, type HeldEdition } from "../../src/device/facts.ts";
import { writeNote, type Written } from "../../src/device/note-writing.ts";
import { isOnItsWay, readNotes } from "../../src/device/notes.ts";
import { findStory, stateOf } from "../../src/device/outbox.ts";
import { newRandomId } from "../../src/device/random-id.ts";
import { findViolations } from "./promises.ts";
import {
  aStoryIn,
  createWorld,
  someTerms,
  type Weather,
  type Window,
  type World,
} from "./simulator.ts";

const minute = 60_000;
const hour = 60 * minute;

let open: World[] = [];
let windows: Window[] = [];
afterEach(async () => {
  for (const { draining } of windows) draining.stop();
  for (const world of open) await world.close();
  [open, windows] = [[], []];
});

function aWindow(world: World, ...options: Parameters<World["open"]>): Window {
  const window = world.open(...options);
  windows.push(window);
  return window;
}

async function aWorld(...args: Parameters<typeof createWorld>): Promise<World> {
  const world = await createWorld(...args);
  open.push(world);
  return world;
}

const tell = (
  world: World,
  story: StoryId,
  kind: "withdraw" | "terms" = "withdraw",
  store = world.disk,
): Promise<Written> =>
  writeNote(
    {
      store,
      keyring: world.keyring,
      facts: createFacts(world.disk),
      newId: newRandomId,
      now: () => 1_000,
      announce: () => undefined,
    },
    story,
    kind === "withdraw" ? { kind } : { kind, terms: someTerms },
  );

const offline: Weather = () => Promise.reject(new TypeError("no network"));

/** I1-I3 for notes: what was written is on its way or at the newsroom, once, and is said to be so. */
async function expectNotesTrue(world: World, story: StoryId): Promise<void> {
  const there = (await world.intake.inbox.listNotes(story)).map(({ id }) => id);
  expect(new Set(there).size).toBe(there.length);
  for (const note of (await readNotes(world.disk)).filter((one) => one.story === story)) {
    if (note.state.kind === "taken") expect(there).toContain(note.id);
    else if (isOnItsWay(note)) expect(parseNoteFile(new Uint8Array(note.file!)).ok).toBe(true);
  }
}

async function aSentStory(world: World): Promise<StoryId> {
  const window = aWindow(world);
  const id = await aStoryIn(window, []);
  await window.live(minute);
  return id;
}

test("1, 2, 3, 6: a note meets each weather at each of its requests, and is taken once, with a receipt on disk", async () => {
  const bad: readonly Weather[] = [
    "cut-before",
    "cut-after",
    "kill-after",
    "silent",
    { diesAfter: 900 },
  ];
  for (const [seed, weather] of bad.entries()) {
    const world = await aWorld(seed);
    const id = await aSentStory(world);
    await tell(world, id);
    let met = false;
    world.forecast = ({ url }) => {
      if (met || !url.includes("/intake/notes/")) return "fair";
      met = true;
      return weather;
    };
    await aWindow(world).live(hour);
    await expectNotesTrue(world, id);
    await aWindow(world).live(hour);

    expect(met).toBe(true);
    expect((await readNotes(world.disk)).map(({ state }) => state.kind)).toEqual(["taken"]);
    expect(await world.intake.inbox.listNotes(id)).toHaveLength(1);
    await expectNotesTrue(world, id);
    expect(await findViolations(world, [id])).toEqual([]);
  }
});

test("4: a bit flipped on the way is refused, and the note goes at the next start", async () => {
  const world = await aWorld(4);
  const id = await aSentStory(world);
  await tell(world, id);
  let flips = 1;
  world.forecast = ({ url }) =>
    url.includes("/intake/notes/") && flips-- > 0 ? { flips: 5_000 } : "fair";
  await aWindow(world).live(hour);
  expect((await readNotes(world.disk)).map(({ state }) => state.kind)).toEqual(["refused"]);
  await aWindow(world).live(hour);

  expect((await readNotes(world.disk)).map(({ state }) => state.kind)).toEqual(["taken"]);
});

test("5: killed at any request of storage, the note and what it means for its story are both there, or neither", async () => {
  for (let killAt = 0; ; killAt += 1) {
    const world = await aWorld(killAt);
    const id = await aSentStory(world);
    const window = aWindow(world, { killAt });
    const told = await Promise.race([
      tell(world, id, "withdraw", window.store),
      window.faults.died,
    ]);
    const notes = await readNotes(world.disk);
    const record = await findStory(world.disk, id);

    expect(record?.takenBack).toBe(notes.length === 0 ? undefined : "there");
    if (told !== undefined) {
      expect(told).toEqual({ kind: "written" });
      break;
    }
    await aWindow(world).live(hour);
    await expectNotesTrue(world, id);
  }
});

test("a story that never left is taken back on the phone alone, once the newsroom has said that it has none", async () => {
  const world = await aWorld(20);
  world.forecast = () => offline;
  const window = aWindow(world);
  const id = await aStoryIn(window, []);
  await tell(world, id);
  await window.live(minute);
  expect((await findStory(world.disk, id))?.takenBack).toBe("asking");

  world.forecast = () => "fair";
  await aWindow(world).live(hour);

  expect((await findStory(world.disk, id))?.takenBack).toBe("never-went");
  expect(await world.intake.storage.list()).toEqual([]);
  expect((await readNotes(world.disk)).map(({ state }) => state.kind)).toEqual(["needless"]);
  expect(world.requests.filter(({ path }) => path.includes("/stories/"))).toHaveLength(0);
});

test("1: a story whose receipt was lost on the way is taken back at the newsroom, and is not sent again", async () => {
  const world = await aWorld(21);
  world.forecast = ({ url }) => (url.includes("/stories/") ? "cut-after" : "fair");
  const window = aWindow(world);
  const id = await aStoryIn(window, []);
  await window.live(10);
  expect(stateOf((await findStory(world.disk, id))!).kind).toBe("waiting");
  await tell(world, id);
  world.forecast = () => "fair";
  const next = aWindow(world);
  await next.live(hour);
  await Promise.all([window.draining.settled(), next.draining.settled()]);

  expect((await findStory(world.disk, id))?.takenBack).toBe("there");
  expect((await readNotes(world.disk)).map(({ state }) => state.kind)).toEqual(["taken"]);
  expect(await world.intake.inbox.listNotes(id)).toHaveLength(1);
});

test("terms that were changed before the story went follow its text in the same minute", async () => {
  const world = await aWorld(22);
  world.forecast = () => offline;
  const window = aWindow(world);
  const id = await aStoryIn(window, [90_000]);
  await tell(world, id, "terms");
  world.forecast = () => "fair";
  const before = world.requests.length;
  await aWindow(world).live(hour);

  const puts = world.requests
    .slice(before)
    .filter(({ method }) => method === "PUT")
    .map(({ path }) => /\/intake\/(\w+)\//.exec(path)?.[1]);
  expect(puts).toEqual(["stories", "notes", "blobs", "stories"]);
  expect(await findViolations(world, [id])).toEqual([]);
});

test("a copy that is thrown away does not undo a withdrawal that still waits", async () => {
  const world = await aWorld(23);
  const id = await aSentStory(world);
  await tell(world, id);
  const window = aWindow(world);
  await window.outbox.destroy(id);
  await window.live(hour);

  expect(await world.intake.inbox.listNotes(id)).toHaveLength(1);
  expect((await readNotes(world.disk)).map(({ state }) => state)).toEqual([
    { kind: "taken", receipt: null, restored: 0 },
  ]);
  expect((await readNotes(world.disk))[0]).not.toHaveProperty("file");
});

test("27: a newsroom that lost notes with its disk has each of them again, once, and one that knows nothing of a story is not asked for ever", async () => {
  const world = await aWorld(27);
  const id = await aSentStory(world);
  await tell(world, id, "terms");
  await aWindow(world).live(hour);
  const [kept] = await readNotes(world.disk);
  const goneBack = (restored: number): Promise<void> =>
    createFacts(world.disk).set("edition", { restored } as HeldEdition);

  // Put back, with the note still there: the same bytes, the same receipt, no second note.
  await goneBack(1);
  await aWindow(world).live(hour, "restored");
  expect(await world.intake.inbox.listNotes(id)).toHaveLength(1);

  // Put back to a day before the note.
  await world.intake.sqlite.query.deleteFrom("notes").execute();
  await goneBack(2);
  await aWindow(world).live(hour, "restored");
  expect((await world.intake.inbox.listNotes(id)).map((note) => note.id)).toEqual([kept!.id]);

  const sent = (): number => world.requests.filter(({ path }) => path.includes("/notes/")).length;
  expect(sent()).toBe(3);
  await aWindow(world).live(hour);
  expect(sent()).toBe(3);
  await expectNotesTrue(world, id);
});

test("12: two windows write and send at once: notes are numbered apart, and each is taken once", async () => {
  const world = await aWorld(24);
  const id = await aSentStory(world);
  await Promise.all([tell(world, id, "terms"), tell(world, id, "terms"), tell(world, id)]);
  expect((await readNotes(world.disk)).map(({ order }) => order)).toEqual([1, 2, 3]);
  const [one, other] = [aWindow(world), aWindow(world)];
  await Promise.all([one.live(hour), other.live(hour, "visible")]);
  await Promise.all([one.draining.settled(), other.draining.settled()]);

  expect(await world.intake.inbox.listNotes(id)).toHaveLength(3);
  expect(world.requests.filter(({ path }) => path.includes("/notes/"))).toHaveLength(3);
});

test("19: what is no receipt of the newsroom's counts for nothing", async () => {
  const world = await aWorld(25);
  const id = await aSentStory(world);
  await tell(world, id);
  world.forecast = ({ url }) =>
    url.includes("/notes/")
      ? () => new Response("<html>login</html>", { headers: { "content-type": "text/html" } })
      : "fair";
  await aWindow(world).live(hour);
  expect((await readNotes(world.disk)).map(({ state }) => state.kind)).toEqual(["waiting"]);
});

test("21: that nobody has read it is known by the newsroom's own days, whatever this phone's clock says", async () => {
  let day = Date.UTC(2026, 10, 11);
  const world = await aWorld(26, { now: () => day });
  const id = await aSentStory(world);
  const isLong = async (): Promise<true | undefined> => {
    await aWindow(world).live(hour);
    const state = stateOf((await findStory(world.disk, id))!);
    return state.kind === "sent" ? state.longUnread : undefined;
  };

  // Years by the phone's clock.
  world.clock.turnTo(10 * 365 * 24 * hour);
  expect(await isLong()).toBeUndefined();
  day = Date.UTC(2026, 10, 24);
  expect(await isLong()).toBeUndefined();
  day = Date.UTC(2026, 10, 25);
  expect(await isLong()).toBe(true);
  await world.intake.inbox.setState(id, "opened");
  expect(await isLong()).toBeUndefined();
});

test("28: the newsroom's genuine receipt for another note, doubled or late, counts for nothing", async () => {
  const world = await aWorld(27);
  const id = await aSentStory(world);
  await tell(world, id, "terms");
  const [first] = await readNotes(world.disk);
  await aWindow(world).live(hour);
  const address = `https://newsroom.example/intake/notes/${first!.id}`;
  const put = { method: "PUT", body: first!.file! };
  const earlier = await (await world.intake.send(new Request(address, put))).arrayBuffer();

  await tell(world, id);
  world.forecast = ({ url }) =>
    url.includes("/notes/")
      ? () => new Response(earlier, { headers: { "content-type": noteTypes.receipt } })
      : "fair";
  await aWindow(world).live(hour);
  expect((await readNotes(world.disk)).map(({ state }) => state.kind)).toEqual([
    "taken",
    "waiting",
  ]);

  world.forecast = () => "fair";
  await aWindow(world).live(hour);
  expect((await readNotes(world.disk)).map(({ state }) => state.kind)).toEqual(["taken", "taken"]);
});
