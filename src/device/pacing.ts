import { mostLeaves } from "../protocol/intake.ts";

/** How much goes at a time, by how quick the line is and how whole it stays. */
export interface Pace {
  /** How many texts go in one step, at most {@link textsAtOnce} requests at the same time. */
  readonly texts: number;
  /** How many leaves one request carries. */
  readonly leaves: number;
  /** Leaves that were answered since the line broke under some, or since it is known. */
  readonly unbroken: number;
  /** It broke, and not so many went since that this is forgotten. */
  readonly breaks: boolean;
}

/** What was answered: texts that went at the same time, or so many leaves in one request. */
export type Paced =
  | { readonly what: "texts" }
  | { readonly what: "leaves"; readonly count: number };

/** The pace of a line of which nothing is known. */
export const firstPace: Pace = { texts: 1, leaves: 4, unbroken: 0, breaks: false };

const second = 1_000;
/**
 * Texts that are answered within so many milliseconds have a quick line before them, and more go at the same time. On a
 * thin one they go one by one, so that a minute of network brings some of them whole.
 */
const quick = 500;
/** On a line that takes longer than that for all that went together, they go one by one again. Milliseconds. */
const tooLong = 2 * second;
/** Browsers open no more connections to one place (HTTP/1.1). */
export const textsAtOnce = 6;
/** Ten for each connection, so that none waits for this phone's disk after each text. */
const mostTexts = 10 * textsAtOnce;
/**
 * A request with leaves is to take between 5 and 10 seconds: little is what goes around them then, and what is lost with a
 * break, and the wait before a dead line is taken for one. Milliseconds.
 */
const brief = 5 * second;
const long = 10 * second;
/**
 * What is on its way when a line breaks is lost, and on a quick one that is the whole request: on one that breaks, more than
 * two leaves go together only where they take so long that the line must be slow.
 */
const slow = 1 * second;
const fewLeaves = 2;
/** A line is trusted after so many leaves, which are 8 MiB. */
const trust = 128;

/**
 * Whether the newsroom is to end the connection with its answer. Over one that was kept open, browsers send a request
 * under which it broke once more by themselves, from its beginning, with all the leaves that the newsroom has kept. Over a fresh
 * one they say that it broke, and the line asks how far it got.
 */
export const isWary = ({ unbroken }: Pace): boolean => unbroken < trust;

/** The pace after an answer, `took` milliseconds after what it is about began to go. */
export function afterAnswer(pace: Pace, paced: Paced, took: number): Pace {
  if (paced.what === "texts") return { ...pace, texts: textsAfter(pace.texts, took) };
  const unbroken = pace.unbroken + paced.count;
  const breaks = pace.breaks && unbroken < trust;
  const most = breaks && took < slow ? fewLeaves : mostLeaves;
  // The last of an attachment may be few: they say how much a line takes, and not that it takes more.
  const leaves =
    paced.count < pace.leaves
      ? Math.min(pace.leaves, Math.max(1, Math.floor((paced.count * long) / took)))
      : fitting(pace.leaves, took);
  return { ...pace, leaves: Math.min(most, leaves), unbroken, breaks };
}

function textsAfter(texts: number, took: number): number {
  if (took < quick) return Math.min(mostTexts, texts * 2);
  return took < tooLong ? Math.ceil(texts / 2) : 1;
}

function fitting(leaves: number, took: number): number {
  if (took <= brief) return leaves * 2;
  return took > long ? Math.max(1, Math.floor(leaves / 2)) : leaves;
}

/** The pace after a request failed; `withLeaves` where it was about some. */
export const afterFailure = (pace: Pace, withLeaves: boolean): Pace =>
  withLeaves ? { texts: 1, leaves: 1, unbroken: 0, breaks: true } : { ...pace, texts: 1 };
