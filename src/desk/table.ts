import { computed, type ReadonlySignal } from "@preact/signals";
import type { StoryId } from "../protocol/intake.ts";
import { StoryModel, type StoryView, type StoryWorld } from "./story-model.ts";

/** The editor's table: the story that is open on it, and the edits of those that were before. */
export interface Table {
  /** The model of the selected story, where it opened. */
  readonly present: ReadonlySignal<StoryView | undefined>;
  /** Closes everything: pictures, texts and edits are let go. */
  clear(): void;
}

/** A table for one sitting. Edits outlive a look at another story; they do not outlive the key. */
export function createTable(world: StoryWorld): Table {
  const views = new Map<StoryId, StoryView>();
  const present = computed(() => {
    const selected = world.inbox.selected.value;
    const found = world.inbox.stories.value.find(({ line }) => line.id === selected);
    if (found?.opened?.kind !== "opened") return undefined;
    const { id } = found.line;
    const view = views.get(id) ?? new StoryModel(world, id, found.opened.story);
    views.set(id, view);
    return view;
  });
  return {
    present,
    clear() {
      for (const view of views.values()) view.hideAttached();
      views.clear();
      world.inbox.forget();
    },
  };
}
