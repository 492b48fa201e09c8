import type { DraftSummary } from "../../device/draft-content.ts";
import type { Obstacle, OutboxEntry } from "../../device/outbox.ts";
import type { Trouble } from "../../device/planning.ts";

/** One row of 'My stories': a draft, or a sealed story with the draft that it came from. */
export type StoryItem =
  | { readonly kind: "draft"; readonly draft: DraftSummary }
  | {
      readonly kind: "story";
      readonly entry: OutboxEntry;
      /** The author's copy, until it is discarded. */
      readonly draft: DraftSummary | undefined;
    };

/** What the line is doing, as far as the screen cares. `until`: milliseconds since 1970, for showing. */
export type LineState =
  | { readonly kind: "idle" }
  | { readonly kind: "moving" }
  | { readonly kind: "resting"; readonly trouble: Trouble | undefined; readonly until: number };

/** The four words for a story that was sealed. */
export type StoryStatus = "waiting" | "sending" | "sent" | "needs-you";

/** Drafts and stories in one list, newest first. A draft that was sealed stands in its story's row. */
export function listStories(
  drafts: readonly DraftSummary[],
  stories: readonly OutboxEntry[],
): readonly StoryItem[] {
  const living = drafts.filter(({ discarded }) => !discarded);
  const held = stories.filter(({ discarded }) => !discarded);
  const sealed = new Set(stories.map(({ own }) => own?.draft));
  const items: readonly StoryItem[] = [
    ...living
      .filter(({ id }) => !sealed.has(id))
      .map((draft) => ({ kind: "draft", draft }) as const),
    ...held.map((entry) => ({
      kind: "story" as const,
      entry,
      draft: living.find(({ id }) => id === entry.own?.draft),
    })),
  ];
  return [...items].sort(
    (one, other) => timeOf(other) - timeOf(one) || orderOf(other) - orderOf(one),
  );
}

/** When a row last changed, by this phone's clock; 0 where its key is gone. */
export const timeOf = (item: StoryItem): number =>
  item.kind === "draft" ? item.draft.changedAt : (item.entry.own?.sealedAt ?? 0);

const orderOf = (item: StoryItem): number => (item.kind === "story" ? item.entry.order : 0);

export const idOf = (item: StoryItem): string =>
  item.kind === "draft" ? item.draft.id : item.entry.id;

/** What a row is called; undefined where it has no title. */
export function titleOf(item: StoryItem): string | undefined {
  const title = item.kind === "draft" ? item.draft.title : item.entry.own?.title;
  const words = item.draft?.firstWords ?? "";
  return [title, words].map((text) => (text ?? "").trim()).find((text) => text !== "");
}

/** The status that follows from what is on disk and from what the line is doing. 'Sent' only by a stored receipt. */
export function statusOf({ state }: OutboxEntry, line: LineState): StoryStatus {
  if (state.kind === "sent" || state.kind === "needs-you") return state.kind;
  return line.kind === "moving" ? "sending" : "waiting";
}

/** True while something of it is still on its way. */
export const isUnderWay = ({ state }: OutboxEntry): boolean =>
  state.kind === "waiting" || state.kind === "sending";

/** What mends a refused story. */
export type Remedy = "fix" | "update";

/** Whether the author must change the story, or only the app. */
export const remedyFor = (refusals: readonly Obstacle[]): Remedy =>
  refusals.some(({ code }) => code === "outdated") ? "update" : "fix";
