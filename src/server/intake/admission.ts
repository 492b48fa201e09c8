import type { Body } from "./body.ts";
import { type Refused, refuse } from "./refusals.ts";

/** How much the intake takes on at a time. */
export interface Bounds {
  /** Attachments on their way in at the same time, over all senders. */
  readonly uploads: number;
  /** Stories on their way in at the same time; counted apart, so that pictures never stand in the way of text. */
  readonly stories: number;
  /** Milliseconds for one leaf (64 KiB) of a body, or one query; there is no limit for a whole file. */
  readonly leafTimeout: number;
  /** Milliseconds after which the slowest attachment on its way gives its place to a new one, where all are taken. */
  readonly uploadGrace: number;
  /** The same for stories, which are small: who holds places open takes them from nobody for longer. */
  readonly storyGrace: number;
  /** Free bytes below which no attachment is taken. */
  readonly attachmentReserve: number;
  /** Free bytes below which no text is taken either. */
  readonly textReserve: number;
}

export const usualBounds: Bounds = {
  uploads: 256,
  stories: 256,
  leafTimeout: 120_000,
  uploadGrace: 60_000,
  storyGrace: 10_000,
  attachmentReserve: 512 * 1_048_576,
  textReserve: 64 * 1_048_576,
};

/**
 * Lets in as many as there is room for. Where it is full, the slowest of those that had their time gives its place up, so
 * that a few hundred connections that send next to nothing hold it for no longer than that; the others are told when to
 * come again. What a phone had sent stays: it goes on from there.
 */
export interface Gate {
  pass<T>(body: Pick<Body, "received" | "giveUp">, work: () => Promise<T>): Promise<T | Refused>;
}

export interface GateOptions {
  readonly places: number;
  /** Milliseconds that everybody has. */
  readonly grace: number;
  readonly random: Random;
  /** Milliseconds of a clock that only runs forward. */
  readonly elapsed: () => number;
}

/** A number from 0 to 1, as `Math.random` gives them. */
export type Random = () => number;

const soonest = 5;
const spread = 25;

/** Seconds until the next try; different for each sender, so that those who were sent away do not all return at once. */
export const retryAfter = (random: Random): number => soonest + Math.floor(random() * spread);

interface Guest {
  readonly since: number;
  readonly body: Pick<Body, "received" | "giveUp">;
}

export function createGate({ places, grace, random, elapsed }: GateOptions): Gate {
  const inside = new Set<Guest>();
  /** Bytes a millisecond. */
  const speedOf = ({ since, body }: Guest): number => body.received() / (elapsed() - since);
  const freePlace = (): boolean => {
    if (inside.size < places) return true;
    const slowest = [...inside]
      .filter(({ since }) => elapsed() - since > grace)
      .toSorted((one, other) => speedOf(one) - speedOf(other))[0];
    if (slowest === undefined) return false;
    inside.delete(slowest);
    slowest.body.giveUp();
    return true;
  };
  return {
    pass: async (body, work) => {
      if (!freePlace()) {
        return refuse("busy", "Too many are sending at this moment", {
          retryAfter: retryAfter(random),
        });
      }
      const guest = { since: elapsed(), body };
      inside.add(guest);
      try {
        return await work();
      } finally {
        inside.delete(guest);
      }
    },
  };
}
