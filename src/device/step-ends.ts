import type { Delivery } from "./answers.ts";
import type { StoryId } from "../protocol/intake.ts";
import type { Store } from "./database.ts";
import type { DeliveryRequests } from "./delivery.ts";
import type { KeyFinder } from "./keyring.ts";
import type { LeafReading } from "./leaf-reading.ts";
import type { LineEvent } from "./line.ts";
import type { Step } from "./planning.ts";
import type { Settling } from "./settling.ts";

/** What a step needs: storage, requests, and what a back-off is made of. */
export interface StepDeps {
  readonly store: Store;
  readonly leaves: LeafReading;
  readonly delivery: DeliveryRequests;
  readonly now: () => number;
  readonly random: () => number;
  readonly keyring: KeyFinder;
  /** Requests with texts that may be under way at the same time. */
  readonly connections: number;
  /** False once no further text is to go in this step. */
  readonly goesOn: () => boolean;
  /** What brings notes to the newsroom; lazy in the page, at hand in workers. */
  readonly loadNoteSending: LoadNoteSending;
}

export type LoadNoteSending = () => Promise<typeof import("./note-sending.ts")>;

/** What the line learns from a step. `reread`: what is on disk is not what the line believed. */
export type StepEnd = LineEvent | { readonly kind: "reread" };

/** A step of one kind. */
export type Doing<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

export const reread = { kind: "reread" } as const;

/** The newsroom does not take it. */
export const refusalOf = (
  { now, random }: StepDeps,
  { id, part }: { readonly id: StoryId; readonly part?: number },
  { refusal }: Extract<Delivery<never>, { kind: "refused" }>,
): LineEvent => ({ kind: "refused", id, part, code: refusal.code, now: now(), random: random() });

/** Trouble for the whole line: nobody answered, somebody else did, or the newsroom cannot now. */
export const failureOf = (
  { now, random }: StepDeps,
  delivery: Exclude<Delivery<never>, { kind: "accepted" }>,
  step?: Doing<"look"> | Doing<"send-leaves">,
): LineEvent => ({
  kind: "failed",
  why:
    delivery.kind === "held"
      ? delivery.by
      : delivery.kind === "refused"
        ? "newsroom"
        : "unreachable",
  retryAfter: delivery.kind === "held" ? delivery.retryAfter : undefined,
  ...(step === undefined ? {} : { leaves: { id: step.id, part: step.part } }),
  now: now(),
  random: random(),
});

/** Sealed bytes are missing here: no sending will mend that, and nobody else's story waits for it. */
export async function spoil(settling: Settling, id: StoryId, part?: number): Promise<StepEnd> {
  await settling.refuse(id, { code: "damaged", ...(part === undefined ? {} : { part }) });
  return reread;
}
