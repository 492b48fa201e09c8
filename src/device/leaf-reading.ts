import { leafSize, mostLeaves, type StoryId } from "../protocol/intake.ts";
import type { Store } from "./database.ts";
import { readLeaves } from "./sealed-parts.ts";

type Leaves = Uint8Array<ArrayBuffer>;

/** A row of leaves of an attachment. */
export interface LeafRow {
  readonly id: StoryId;
  /** From 1. */
  readonly part: number;
  readonly first: number;
  readonly count: number;
}

/** Leaves as they are wanted for sending: one row after another. */
export interface LeafReading {
  /** The leaves of a row as far as they are here. */
  read(row: LeafRow): Promise<Leaves>;
  /** Begins to read what may be wanted after a row, at most as much as one request carries, while that one is on its way. */
  readAhead(row: LeafRow): void;
}

/** Reads out of a store; 2 MiB are in memory at most that nobody asked for yet. Sealed bytes never change. */
export function createLeafReading(store: Store): LeafReading {
  let ahead: { readonly row: LeafRow; readonly leaves: Promise<Leaves | undefined> } | undefined;
  const read = ({ id, part, first, count }: LeafRow): Promise<Leaves> =>
    readLeaves(store, id, part, first, count);
  return {
    async read(row) {
      const known = ahead !== undefined && covers(ahead.row, row) ? ahead.leaves : undefined;
      ahead = undefined;
      const leaves = await known;
      return leaves === undefined ? read(row) : leaves.subarray(0, row.count * leafSize);
    },
    readAhead({ id, part, first, count }) {
      const row = { id, part, first: first + count, count: Math.min(mostLeaves, 2 * count) };
      // Who wants it reads it again, and is told then what is wrong.
      ahead = { row, leaves: read(row).catch(() => undefined) };
    },
  };
}

const covers = (ahead: LeafRow, row: LeafRow): boolean =>
  ahead.id === row.id &&
  ahead.part === row.part &&
  ahead.first === row.first &&
  ahead.count >= row.count;
