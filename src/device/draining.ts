import { leafSize, type StoryId } from "../protocol/intake.ts";
import type { Store } from "./database.ts";
import type { Delivery, DeliveryRequests } from "./delivery.ts";
import { DeviceError } from "./errors.ts";
import type { Lease } from "./facts.ts";
import { hashOf } from "./hashing.ts";
import type { KeyFinder } from "./keyring.ts";
import { beatLease, readLease, TakenOver, takeLease } from "./lease.ts";
import { findStory, manifestOf, readStories } from "./outbox.ts";
import {
  advance,
  emptyLine,
  type Line,
  plan,
  type Step,
  type Trouble,
  type Wake,
} from "./planning.ts";
import { readLeafList, readLeaves, readPart } from "./sealed-parts.ts";
import { createSettling, plannedOf, type Settling } from "./settling.ts";

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
  /** Moves the line, if it may. Resolves when it rests, or when another drainer holds it. Never rejects for want of a network. */
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
  readonly locks: Pick<LockManager, "request">;
  /** Milliseconds of a clock that only runs forward (`performance.now`). */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Calls back after so many milliseconds; gives what stops it. */
  readonly after: (milliseconds: number, call: () => void) => () => void;
  readonly announce: (what: "outbox") => void;
}

const lockName = "outbox";
/** A living holder moves its beat this often, and one that has not for so long is frozen. Milliseconds. */
const beatEvery = 5_000;
const frozenAfter = 30_000;
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
  let seen: Lease | undefined;

  function show(next: Activity): void {
    activity = next;
    for (const listener of listeners) listener(next);
  }

  function later(milliseconds: number, by: Wake): void {
    stopTimer();
    if (!stopped)
      stopTimer = deps.after(
        milliseconds,
        () => void draining.wake(by).catch(() => later(lostRest, "timer")),
      );
  }

  /** Takes the lock where it is free, or where its holder has not moved since this window last looked. */
  async function run(): Promise<void> {
    const took = await deps.locks.request(lockName, { ifAvailable: true }, async (lock) => {
      if (lock !== null) await hold();
      return lock !== null;
    });
    if (took) return;
    const lease = await readLease(deps.store);
    const frozen = lease !== undefined && seen?.fence === lease.fence && seen.beat === lease.beat;
    if (frozen) return deps.locks.request(lockName, { steal: true }, hold).then(() => undefined);
    seen = lease;
    show({ kind: "elsewhere" });
    later(frozenAfter, "timer");
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
    const fence = await takeLease(deps.store);
    const stopBeating = beatWhile(deps, fence);
    try {
      await drain(createSettling(deps.store, deps.keyring, fence));
    } catch (error) {
      // Frozen for a while, and somebody else went on: that one does the rest.
      if (!(error instanceof TakenOver)) throw error;
      show({ kind: "elsewhere" });
      unread = true;
    } finally {
      stopBeating();
    }
  }

  async function drain(settling: Settling): Promise<void> {
    unread = true;
    for (;;) {
      if (unread) {
        unread = false;
        line = advance(line, {
          kind: "read",
          stories: (await readStories(deps.store)).map(plannedOf),
        });
      }
      const step = plan(line, deps.now());
      if (step.kind === "rest") {
        if (!unread) return rest(step.until);
        continue;
      }
      if (step.kind !== "ask")
        show({ kind: "sending", story: step.id, ...("part" in step ? { part: step.part } : {}) });
      line = advance(line, { kind: "requested", now: deps.now() });
      await perform(step, settling);
      deps.announce("outbox");
    }
  }

  function rest(until: number | undefined): void {
    if (until === undefined) return show({ kind: "idle" });
    const wait = Math.max(0, until - deps.now());
    show({ kind: "resting", trouble: line.trouble, for: wait });
    later(wait, "timer");
  }

  async function perform(step: Exclude<Step, { kind: "rest" }>, settling: Settling): Promise<void> {
    switch (step.kind) {
      case "ask": {
        const states = finished(await deps.delivery.ask(step.ids));
        if (states === undefined) return;
        await settling.learn(step.ids, states);
        line = advance(line, { kind: "answered" });
        unread = true;
        return;
      }
      case "send-text":
        return sendText(step.id, settling);
      case "look": {
        const record = await findStory(deps.store, step.id);
        const part = record && manifestOf(record).parts[step.part - 1];
        if (part === undefined) return forget();
        return settleLeaves(step, await deps.delivery.look(part.id), settling);
      }
      case "send-leaves":
        return sendLeaves(step, settling);
    }
  }

  async function sendText(id: StoryId, settling: Settling): Promise<void> {
    const record = await findStory(deps.store, id);
    if (record === undefined) return forget();
    const manifest = new Uint8Array(record.manifest);
    const { text, parts } = manifestOf(record);
    const sealed = await whole(readPart(deps.store, id, 0, text.bytes));
    if (sealed === undefined) return spoil(id, undefined, settling);
    const delivery = await deps.delivery.sendText(id, manifest, await hashOf(manifest), sealed);
    if (delivery.kind === "refused") return refuse(id, undefined, delivery, settling);
    const accepted = finished(delivery);
    if (accepted === undefined) return;
    const isWhole = await settling.accept(record, accepted);
    const held = new Set(accepted.receipt.parts);
    line = advance(line, {
      kind: "accepted",
      id,
      whole: isWhole,
      partsHeld: parts.map((part) => held.has(part.id)),
    });
  }

  async function sendLeaves(
    step: Extract<Step, { kind: "send-leaves" }>,
    settling: Settling,
  ): Promise<void> {
    const { id, part, first, count } = step;
    const record = await findStory(deps.store, id);
    const sealed = record && manifestOf(record).parts[part - 1];
    if (sealed === undefined) return forget();
    const { id: blob, bytes } = sealed;
    const leaves = Math.ceil(bytes / leafSize);
    const list = first === 0 ? await readLeafList(deps.store, id, part) : undefined;
    const body = await readLeaves(deps.store, id, part, first, count);
    const expected = Math.min(bytes, (first + count) * leafSize) - first * leafSize;
    if (body.length !== expected || (list !== undefined && list.length !== leaves * 32))
      return spoil(id, part, settling);
    return settleLeaves(
      step,
      await deps.delivery.sendLeaves({ blob, first, leaves, bytes, list, body }),
      settling,
    );
  }

  async function settleLeaves(
    { id, part }: Extract<Step, { part: number }>,
    delivery: Awaited<ReturnType<DeliveryRequests["look"]>>,
    settling: Settling,
  ): Promise<void> {
    if (delivery.kind === "refused") return refuse(id, part, delivery, settling);
    const held = finished(delivery);
    if (held === undefined) return;
    await settling.hold(id, part, held.held);
    line = advance(line, { kind: "held", id, part, held: held.held });
  }

  async function refuse(
    id: StoryId,
    part: number | undefined,
    { refusal }: Extract<Delivery<never>, { kind: "refused" }>,
    settling: Settling,
  ): Promise<void> {
    line = advance(line, {
      kind: "refused",
      id,
      part,
      code: refusal.code,
      now: deps.now(),
      random: deps.random(),
    });
    const story = line.stories.find((one) => one.id === id);
    const code = part === undefined ? story?.obstacle : story?.parts[part - 1]?.obstacle;
    if (code !== undefined)
      await settling.refuse(id, { code, ...(part === undefined ? {} : { part }) });
  }

  /** Sealed bytes are missing here: no sending will mend that, and nobody else's story waits for it. */
  async function spoil(id: StoryId, part: number | undefined, settling: Settling): Promise<void> {
    await settling.refuse(id, { code: "digest", ...(part === undefined ? {} : { part }) });
    unread = true;
  }

  /** What was accepted; anything else is trouble for the whole line. */
  function finished<T>(delivery: Delivery<T>): T | undefined {
    if (delivery.kind === "accepted") return delivery.value;
    line = advance(line, {
      kind: "failed",
      why:
        delivery.kind === "held"
          ? delivery.by
          : delivery.kind === "refused"
            ? "newsroom"
            : "unreachable",
      retryAfter: delivery.kind === "held" ? delivery.retryAfter : undefined,
      now: deps.now(),
      random: deps.random(),
    });
    return undefined;
  }

  /** The story is gone from this phone: the line is read again. */
  function forget(): void {
    unread = true;
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
      running ??= runWhileCalled().finally(() => (running = undefined));
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
    },
  };
  return draining;
}

/** Undefined where the stored bytes are damaged. */
const whole = (
  reading: Promise<Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array<ArrayBuffer> | undefined> =>
  reading.catch((error: unknown) => {
    if (error instanceof DeviceError && error.code === "damaged") return undefined;
    throw error;
  });

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";

/** Shows that this holder is alive while a long request is under way. A frozen page beats no more. */
function beatWhile({ store, after }: DrainingDeps, fence: number): () => void {
  let stop: () => void = () => undefined;
  let over = false;
  const beat = (): void => {
    stop = after(beatEvery, () => {
      // A holder that was taken over, or lost its storage, learns that from its own writes.
      beatLease(store, fence).then(
        () => (over ? undefined : beat()),
        () => undefined,
      );
    });
  };
  beat();
  return () => {
    over = true;
    stop();
  };
}
