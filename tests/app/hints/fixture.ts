import type { HintKind } from "../../../src/app/sending/hints/patterns.ts";

/** A sentence, and all that must be found in it; nothing more is a fault too. */
export type Fixture = readonly [sentence: string, ...kinds: readonly HintKind[]];
