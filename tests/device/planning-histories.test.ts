// FAULTS.md, L1: the planner alone, under commands in any order. What is promised of every step is checked at every step.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { RefusalCode, StoryId } from "../../src/protocol/intake.ts";
import { advance } from "../../src/device/advancing.ts";
import {
  emptyLine,
  type Line,
  type LineEvent,
  type PlannedPart,
  type PlannedStory,
} from "../../src/device/line.ts";
import { plan, type Step } from "../../src/device/planning.ts";
import { anId } from "../support/device.ts";

const minute = 60_000;
const hour = 60 * minute;
const isProof = process.env["PROOF"] !== undefined;
const histories = isProof ? 200_000 : 10_000;
const mostRequests = 20;

/** What is there, seen from outside: the phone's disk, the newsroom's, the clock, and what was asked for when. */
interface World {
  now: number;
  readonly sealed: StoryId[];
  readonly paused: Set<StoryId>;
  /** Refused for good: the text (part 0), or an attachment. */
  readonly refused: Set<string>;
  /** What the newsroom has: whether the text, and so many leaves of each attachment. */
  readonly newsroom: Map<StoryId, { text: boolean; readonly leaves: number[] }>;
  /** Requests since the newsroom's trouble began and nothing moved; a person's own tap begins anew. */
  failedAt: number[];
}

interface Phone {
  line: Line;
}

const aPart = (leaves: number): PlannedPart => ({
  leaves,
  held: 0,
  doubt: false,
  obstacle: undefined,
  garbled: 0,
  stays: false,
});

type Answer = "fair" | "lost" | "done, and lost" | "portal" | "busy" | "refused" | "garbled";
type Sending = Exclude<Step, { kind: "rest" }>;

/** Makes the next request, if there is one now, and checks that it is one that may be made. */
class Request implements fc.Command<World, Phone> {
  readonly answer: Answer;
  readonly random: number;
  constructor(answer: Answer, random: number) {
    this.answer = answer;
    this.random = random;
  }
  check = (): boolean => true;
  toString = (): string => `request: ${this.answer}`;

  run(world: World, phone: Phone): void {
    const step = plan(phone.line, world.now);
    if (step.kind === "rest") return expectRestIsRight(world, phone.line, step.until);
    expectRightTurn(world, phone.line, step);
    phone.line = advance(phone.line, { kind: "requested", now: world.now });
    for (const event of this.events(world, phone.line, step))
      phone.line = advance(phone.line, event);
  }

  private events(world: World, line: Line, step: Sending): readonly LineEvent[] {
    const { now } = world;
    const { random } = this;
    const leaves = step.kind === "look" || step.kind === "send-leaves" ? { leaves: step } : {};
    const failed = (why: "unreachable" | "portal" | "newsroom"): readonly LineEvent[] => [
      { kind: "failed", why, retryAfter: undefined, ...leaves, now, random },
    ];
    switch (this.answer) {
      case "lost":
        return failed("unreachable");
      case "done, and lost":
        answerOf(world, line, step);
        return failed("unreachable");
      case "portal":
        return failed("portal");
      case "busy":
        world.failedAt = [...world.failedAt.filter((at) => at > now - hour), now];
        expect(world.failedAt.length).toBeLessThanOrEqual(mostRequests);
        return failed("newsroom");
      case "garbled":
        return step.kind === "send-leaves"
          ? [refusal(step.id, step.part, "digest", now, random)]
          : answerOf(world, line, step);
      case "refused":
        if (step.kind !== "send-text" && step.kind !== "send-leaves")
          return answerOf(world, line, step);
        world.refused.add(`${step.id}/${step.kind === "send-leaves" ? step.part : 0}`);
        return [refusal(step.id, "part" in step ? step.part : undefined, "too-big", now, random)];
      case "fair":
        return answerOf(world, line, step);
    }
  }
}

const refusal = (
  id: StoryId,
  part: number | undefined,
  code: RefusalCode,
  now: number,
  random: number,
): LineEvent => ({ kind: "refused", id, part, code, now, random });

/** The newsroom does what it is asked for, and says so. */
function answerOf(world: World, line: Line, step: Sending): readonly LineEvent[] {
  if (step.kind === "ask") return [{ kind: "answered" }];
  if (step.kind === "send-note") throw new Error("There are no notes here");
  const { id } = step;
  const parts = line.stories.find((story) => story.id === id)!.parts;
  const there = world.newsroom.get(id) ?? { text: false, leaves: parts.map(() => 0) };
  world.newsroom.set(id, there);
  const moved = (): void => void (world.failedAt = []);
  if (step.kind === "send-text") {
    moved();
    there.text = true;
    const partsHeld = parts.map(({ leaves }, at) => there.leaves[at] === leaves);
    return [{ kind: "accepted", id, whole: partsHeld.every(Boolean), partsHeld }];
  }
  if (step.kind === "send-leaves") {
    // Never before what is missing: the newsroom would keep nothing of it.
    expect(step.first).toBeLessThanOrEqual(there.leaves[step.part - 1]!);
    there.leaves[step.part - 1] = Math.max(there.leaves[step.part - 1]!, step.first + step.count);
  }
  const held = there.leaves[step.part - 1]!;
  if (held > parts[step.part - 1]!.held) moved();
  return [{ kind: "held", id, part: step.part, held }];
}

/** A step is one that nothing before it in the order of a minute stands in the way of. */
function expectRightTurn(world: World, { stories, asked }: Line, step: Sending): void {
  if (step.kind === "ask") return;
  expect(asked, "receipts are asked for first").toBe(true);
  expect(world.paused.has(step.id), "nothing of a story that is held back is sent").toBe(false);
  const part = "part" in step ? step.part : 0;
  expect(world.refused.has(`${step.id}/${part}`), "what was refused is not sent again").toBe(false);
  const first = stories.find(
    ({ id, receipt }) =>
      receipt === "none" && !world.paused.has(id) && !world.refused.has(`${id}/0`),
  );
  if (first === undefined) return;
  expect(step.kind, "texts go before attachments").toBe("send-text");
  expect(step.id, "in the order of sealing").toBe(first.id);
}

/** With something left that may go, the line never rests for ever, nor longer than an hour. */
function expectRestIsRight(world: World, line: Line, until: number | undefined): void {
  const left = line.stories.some(
    ({ id, receipt, parts }) =>
      !world.paused.has(id) &&
      !world.refused.has(`${id}/0`) &&
      (receipt === "none" ||
        (receipt === "text" &&
          parts.some(({ obstacle, held, leaves }) => obstacle === undefined && held < leaves))),
  );
  if (left) expect(until, "it never gives up").toBeDefined();
  if (until !== undefined) expect(until - world.now).toBeLessThanOrEqual(hour);
}

class Pass implements fc.Command<World, Phone> {
  readonly milliseconds: number;
  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }
  check = (): boolean => true;
  toString = (): string => `pass ${this.milliseconds} ms`;
  run(world: World, phone: Phone): void {
    world.now += this.milliseconds;
    phone.line = advance(phone.line, { kind: "woken", by: "timer", now: world.now });
  }
}

/** An hour and more in which the newsroom is in trouble: the line asks as soon as it may. */
class Trouble implements fc.Command<World, Phone> {
  readonly random: readonly number[];
  constructor(random: readonly number[]) {
    this.random = random;
  }
  check = (): boolean => true;
  toString = (): string => `trouble for 90 minutes [${this.random.join(", ")}]`;
  run(world: World, phone: Phone): void {
    const end = world.now + 1.5 * hour;
    for (let n = 0; world.now < end; n += 1) {
      new Request("busy", this.random[n % this.random.length]!).run(world, phone);
      const step = plan(phone.line, world.now);
      if (step.kind !== "rest") continue;
      if (step.until === undefined) return;
      new Pass(step.until - world.now).run(world, phone);
    }
  }
}

class Wake implements fc.Command<World, Phone> {
  readonly by: "online" | "visible" | "sync" | "put" | "button";
  constructor(by: "online" | "visible" | "sync" | "put" | "button") {
    this.by = by;
  }
  check = (): boolean => true;
  toString = (): string => `woken by ${this.by}`;
  run(world: World, phone: Phone): void {
    phone.line = advance(phone.line, { kind: "woken", by: this.by, now: world.now });
  }
}

/** The phone's disk as a line reads it. */
function readDisk(world: World, { stories }: Line): LineEvent {
  const known = new Map(stories.map((story) => [story.id, story]));
  const read = world.sealed.map((id): PlannedStory => {
    const story = known.get(id)!;
    return { ...story, paused: world.paused.has(id) };
  });
  return { kind: "read", stories: read, notes: [] };
}

class Seal implements fc.Command<World, Phone> {
  readonly leaves: readonly number[];
  constructor(leaves: readonly number[]) {
    this.leaves = leaves;
  }
  check = ({ sealed }: Readonly<World>): boolean => sealed.length < 6;
  toString = (): string => `seal [${this.leaves.join(", ")}]`;
  run(world: World, phone: Phone): void {
    const id = anId(world.sealed.length + 1) as StoryId;
    world.sealed.push(id);
    const story: PlannedStory = {
      id,
      receipt: "none",
      obstacle: undefined,
      paused: false,
      parts: this.leaves.map(aPart),
      final: false,
    };
    const before = { ...phone.line, stories: [...phone.line.stories, story] };
    phone.line = advance(before, readDisk(world, before));
  }
}

class Hold implements fc.Command<World, Phone> {
  readonly which: number;
  constructor(which: number) {
    this.which = which;
  }
  check = ({ sealed }: Readonly<World>): boolean => sealed.length > 0;
  toString = (): string => `hold back, or let go, ${this.which}`;
  run(world: World, phone: Phone): void {
    const id = world.sealed[this.which % world.sealed.length]!;
    if (!world.paused.delete(id)) world.paused.add(id);
    phone.line = advance(phone.line, readDisk(world, phone.line));
  }
}

const answers: readonly Answer[] = [
  "fair",
  "fair",
  "fair",
  "lost",
  "done, and lost",
  "portal",
  "busy",
  "busy",
  "refused",
  "garbled",
];
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const commands = fc.commands(
  [
    fc
      .tuple(fc.constantFrom(...answers), chance)
      .map(([answer, random]) => new Request(answer, random)),
    fc
      .tuple(fc.constant<Answer>("busy"), chance)
      .map(([answer, random]) => new Request(answer, random)),
    fc.array(chance, { minLength: 1, maxLength: 5 }).map((random) => new Trouble(random)),
    fc.constantFrom(1_000, minute, 6 * minute, hour).map((by) => new Pass(by)),
    fc.constantFrom("online", "visible", "sync", "put", "button").map((by) => new Wake(by)),
    fc.array(fc.integer({ min: 1, max: 70 }), { maxLength: 3 }).map((leaves) => new Seal(leaves)),
    fc.nat({ max: 5 }).map((which) => new Hold(which)),
  ],
  { maxCommands: 80, size: "max" },
);

test(
  `${histories} histories of the planner: its order, its patience, and that it never gives up`,
  () => {
    const requests = new Set<Step["kind"]>();
    fc.assert(
      fc.property(commands, (all) => {
        const world: World = {
          now: 0,
          sealed: [],
          paused: new Set(),
          refused: new Set(),
          newsroom: new Map(),
          failedAt: [],
        };
        const phone: Phone = { line: emptyLine };
        fc.modelRun(() => ({ model: world, real: phone }), all);
        expectAllArrives(world, phone, requests);
      }),
      // The same ones at each `npm test`, others at each `npm run proof`.
      { numRuns: histories, ...(isProof ? {} : { seed: 20_261_129 }) },
    );
    // A history in which a kind of request never comes proves nothing about it.
    expect([...requests].toSorted()).toEqual(["ask", "look", "rest", "send-leaves", "send-text"]);
  },
  histories * 20,
);

/** In fair weather, whatever was before: all that is not refused and not held back is at the newsroom. */
function expectAllArrives(world: World, phone: Phone, requests: Set<Step["kind"]>): void {
  for (let left = 2_000; ; left -= 1) {
    expect(left, "it comes to an end").toBeGreaterThan(0);
    const step = plan(phone.line, world.now);
    requests.add(step.kind);
    if (step.kind === "rest") {
      if (step.until === undefined) break;
      world.now = step.until;
      phone.line = advance(phone.line, { kind: "woken", by: "timer", now: world.now });
      continue;
    }
    new Request("fair", 0.5).run(world, phone);
  }
  for (const id of world.sealed) {
    if (world.paused.has(id) || world.refused.has(`${id}/0`)) continue;
    const story = phone.line.stories.find((one) => one.id === id)!;
    const there = world.newsroom.get(id);
    expect(there?.text).toBe(true);
    for (const [index, part] of story.parts.entries())
      expect(there?.leaves[index] === part.leaves || part.obstacle !== undefined).toBe(true);
  }
}
