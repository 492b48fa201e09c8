import type { Caret } from "../../device/caret.ts";

/** What the author's hands are doing on a page: not stored, not drawn. */
export interface PageHands {
  /** Where the caret was last, for what is put into the page next. */
  caret: Caret | undefined;
  /** A word is being composed: the field holds its own text, and must not be written to. */
  composing: boolean;
  /** Ends the recording that is going on; resolves once all of it was given to storage. */
  endRecording?: (() => Promise<void>) | undefined;
}
