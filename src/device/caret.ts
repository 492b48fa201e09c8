import type { Draft } from "./draft.ts";

/** Where a caret is: the piece, and so many UTF-16 units into its text. */
export interface Caret {
  readonly piece: number;
  readonly at: number;
}

/** What is kept: the caret, and of which page. */
interface KeptCaret extends Caret {
  readonly changedAt: number;
}

const row = "caret";

/** Keeps where the caret is, under the draft's key, in one small record that is written over. No key stroke waits for it. */
export const keepCaret = (draft: Draft, { piece, at }: Caret): Promise<void> =>
  draft.records.replace(
    row,
    new TextEncoder().encode(JSON.stringify({ piece, at, changedAt: draft.changedAt })),
  );

/** Where the caret was: where it was kept, or behind what was typed since. Undefined where nobody knows. */
export async function findCaret(draft: Draft): Promise<Caret | undefined> {
  const [bytes] = await draft.records.read(row);
  if (bytes !== undefined) {
    // Its own key vouches for its shape.
    const kept = JSON.parse(new TextDecoder().decode(bytes)) as KeptCaret;
    if (kept.changedAt === draft.changedAt) return kept;
  }
  const { lastChange: last } = draft;
  return last?.kind === "text" ? { piece: last.piece, at: last.at + last.put.length } : undefined;
}
