import type { NoteWritingDeps, Telling, Written } from "../../../device/note-writing.ts";
import type { StoryId } from "../../../protocol/intake.ts";

/** How telling the newsroom ended. In every case but `told` nothing was written. */
export type Told = "told" | "keys-out-of-date" | "no-key" | "failed";

/** What telling needs: sealing is fetched with it, and may not be on the phone. */
export interface TellingDeps {
  readonly write: (story: StoryId, telling: Telling) => Promise<Written>;
  /** False where the newsroom's keys are out of date, or were never fetched. */
  readonly canSeal: () => Promise<boolean>;
}

/** Writes a note about a story; never rejects. */
export async function tell(
  { write, canSeal }: TellingDeps,
  story: StoryId,
  telling: Telling,
): Promise<Told> {
  try {
    if (!(await canSeal())) return "keys-out-of-date";
    const written = await write(story, telling);
    if (written.kind === "written") return "told";
    return written.kind === "no-key" ? "no-key" : "failed";
  } catch {
    // Storage that is away, a part that is not on the phone: nothing was written, and that is said.
    return "failed";
  }
}

/** Telling over the device's own parts, which come when they are called for. */
export const lazyTelling = (deps: NoteWritingDeps): TellingDeps => ({
  write: async (story, telling) =>
    (await import("../../../device/note-writing.ts")).writeNote(deps, story, telling),
  canSeal: async () => (await import("../../../device/sealing.ts")).canSeal(deps.facts),
});
