import type { StoryId } from "../protocol/intake.ts";
import { advance } from "./advancing.ts";
import { type Beat, startBeat } from "./beating.ts";
import type { Store } from "./database.ts";
import type { DeliveryRequests } from "./delivery.ts";
import { isAbort } from "./errors.ts";
import type { Lease } from "./facts.ts";
import type { KeyFinder } from "./keyring.ts";
import { createLeafReading } from "./leaf-reading.ts";
import { readLease, TakenOver, takeLease } from "./lease.ts";
import { emptyLine, type Line, newObstacles, type Trouble, type Wake } from "./line.ts";
import { readPlannedNotes } from "./notes.ts";
import { readLine } from "./outbox.ts";
import { textsAtOnce } from "./pacing.ts";
import { plan, turnOf } from "./planning.ts";
import { pacedBy, perform } from "./sending-steps.ts";
import { createSettling, plannedOf, type Settling } from "./settling.ts";
import type { LoadNoteSending, StepEnd } from "./step-ends.ts";
import { createTurns } from "./turns.ts";
import { type NetworkFacts, readMediaChoices } from "./sending-choices.ts";

/** What the drainer of this window is doing. */
export type Activity =
  | { readonly kind: "idle" }
  | { readonly kind: "sending"; readonly story: StoryId; readonly part?: number }
  /** Waits, `for` milliseconds from now. */
  | { readonly kind: "resting"; readonly trouble: Trouble | undefined; readonly for: number }
  /** Another window, or the browser in the background, is sending. */
  | { readonly kind: "elsewhere" };

/** Brings the outbox to the newsroom; one at a time over all windows and the service worker. */
export interface Draining {
  readonly activity: Activity;
  /**
   * Moves the line, if it may. Resolves when it rests, or when another drainer holds it. Never rejects for want of a
   * network; where storage failed it rejects, rests, and tries again by its timer.
   */
  wake(by: Wake): Promise<void>;
  onActivity(listener: (activity: Activity) => void): () => void;
  /** Resolves when nothing is under way in this window. */
  settled(): Promise<void>;
  /** No more timers. A request under way ends by itself. */
  stop(): void;
}

export interface DrainingDeps {
  readonly store: Store;
  readonly keyring: KeyFinder;
  readonly delivery: DeliveryRequests;
  readonly loadNoteSending: LoadNoteSending;
  readonly locks: Pick<LockManager, "request">;
  /** Milliseconds of a clock that only runs forward (`performance.now`). */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Calls back after so many milliseconds; gives what stops it. */
  readonly after: (milliseconds: number, call: () => void) => () => void;
  readonly announce: (what: "outbox") => void;
  /** The network that this window or worker is on. */
  readonly network: Pick<NetworkFacts, "kind">;
  /** Requests with texts that may be under way at the same time; as many as browsers open connections, if not set. */
  readonly connections?: number;
}

const lockName = "outbox";
/** A holder whose beat has not moved for so long is frozen. Milliseconds. */
const frozenAfter = 30_000;
/** No further text goes in a step that takes longer. Milliseconds. */
const mostTogether = 2_000;
/** Where storage itself failed, the timer tries again after this long. */
const lostRest = 60_000;

/** A drainer for one window or worker. */
export function createDraining(deps: DrainingDeps): Draining {
  const listeners = new Set<(activity: Activity) => void>();
  let activity: Activity = { kind: "idle" };
  let line: Line = emptyLine;
  let running: Promise<void> | undefined;
  let unread = true;
  let called = false;
  let stopped = false;
  let stopTimer: () => void = () => undefined;
  let stopStandingBy: () => void = () => undefined;
  const { connections = textsAtOnce } = deps;
  const turns = createTurns(deps.locks);
  const leaves = createLeafReading(deps.store);
  let hurry = new AbortController();
  /** How the holder's lease was when it last moved, and when this window saw that. */
  let seen: Lease | undefined;
  let seenAt = 0;
  let beat: Beat | undefined;
  /** The author or the network came back while a request was under way. */
  let recalled: Wake | undefined;

  function show(next: Activity): void {
    activity = next;
    for (const listener of listeners) listener(next);
  }

  function later(milliseconds: number, by: Wake): void {
    stopTimer();
    if (!stopped)
      stopTimer = deps.after(
        milliseconds,
        // What went wrong was shown, and the timer is set.
        () => void draining.wake(by).catch(() => undefined),
      );
  }

  /** Goes on as soon as the holder lets go: it may have been a window that was just closed. */
  function standBy(): void {
    const ended = new AbortController();
    stopStandingBy = () => ended.abort();
    if (stopped) return;
    deps.locks
      .request(lockName, { signal: ended.signal }, () => undefined)
      .then(() => draining.wake("timer"))
      .catch((error: unknown) => (isAbort(error) ? undefined : later(lostRest, "timer")));
  }

  /** Takes the lock where it is free, or where its holder has not moved since this window last looked. */
  async function run(): Promise<void> {
    stopStandingBy();
    const took = await deps.locks.request(lockName, { ifAvailable: true }, async (lock) => {
      if (lock !== null) await hold();
      return lock !== null;
    });
    if (took) return;
    const lease = await readLease(deps.store);
    const isSame = seen?.fence === lease?.fence && seen?.beat === lease?.beat;
    if (!isSame || seen === undefined) seenAt = deps.now();
    seen = lease;
    // Somebody who wakes this window twice in a second has seen nothing of the holder yet.
    const left = seenAt + frozenAfter - deps.now();
    if (lease !== undefined && left <= 0)
      return deps.locks.request(lockName, { steal: true }, hold).then(() => undefined);
    show({ kind: "elsewhere" });
    later(left, "timer");
    standBy();
  }

  /** As long as somebody calls while this window drains, it goes on. */
  async function runWhileCalled(): Promise<void> {
    do {
      called = false;
      try {
        await run();
      } catch (error) {
        // The lock was stolen: this window was frozen, and another went on.
        if (!isAbort(error)) throw error;
        return show({ kind: "elsewhere" });
      }
    } while (called && activity.kind !== "elsewhere");
  }

  async function hold(): Promise<void> {
    seen = undefined;
    // Before anything is read: whoever asks for news from now on knows that texts may be waiting.
    await turns.take("texts-up");
    const fence = await takeLease(deps.store);
    beat = startBeat(deps, fence);
    try {
      await drain(createSettling(deps.store, deps.keyring, fence));
    } catch (error) {
      // Frozen for a while, and somebody else went on: that one does the rest.
      if (!(error instanceof TakenOver)) throw error;
      show({ kind: "elsewhere" });
      unread = true;
    } finally {
      beat.stop();
      turns.end();
    }
  }

  async function drain(settling: Settling): Promise<void> {
    unread = true;
    for (;;) {
      if (unread) {
        unread = false;
        line = advance(line, {
          kind: "read",
          stories: await readPlanned(deps),
          notes: await readPlannedNotes(deps.store),
        });
      }
      const step = plan(line, deps.now());
      if (step.kind === "rest") {
        if (!unread) return rest(step.until);
        continue;
      }
      hurry = new AbortController();
      await turns.take(turnOf(line, step), hurry.signal);
      // Somebody called meanwhile: what was put now may go first.
      if (unread) continue;
      if (step.kind !== "ask")
        show({ kind: "sending", story: step.id, ...("part" in step ? { part: step.part } : {}) });
      const count = step.kind === "send-text" ? Math.min(connections, 1 + step.beside.length) : 1;
      const begun = deps.now();
      line = advance(line, { kind: "requested", now: begun, count });
      recalled = undefined;
      // Who calls meanwhile may have held a story back, or thrown it away; and what came is not to wait for many more.
      const goesOn = (): boolean => !unread && deps.now() - begun < mostTogether;
      const ends = await perform({ ...deps, leaves, goesOn, connections }, step, settling);
      await learnAll(ends, settling);
      const paced = pacedBy(step, ends);
      if (paced !== undefined && line.trouble === undefined)
        line = advance(line, { kind: "paced", ...paced, took: deps.now() - begun });
      // What failed was asked for over the network before: the one that came back is tried at once.
      if (recalled !== undefined)
        line = advance(line, { kind: "woken", by: recalled, now: deps.now() });
      deps.announce("outbox");
    }
  }

  function rest(until: number | undefined): void {
    if (until === undefined) return show({ kind: "idle" });
    const wait = Math.max(0, until - deps.now());
    show({ kind: "resting", trouble: line.trouble, for: wait });
    later(wait, "timer");
  }

  /** What went together and failed together is one failure. */
  async function learnAll(ends: readonly StepEnd[], settling: Settling): Promise<void> {
    const failed = ends.find(({ kind }) => kind === "failed");
    for (const end of ends) if (end.kind !== "failed" || end === failed) await learn(end, settling);
  }

  async function learn(end: StepEnd, settling: Settling): Promise<void> {
    if (end.kind === "reread") {
      unread = true;
      return;
    }
    const before = line;
    line = advance(line, end);
    if (!("id" in end)) return;
    // The line decides what stands in a story's way: bytes that arrived garbled once do not yet, and leaves that a newsroom
    // takes time and again without keeping them do in the end, though nothing was refused.
    for (const obstacle of newObstacles(before, line, end.id))
      await settling.refuse(end.id, obstacle);
  }

  const draining: Draining = {
    get activity() {
      return activity;
    },
    wake(by) {
      if (stopped) return Promise.resolve();
      line = advance(line, { kind: "woken", by, now: deps.now() });
      unread = true;
      called = true;
      hurry.abort();
      if (by === "visible" || by === "online") {
        recalled = by;
        // Frozen meanwhile: a socket of before answers no more, and nobody may say so for minutes.
        if (beat?.stoodStill() === true) deps.delivery.hangUp();
      }
      running ??= runWhileCalled()
        .catch((error: unknown) => {
          // Storage is away: nothing is being sent, and the timer tries again.
          show({ kind: "resting", trouble: undefined, for: lostRest });
          later(lostRest, "timer");
          throw error;
        })
        .finally(() => (running = undefined));
      return running;
    },
    onActivity(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    settled: () => running?.catch(() => undefined) ?? Promise.resolve(),
    stop() {
      stopped = true;
      stopTimer();
      stopStandingBy();
    },
  };
  return draining;
}

async function readPlanned({ store, network }: DrainingDeps): Promise<Line["stories"]> {
  const over = { choices: await readMediaChoices(store), network: network.kind() };
  return (await readLine(store)).map((record) => plannedOf(record, over));
}
