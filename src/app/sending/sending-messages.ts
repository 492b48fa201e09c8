import type { Question, TermsWords } from "./terms.ts";

/** The words of the three sending screens; both languages have the same keys by type. */
export interface SendingMessages {
  readonly back: string;
  readonly step: (step: number, of: number) => string;
  readonly next: string;
  readonly leaves: string;
  readonly leavesOnly: string;
  readonly text: (words: number) => string;
  readonly noText: string;
  readonly readIt: string;
  readonly foldIt: string;
  readonly photo: (size: string) => string;
  readonly paintOver: string;
  readonly cannotPaint: string;
  readonly photoAlt: (number: number) => string;
  /** A recording: its length (`0:48`) and its size. */
  readonly sound: (length: string, size: string) => string;
  readonly freed: string;
  readonly freedSound: string;
  readonly nothingElse: string;
  readonly troops: string;
  readonly terms: string;
  readonly termsMore: string;
  readonly asLastTime: string;
  readonly moreTerms: string;
  readonly moreTermsUnset: string;
  readonly words: TermsWords;
  readonly name: string;
  readonly day: string;
  readonly openQuestions: (count: number, names: string) => string;
  readonly questionNames: Readonly<Record<Question, string>>;
  readonly answerThis: string;
  readonly nameThis: string;
  readonly envelope: string;
  readonly onlyNewsroom: string;
  readonly copyStays: string;
  readonly seal: string;
  readonly sealing: string;
  readonly keysOutOfDate: string;
  readonly changedElsewhere: string;
  readonly textTooBig: string;
  readonly photoTooBig: string;
  readonly photoMissing: string;
  readonly soundTooBig: string;
  readonly soundMissing: string;
  readonly sealingFailed: string;
  readonly noRoom: string;
  /** The last words are in the window's memory alone. */
  readonly notSaved: string;
  readonly toTheText: string;
}
