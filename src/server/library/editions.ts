import type { ArticleId } from "../../protocol/article.ts";
import type { Hash } from "../../protocol/bytes.ts";
import type { Head, Segment, Withdrawn } from "../../protocol/edition.ts";
import type { Signer } from "../signing.ts";
import type { EditionState, StoredEdition, StoredLine } from "../storage/library-storage.ts";
import { hashOf, hashOfLines } from "./hashing.ts";

const minute = 60_000;
const aDay = 1_440;
const epoch = Date.UTC(2026, 0, 1);

/** Minutes since 2026-01-01. `now` in milliseconds since 1970. */
export const minuteOf = (now: number): number => Math.floor((now - epoch) / minute);

/**
 * The number of the next edition: the greater of `last` + 1 and the minutes since 2026-01-01, so that a server that
 * was restored from a backup goes on above what phones hold. `now` in milliseconds since 1970.
 */
export const nextNumber = (last: number, now: number): number => Math.max(last + 1, minuteOf(now));

/**
 * The next edition of a state, signed; the first one after a restoration, where `restored`. That one leaves a day's
 * numbers out: who published more than once a minute was ahead of the clock, and the backup does not know how far.
 * Two editions must never share a number. `now` in milliseconds since 1970.
 */
export function makeEdition(
  state: EditionState,
  signer: Signer,
  now: number,
  restored: boolean,
): StoredEdition {
  const withdrawn = signWithdrawn(state.withdrawn, signer);
  const number = nextNumber(state.last, now) + (restored ? aDay : 0);
  const head: Head = {
    format: 1,
    number,
    publishedAt: `${new Date(now).toISOString().slice(0, 16)}Z`,
    segments: segmentsOf(state.lines),
    ...(withdrawn === undefined ? {} : { withdrawn: withdrawn.hash }),
    restored: state.restored,
  };
  return {
    number,
    head: signer.sign("head", asLine(head)),
    ...(withdrawn === undefined ? {} : { withdrawn }),
  };
}

/** Segments of entry lines that come in ascending order of id, newest month first. */
export function segmentsOf(lines: readonly StoredLine[]): readonly Segment[] {
  const months = Map.groupBy(lines, ({ segment }) => segment);
  return [...months]
    .sort(([one], [other]) => (one < other ? 1 : -1))
    .map(([id, inside]) => ({
      id,
      count: inside.length,
      hash: hashOfLines(inside.map(({ line }) => line)),
    }));
}

function signWithdrawn(
  ids: readonly ArticleId[],
  signer: Signer,
): { readonly hash: Hash; readonly file: Uint8Array<ArrayBuffer> } | undefined {
  if (ids.length === 0) return undefined;
  const list: Withdrawn = { format: 1, ids };
  const file = signer.sign("withdrawn", asLine(list));
  return { hash: hashOf(file), file };
}

/** One line of JSON with its line break: so a signed file can stand at the start of a pack. */
const asLine = (value: unknown): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(value)}\n`);
