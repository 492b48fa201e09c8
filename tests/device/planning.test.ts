import fc from "fast-check";
import { expect, test } from "vitest";
import { refusalCodes, type StoryId } from "../../src/protocol/intake.ts";
import type { NoteId } from "../../src/protocol/note.ts";
import { advance } from "../../src/device/advancing.ts";
import {
  emptyLine,
  type Line,
  type LineEvent,
  longestRest,
  type PlannedPart,
  type PlannedStory,
} from "../../src/device/line.ts";
import { plan, type Step } from "../../src/device/planning.ts";
import { anId } from "../support/device.ts";

const minute = 60_000;
const hour = 60 * minute;

test("receipts are asked for first, then texts go, then attachments, each in the order of sealing", () => {
  const newsroom = aNewsroom();
  const steps = run(lineOf(aStory(1, [40]), aStory(2, []), aStory(3, [2, 1])), newsroom).map(brief);

  expect(steps).toEqual([
    "ask 1,2,3",
    "send-text 1",
    "send-text 2",
    "send-text 3",
    "send-leaves 1.1 0+4",
    ...Array.from({ length: 9 }, (_, at) => `send-leaves 1.1 ${4 * at + 4}+4`),
    "send-text 1",
    "send-leaves 3.1 0+2",
    "send-leaves 3.2 0+1",
    "send-text 3",
  ]);
});

test("notes go after texts and before attachments, in the order in which they were written", () => {
  const stories = [{ ...aStory(1, [2]), receipt: "text" as const }, aStory(2, [])];
  const steps = run(withNotes(stories, [2, 1, 1]), aNewsroom()).map(brief);

  expect(steps).toEqual([
    "ask 1,2",
    "send-text 2",
    "send-note 2",
    "send-note 1",
    "send-note 1",
    "send-leaves 1.1 0+2",
    "send-text 1",
  ]);
});

test("of a story that was taken back nothing goes but the note, and only where the newsroom can have the story", () => {
  const story = aStory(1, [2]);
  const asking = withNotes([{ ...story, takenBack: { noteMayGo: false } }], [1]);
  const there = withNotes([{ ...story, takenBack: { noteMayGo: true } }], [1]);
  const half = withNotes([{ ...story, receipt: "text", takenBack: { noteMayGo: true } }], [1]);

  expect(run(asking, aNewsroom()).map(brief)).toEqual(["ask 1"]);
  expect(run(there, aNewsroom()).map(brief)).toEqual(["ask 1", "send-note 1"]);
  expect(run(half, aNewsroom()).map(brief)).toEqual(["ask 1", "send-note 1"]);
});

test("a note whose story's copy was thrown away goes all the same", () => {
  expect(run(withNotes([], [1]), aNewsroom()).map(brief)).toEqual(["send-note 1"]);
});

test("a refused note keeps nothing else from going, and is tried again where the newsroom had no room", () => {
  let line = withNotes([{ ...aStory(1, [2]), receipt: "text" }], [1, 1]);
  line = advance(line, { kind: "answered" });
  line = advance(line, { kind: "note-refused", note: line.notes[0]!.id, code: "full" });

  expect(plan(line, 0)).toMatchObject({ kind: "send-note", note: line.notes[1]!.id });
  line = advance(line, { kind: "noted", note: line.notes[1]!.id });
  expect(brief(plan(line, 0))).toBe("send-leaves 1.1 0+2");
  line = advance(line, { kind: "woken", by: "button", now: 0 });
  expect(plan(line, 0)).toMatchObject({ kind: "send-note", note: line.notes[0]!.id });
});

test("after a doubt the newsroom is asked what it has, and only the rest is sent", () => {
  let line = lineOf({
    ...aStory(1, [40]),
    receipt: "text",
    parts: [{ ...aPart(40), doubt: true }],
  });
  line = advance(line, { kind: "answered" });

  expect(brief(plan(line, 0))).toBe("look 1.1");
  line = advance(line, { kind: "held", id: idOf(1), part: 1, held: 35 });
  expect(brief(plan(line, 0))).toBe("send-leaves 1.1 35+4");
});

test("on a quick line more texts go at the same time, in their order; one that is slow, or fails, brings it back to one", () => {
  let line = advance(lineOf(...Array.from({ length: 61 }, (_, at) => aStory(at + 1, []))), {
    kind: "answered",
  });
  const texts = (): number => {
    const step = plan(line, 0);
    if (step.kind !== "send-text") throw new Error(step.kind);
    const all = [step.id, ...step.beside];
    expect(all.map(numberOf)).toEqual(Array.from(all, (_, at) => at + 1));
    return all.length;
  };
  const after = (took: number): number => {
    line = advance(line, { kind: "paced", what: "texts", took });
    return texts();
  };

  expect(texts()).toBe(1);
  expect([10, 20, 20, 20, 20, 20].map(after)).toEqual([2, 4, 8, 16, 32, 60]);
  expect([700, 1_500, 7_000, 10].map(after)).toEqual([30, 15, 1, 2]);
  line = advance(line, {
    kind: "failed",
    why: "unreachable",
    retryAfter: undefined,
    now: 0,
    random: 0,
  });
  expect(line.pace.texts).toBe(1);
});

test("leaves go by as many as the line takes in 5 to 10 seconds, and by few where it breaks", () => {
  let line = advance(lineOf({ ...aStory(1, [2_000]), receipt: "text" }), { kind: "answered" });
  const now = 1_000_000;
  const after = (took: number): number => {
    line = advance(line, { kind: "paced", what: "leaves", count: line.pace.leaves, took });
    const step = plan(line, now);
    return step.kind === "send-leaves" ? step.count : Number.NaN;
  };
  const breaking = (): void => {
    const leaves = { id: idOf(1), part: 1 };
    const failed = { kind: "failed", why: "unreachable", retryAfter: undefined, leaves } as const;
    line = advance(line, { ...failed, now: 0, random: 0 });
    line = advance(line, { kind: "answered" });
    line = advance(line, { kind: "held", id: idOf(1), part: 1, held: 0 });
  };

  expect([4_000, 4_000, 8_000, 11_000, 4_000, 20, 20].map(after)).toEqual([
    8, 16, 16, 8, 16, 32, 32,
  ]);
  breaking();
  expect([20, 20, 20, 1_500, 3_000, 20].map(after)).toEqual([2, 2, 2, 4, 8, 2]);
  expect(
    Array.from({ length: 70 }, () => 20)
      .map(after)
      .slice(-2),
  ).toEqual([32, 32]);
});

test("the last leaves of an attachment say how much a line takes, and never that it takes more", () => {
  const after = (leaves: number, count: number, took: number): number => {
    const line = { ...emptyLine, pace: { ...emptyLine.pace, leaves } };
    return advance(line, { kind: "paced", what: "leaves", count, took }).pace.leaves;
  };

  expect(after(4, 2, 50)).toBe(4);
  expect(after(32, 2, 50)).toBe(32);
  expect(after(32, 2, 0)).toBe(32);
  expect(after(32, 2, 2_000)).toBe(10);
  expect(after(32, 1, 60_000)).toBe(1);
});

test("connections are not kept open under leaves before 8 MiB went without a break", () => {
  let line = advance(lineOf({ ...aStory(1, [2_000]), receipt: "text" }), { kind: "answered" });
  const isWary = (): unknown => (plan(line, 1_000_000) as { readonly wary?: boolean }).wary;
  const went = (count: number): unknown => {
    line = advance(line, { kind: "paced", what: "leaves", count, took: 20 });
    return isWary();
  };

  expect([isWary(), went(4), went(123), went(1)]).toEqual([true, true, true, false]);
  const leaves = { id: idOf(1), part: 1 };
  const failed = { kind: "failed", why: "unreachable", retryAfter: undefined, leaves } as const;
  line = advance(line, { ...failed, now: 0, random: 0 });
  line = advance(line, { kind: "answered" });
  line = advance(line, { kind: "held", id: idOf(1), part: 1, held: 0 });
  expect([isWary(), went(128)]).toEqual([true, false]);
});

test("a story that its author holds back is asked about, and nothing of it goes", () => {
  const paused = { ...aStory(1, [2]), paused: true };
  const withText = { ...aStory(2, [2]), receipt: "text" as const, paused: true };

  const steps = run(lineOf(paused, withText, aStory(3, [])), aNewsroom()).map(brief);

  expect(steps).toEqual(["ask 1,2,3", "send-text 3"]);
});

test("what waits for Wi-Fi lets text go, and the other attachments of its own story", () => {
  const story = {
    ...aStory(1, [3, 2]),
    parts: [{ ...aPart(3), stays: true }, aPart(2)],
  };

  const steps = run(lineOf(story), aNewsroom()).map(brief);

  expect(steps).toEqual(["ask 1", "send-text 1", "send-leaves 1.2 0+2"]);
});

test("a network that comes back ends a wait for the network, and not a newsroom's", () => {
  const failed = (why: "unreachable" | "newsroom"): Line =>
    advance(lineOf(aStory(1, [])), {
      kind: "failed",
      why,
      retryAfter: undefined,
      now: 0,
      random: 0.9,
    });

  const online = (line: Line): Step =>
    plan(advance(line, { kind: "woken", by: "online", now: 10 }), 10);

  expect(online(failed("unreachable")).kind).toBe("ask");
  expect(online(failed("newsroom")).kind).toBe("rest");
  expect(plan(advance(failed("newsroom"), { kind: "woken", by: "button", now: 10 }), 10).kind).toBe(
    "ask",
  );
});

test.each([
  [undefined, 0, 30_000],
  [10 * minute, 10 * minute, 10 * minute],
  [1e15, hour, hour],
])(
  "a newsroom that asks for %s ms is left at least %i and at most %i",
  (retryAfter, least, most) => {
    fc.assert(
      fc.property(aRandom, (random) => {
        const line = advance(lineOf(aStory(1, [])), {
          kind: "failed",
          why: "newsroom",
          retryAfter,
          now: 0,
          random,
        });
        expect(line.restUntil).toBeGreaterThanOrEqual(least);
        expect(line.restUntil).toBeLessThanOrEqual(most);
      }),
    );
  },
);

test.each([
  ["from the first leaf on", 4, 0],
  ["behind leaves that the newsroom has", 4, 3],
])(
  "bytes that arrive garbled again and again, %s, are damaged here: the author is told, nothing is sent for ever",
  (_, leaves, held) => {
    let line = advance(lineOf({ ...aStory(1, [leaves]), receipt: "text" }), { kind: "answered" });
    const part = { id: idOf(1), part: 1 };
    const refused: LineEvent = { kind: "refused", ...part, code: "digest", now: 0, random: 0 };
    let sent = 0;
    for (let step = plan(line, 0); step.kind !== "rest" && sent < 100; step = plan(line, 0)) {
      if (step.kind === "send-leaves") sent += 1;
      line = advance(line, step.kind === "look" ? { kind: "held", ...part, held } : refused);
    }

    expect(sent).toBeLessThanOrEqual(7);
    expect(line.stories[0]?.parts[0]?.obstacle).toBe("digest");
  },
);

test("a newsroom that keeps nothing of the leaves that it takes is not sent them for ever", () => {
  let line = advance(lineOf({ ...aStory(1, [4]), receipt: "text" }), { kind: "answered" });
  let requests = 0;
  for (let step = plan(line, 0); step.kind !== "rest" && requests < 100; step = plan(line, 0)) {
    requests += 1;
    line = advance(line, { kind: "held", id: idOf(1), part: 1, held: 2 });
  }

  expect(requests).toBeLessThanOrEqual(14);
  expect(line.stories[0]?.parts[0]?.obstacle).toBe("digest");
});

test("a newsroom that has all of an attachment, and gives no receipt for it, is not asked for ever", () => {
  let line = advance(lineOf({ ...aStory(1, [4]), receipt: "text" }), { kind: "answered" });
  line = advance(line, { kind: "held", id: idOf(1), part: 1, held: 4 });
  let requests = 0;
  for (let step = plan(line, 0); step.kind !== "rest" && requests < 100; step = plan(line, 0)) {
    requests += 1;
    line = advance(
      line,
      step.kind === "look"
        ? { kind: "held", id: idOf(1), part: 1, held: 4 }
        : { kind: "accepted", id: idOf(1), whole: false, partsHeld: [false] },
    );
  }

  expect(requests).toBeLessThanOrEqual(12);
  expect(line.stories[0]?.parts[0]?.obstacle).toBe("digest");
});

const aRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const someStories = fc
  .array(fc.array(fc.integer({ min: 1, max: 70 }), { maxLength: 3 }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((all) => all.map((leaves, index) => aStory(index + 1, leaves)));

test("in any hour in which the newsroom only fails, at most 20 requests, whoever wakes the line, and it never gives up", () => {
  fc.assert(
    fc.property(
      someStories,
      fc.infiniteStream(aRandom),
      fc.array(
        fc.record({ at: fc.integer({ min: 0, max: 3 * hour }), by: fc.constantFrom(...wakes) }),
        { maxLength: 60 },
      ),
      (stories, random, calls) => {
        const times = fail(lineOf(...stories), random, calls, 4 * hour);
        for (const [index, time] of times.entries()) {
          expect(
            times.slice(index).filter((later) => later < time + hour).length,
          ).toBeLessThanOrEqual(20);
        }
        expect(times.at(-1)).toBeGreaterThan(4 * hour - longestRest - minute);
      },
    ),
    { numRuns: 400 },
  );
});

test("whatever happens on the way, all that is not refused arrives, and nothing is sent that is there", () => {
  fc.assert(
    fc.property(someStories, fc.array(aMishap(), { maxLength: 80 }), (stories, mishaps) => {
      const newsroom = aNewsroom();
      const line = runThrough(lineOf(...stories), newsroom, [...mishaps]);

      for (const story of line.stories) {
        const refused =
          story.obstacle !== undefined ||
          story.parts.some(({ obstacle }) => obstacle !== undefined);
        expect(story.receipt === "whole" || refused).toBe(true);
      }
      expect(newsroom.leavesTwice()).toBeLessThanOrEqual(mishaps.length * 32);
    }),
    { numRuns: 1_500 },
  );
});

test("a refused story or part keeps nothing else from going", () => {
  fc.assert(
    fc.property(someStories, fc.nat(), fc.constantFrom(...lasting), (stories, which, code) => {
      const unwanted = stories[which % stories.length]!.id;
      let line = lineOf(...stories);
      const newsroom = aNewsroom();
      for (let step = plan(line, 0); step.kind !== "rest"; step = plan(line, 0)) {
        const refuse = step.kind === "send-text" && step.id === unwanted;
        line = advance(
          line,
          refuse
            ? { kind: "refused", id: unwanted, part: undefined, code, now: 0, random: 0 }
            : newsroom.answer(line, step),
        );
      }
      for (const story of line.stories)
        expect(story.receipt === "whole").toBe(story.id !== unwanted);
    }),
  );
});

test("a text that is refused when it goes once more for its photos' receipt does not go again and again", () => {
  const id = idOf(1);
  let line = advance(lineOf({ ...aStory(1, [1]), receipt: "text" }), { kind: "answered" });
  line = advance(line, { kind: "held", id, part: 1, held: 1 });
  expect(brief(plan(line, 0))).toBe("send-text 1");

  line = advance(line, {
    kind: "refused",
    id,
    part: undefined,
    code: "too-big",
    now: 0,
    random: 0,
  });

  expect(plan(line, 0)).toEqual({ kind: "rest", until: undefined });
});

test("the order of stories is the order of their sealing, whatever the clock does", () => {
  fc.assert(
    fc.property(
      someStories,
      fc.array(fc.integer({ min: -1e12, max: 1e12 }), { minLength: 300, maxLength: 300 }),
      (stories, clock) => {
        const newsroom = aNewsroom();
        let line = lineOf(...stories);
        const texts: string[] = [];
        for (const now of clock) {
          const step = plan(line, now);
          if (step.kind === "rest") break;
          if (
            step.kind === "send-text" &&
            line.stories.find(({ id }) => id === step.id)?.receipt === "none"
          )
            texts.push(step.id);
          line = advance(line, newsroom.answer(line, step));
        }
        expect(texts).toEqual(stories.map(({ id }) => id).slice(0, texts.length));
      },
    ),
  );
});

const wakes = ["start", "online", "visible", "timer", "button", "sync", "put"] as const;
const lasting = refusalCodes.filter(
  (code) => !["too-many", "busy", "full", "digest", "unknown", "parts-missing"].includes(code),
);

type Mishap = "lost" | "done-and-lost" | "portal" | "busy" | "digest" | "start-again";
const aMishap = (): fc.Arbitrary<Mishap | undefined> =>
  fc.constantFrom(
    undefined,
    undefined,
    "lost",
    "done-and-lost",
    "portal",
    "busy",
    "digest",
    "start-again",
  );

/** Runs to the end, with a mishap at some steps; time goes on whenever the line rests. */
function runThrough(start: Line, newsroom: Newsroom, mishaps: (Mishap | undefined)[]): Line {
  let line = start;
  let now = 0;
  for (let guard = 0; guard < 5_000; guard += 1) {
    const step = plan(line, now);
    if (step.kind === "rest") {
      if (step.until === undefined) return line;
      now = step.until;
      line = advance(line, { kind: "woken", by: "timer", now });
      continue;
    }
    line = advance(line, { kind: "requested", now });
    line = befall(line, step, newsroom, mishaps.shift(), now);
  }
  throw new Error("it never ends");
}

function befall(
  line: Line,
  step: Exclude<Step, { kind: "rest" }>,
  newsroom: Newsroom,
  mishap: Mishap | undefined,
  now: number,
): Line {
  const failed = (why: "unreachable" | "portal" | "newsroom"): Line =>
    advance(line, {
      kind: "failed",
      why,
      retryAfter: undefined,
      ...underWay(step),
      now,
      random: 0.5,
    });
  switch (mishap) {
    case "lost":
      return failed("unreachable");
    case "done-and-lost":
      newsroom.answer(line, step);
      return failed("unreachable");
    case "portal":
      return failed("portal");
    case "busy":
      return failed("newsroom");
    case "digest":
      return step.kind === "send-leaves"
        ? advance(line, {
            kind: "refused",
            id: step.id,
            part: step.part,
            code: "digest",
            now,
            random: 0.5,
          })
        : advance(line, newsroom.answer(line, step));
    case "start-again":
      // A new window knows what is on disk: receipts, and the leaves that were said to be held.
      return lineOf(
        ...line.stories.map((story) => ({
          ...story,
          parts: story.parts.map((part) => ({
            ...part,
            doubt: story.receipt === "text" && part.held < part.leaves,
            garbled: 0,
          })),
        })),
      );
    case undefined:
      return advance(line, newsroom.answer(line, step));
  }
}

/** Every request fails; gives when each was made. */
function fail(
  start: Line,
  random: Iterator<number>,
  calls: readonly { at: number; by: (typeof wakes)[number] }[],
  end: number,
): number[] {
  const waiting = [...calls].sort((one, other) => one.at - other.at);
  const times: number[] = [];
  let line = start;
  let now = 0;
  while (now < end) {
    const step = plan(line, now);
    if (step.kind !== "rest") {
      times.push(now);
      line = advance(line, { kind: "requested", now });
      line = advance(line, {
        kind: "failed",
        why: "newsroom",
        retryAfter: undefined,
        now,
        random: random.next().value as number,
      });
      continue;
    }
    const call = waiting[0];
    const due = step.until ?? end;
    const early = call !== undefined && call.at <= due;
    if (early) waiting.shift();
    now = Math.max(now, early ? call.at : due);
    line = advance(line, { kind: "woken", by: early ? call.by : "timer", now });
  }
  return times;
}

interface Newsroom {
  answer(line: Line, step: Exclude<Step, { kind: "rest" }>): LineEvent;
  leavesTwice(): number;
}

/** Takes everything, and remembers it. */
function aNewsroom(): Newsroom {
  const held = new Map<string, number>();
  let twice = 0;
  return {
    answer(line, step) {
      if (step.kind === "ask") return { kind: "answered" };
      const story = line.stories.find(({ id }) => id === step.id)!;
      if (step.kind === "send-text") {
        const partsHeld = story.parts.map(
          ({ leaves }, index) => held.get(`${story.id}.${index + 1}`) === leaves,
        );
        return { kind: "accepted", id: story.id, whole: partsHeld.every(Boolean), partsHeld };
      }
      if (step.kind === "send-note") return { kind: "noted", note: step.note };
      const name = `${story.id}.${step.part}`;
      const before = held.get(name) ?? 0;
      if (step.kind === "send-leaves" && step.first <= before) {
        const after = step.first + step.count;
        twice += Math.min(after, before) - step.first;
        held.set(name, Math.max(before, after));
      }
      return { kind: "held", id: story.id, part: step.part, held: held.get(name) ?? 0 };
    },
    leavesTwice: () => twice,
  };
}

function run(start: Line, newsroom: Newsroom): readonly Step[] {
  const steps: Step[] = [];
  let line = start;
  for (let step = plan(line, 0); step.kind !== "rest"; step = plan(line, 0)) {
    steps.push(step);
    line = advance(line, newsroom.answer(line, step));
  }
  return steps;
}

const idOf = (n: number): StoryId => anId(n) as StoryId;
const numberOf = (id: StoryId): number =>
  Array.from({ length: 100 }, (_, n) => n).find((n) => idOf(n) === id) ?? -1;

function brief(step: Step): string {
  switch (step.kind) {
    case "ask":
      return `ask ${step.ids.map(numberOf).join(",")}`;
    case "send-text":
      return `send-text ${numberOf(step.id)}`;
    case "send-note":
      return `send-note ${numberOf(step.id)}`;
    case "look":
      return `look ${numberOf(step.id)}.${step.part}`;
    case "send-leaves":
      return `send-leaves ${numberOf(step.id)}.${step.part} ${step.first}+${step.count}`;
    case "rest":
      return "rest";
  }
}

const aPart = (leaves: number): PlannedPart => ({
  leaves,
  held: 0,
  doubt: false,
  obstacle: undefined,
  garbled: 0,
  stays: false,
});

const aStory = (n: number, leaves: readonly number[]): PlannedStory => ({
  id: idOf(n),
  receipt: "none",
  obstacle: undefined,
  paused: false,
  parts: leaves.map(aPart),
  final: false,
});

const lineOf = (...stories: readonly PlannedStory[]): Line =>
  advance(emptyLine, { kind: "read", stories, notes: [] });

/** A line with a note about each of these stories, by number. */
const withNotes = (stories: readonly PlannedStory[], about: readonly number[]): Line =>
  advance(emptyLine, {
    kind: "read",
    stories,
    notes: about.map((n, index) => ({ id: anId(900 + index) as string as NoteId, story: idOf(n) })),
  });

const underWay = (step: Step): { leaves?: { id: StoryId; part: number } } =>
  step.kind === "send-leaves" ? { leaves: { id: step.id, part: step.part } } : {};
