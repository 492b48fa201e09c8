import { type Refused, refuse } from "./refusals.ts";

/** How much the intake takes on at a time. */
export interface Bounds {
  /** Attachments on their way in at the same time, over all senders. */
  readonly uploads: number;
  /** Stories on their way in at the same time; counted apart, so that pictures never stand in the way of text. */
  readonly stories: number;
  /** Milliseconds for one leaf (64 KiB) of a body, or one query; there is no limit for a whole file. */
  readonly leafTimeout: number;
  /** Free bytes below which no attachment is taken. */
  readonly attachmentReserve: number;
  /** Free bytes below which no text is taken either. */
  readonly textReserve: number;
}

export const usualBounds: Bounds = {
  uploads: 256,
  stories: 256,
  leafTimeout: 120_000,
  attachmentReserve: 512 * 1_048_576,
  textReserve: 64 * 1_048_576,
};

/** Lets in as many as there is room for, and tells the others when to come again. */
export interface Gate {
  pass<T>(work: () => Promise<T>): Promise<T | Refused>;
}

/** A number from 0 to 1, as `Math.random` gives them. */
export type Random = () => number;

const soonest = 5;
const spread = 25;

/** Seconds until the next try; different for each sender, so that those who were sent away do not all return at once. */
export const retryAfter = (random: Random): number => soonest + Math.floor(random() * spread);

export function createGate(places: number, random: Random): Gate {
  let inside = 0;
  return {
    pass: async (work) => {
      if (inside >= places) {
        return refuse("busy", "Too many are sending at this moment", {
          retryAfter: retryAfter(random),
        });
      }
      inside += 1;
      try {
        return await work();
      } finally {
        inside -= 1;
      }
    },
  };
}
