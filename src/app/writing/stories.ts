import type { DraftSummary } from "../../device/draft-content.ts";
import type { OutboxEntry } from "../../device/outbox.ts";
import type { Trouble } from "../../device/planning.ts";

/** A row that was sealed. */
export type SealedItem = Extract<StoryItem, { kind: "story" }>;

/** One row of 'My stories': a draft, or a sealed story with the draft that it came from. */
export type StoryItem =
  | { readonly kind: "draft"; readonly draft: DraftSummary }
  | {
      readonly kind: "story";
      readonly entry: OutboxEntry;
      /** The author's copy, until it is discarded. It stands with the newest revision that was sealed from it. */
      readonly draft: DraftSummary | undefined;
      /** A later revision of it was sealed. */
      readonly isSuperseded: boolean;
    };

/** What the line is doing, as far as the screen cares. `until`: milliseconds since 1970, for showing. */
export type LineState =
  | { readonly kind: "idle" }
  | { readonly kind: "moving" }
  | { readonly kind: "resting"; readonly trouble: Trouble | undefined; readonly until: number };

/** Drafts and stories in one list, newest first. A draft that was sealed stands in its story's row. */
export function listStories(
  drafts: readonly DraftSummary[],
  stories: readonly OutboxEntry[],
): readonly StoryItem[] {
  const living = drafts.filter(({ discarded }) => !discarded);
  const held = stories.filter(({ discarded }) => !discarded);
  const sealed = new Set(stories.map(({ own }) => own?.draft));
  const newest = new Map(held.map(({ id, own }) => [own?.draft, id]));
  const items: readonly StoryItem[] = [
    ...living
      .filter(({ id }) => !sealed.has(id))
      .map((draft) => ({ kind: "draft", draft }) as const),
    ...held.map((entry) => {
      const draft = entry.own?.draft;
      const isSuperseded = draft !== undefined && newest.get(draft) !== entry.id;
      return {
        kind: "story" as const,
        entry,
        draft: isSuperseded ? undefined : living.find(({ id }) => id === draft),
        isSuperseded,
      };
    }),
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

/** True while something of it is still on its way, by itself. */
export const isUnderWay = ({ state, paused, takenBack }: OutboxEntry): boolean =>
  !paused && takenBack === undefined && (state.kind === "waiting" || state.kind === "sending");

/** The story that was sealed last from this draft. */
export const storyOf = (
  items: readonly StoryItem[],
  draft: string | undefined,
): SealedItem | undefined =>
  items.find(
    (item): item is SealedItem =>
      item.kind === "story" && draft !== undefined && item.draft?.id === draft,
  );
