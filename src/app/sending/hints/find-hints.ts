import { addressPatterns } from "./addresses.ts";
import { contactPatterns } from "./contacts.ts";
import { documentPatterns } from "./documents.ts";
import { namePatterns } from "./names.ts";
import { placePatterns } from "./coordinates.ts";
import type { Found, HintKind } from "./patterns.ts";
import { findTroops } from "./troops.ts";

/** A stretch of a text that may lead to someone, or is about troops. Places are UTF-16 units in the whole text. */
export interface Stretch {
  readonly kind: HintKind;
  readonly from: number;
  readonly to: number;
}

/** How much text is looked at in one go: a few milliseconds on an old phone. UTF-16 units. */
const slice = 600;

/** Where two hints overlap, the one that comes first here stays: a street that bears a name is an address. */
const order: readonly HintKind[] = [
  "email",
  "coordinates",
  "document",
  "phone",
  "address",
  "name",
  "troops",
];

/**
 * Looks through a text in slices, each by itself, so that a page stays alive between them. Knows nothing of what is
 * true: it sees forms of words and numbers, in Ukrainian, Russian and English alike, mixed or not.
 */
export function* findStretches(text: string): Generator<readonly Stretch[]> {
  for (let at = 0; at < text.length;) {
    const end = endOfSlice(text, at);
    yield inSlice(text.slice(at, end)).map(({ kind, from, to }) => ({
      kind,
      from: from + at,
      to: to + at,
    }));
    at = end;
  }
}

/** At the end of a paragraph or a sentence, where there is one not too far back; words stay whole. */
function endOfSlice(text: string, from: number): number {
  if (from + slice >= text.length) return text.length;
  const piece = text.slice(from, from + slice);
  for (const mark of ["\n", ". ", "! ", "? ", " "]) {
    const last = piece.lastIndexOf(mark);
    if (last > slice / 2) return from + last + mark.length;
  }
  return from + slice;
}

function inSlice(text: string): readonly Stretch[] {
  const found: Stretch[] = [
    ...collect(text, "email", contactPatterns.email),
    ...collect(text, "coordinates", placePatterns),
    ...collect(text, "document", documentPatterns),
    ...collect(text, "phone", contactPatterns.phone),
    ...collect(text, "address", addressPatterns),
    ...collect(text, "name", namePatterns),
    ...findTroops(text).map((one) => ({ kind: "troops" as const, ...one })),
  ];
  return withoutOverlaps(found);
}

const collect = (
  text: string,
  kind: HintKind,
  patterns: readonly ((text: string) => Iterable<Found>)[],
): readonly Stretch[] =>
  patterns.flatMap((pattern) => Array.from(pattern(text), (one) => ({ kind, ...one })));

function withoutOverlaps(found: readonly Stretch[]): readonly Stretch[] {
  const kept: Stretch[] = [];
  const ranked = [...found].sort(
    (one, other) =>
      order.indexOf(one.kind) - order.indexOf(other.kind) ||
      other.to - other.from - (one.to - one.from),
  );
  for (const one of ranked) {
    const isFree = kept.every(
      (other) =>
        // What is said of troops stands beside whatever else is in its sentence.
        (one.kind === "troops") !== (other.kind === "troops") ||
        one.to <= other.from ||
        other.to <= one.from,
    );
    if (isFree) kept.push(one);
  }
  return kept.sort((one, other) => one.from - other.from);
}
