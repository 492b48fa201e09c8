import { computed, signal } from "@preact/signals";
import type { Drafts } from "../../device/drafts.ts";
import type { Outbox } from "../../device/outbox.ts";
import type { Wake } from "../../device/planning.ts";
import { idOf, isUnderWay, type LineState, listStories, type StoryItem } from "./stories.ts";
import { createModel } from "../ui/create-model.ts";

/** The line to the newsroom, as this room sees it. */
export interface Line {
  readonly state: LineState;
  onState(listener: (state: LineState) => void): void;
  wake(by: Wake): void;
}

export interface StoriesDeps {
  readonly drafts: Pick<Drafts, "list" | "discard" | "restore" | "destroy" | "destroyDiscarded">;
  readonly outbox: Pick<Outbox, "list" | "discard" | "restore" | "destroy" | "destroyDiscarded">;
  readonly line: Line;
}

/** 'My stories': drafts and what was sent, in one list. */
export const StoriesModel = createModel(({ drafts, outbox, line }: StoriesDeps) => {
  const read = signal<readonly StoryItem[] | undefined>(undefined);
  const lineState = signal<LineState>(line.state);
  const gone = signal<StoryItem | undefined>(undefined);
  let isAsked = false;
  let reading: Promise<void> | undefined;
  line.onState((state) => (lineState.value = state));

  async function readWhileAsked(): Promise<void> {
    try {
      while (isAsked) {
        isAsked = false;
        const [listed, stories] = await Promise.all([drafts.list(), outbox.list()]);
        // Asked again meanwhile: what was read may be over already.
        if (!isAsked) read.value = listStories(listed, stories);
      }
    } finally {
      reading = undefined;
    }
  }

  /** Hundreds of changes in a second, as when a long line goes out, are a few readings: one under way, one that follows. */
  function refresh(): Promise<void> {
    isAsked = true;
    reading ??= readWhileAsked();
    return reading;
  }

  /** Destroys for good what the line with 'Undo' still offered. */
  async function settle(): Promise<void> {
    const item = gone.peek();
    if (item === undefined) return;
    // Out of the list first, then no longer offered: between the two it would be seen again.
    read.value = read.peek()?.filter((one) => idOf(one) !== idOf(item));
    gone.value = undefined;
    if (item.kind === "story") await outbox.destroy(item.entry.id);
    if (item.draft !== undefined) await drafts.destroy(item.draft.id);
    await refresh();
  }

  return {
    /** Undefined until storage has answered once. What was just discarded is not in it. */
    items: computed(() => {
      const hidden = gone.value && idOf(gone.value);
      return read.value?.filter((item) => idOf(item) !== hidden);
    }),
    line: lineState,
    /** True while a sealed story is still on its way. */
    isWaiting: computed(
      () => read.value?.some((item) => item.kind === "story" && isUnderWay(item.entry)) === true,
    ),
    /** What was just discarded, until the line with 'Undo' closes. */
    gone,
    refresh,
    settle,
    /** Destroys what was discarded before the last end of the app, and reads the list. */
    async open() {
      await drafts.destroyDiscarded();
      await outbox.destroyDiscarded();
      await refresh();
    },
    /**
     * Hides a row; 'Undo' brings it back until {@link settle}. A story's copy is its draft, its receipt and its keys. From
     * now on nothing of it is sent, whatever becomes of this window.
     */
    async discard(item: StoryItem) {
      await settle();
      gone.value = item;
      if (item.kind === "story") {
        await outbox.discard(item.entry.id);
        // Others may be on their way just now, and this one is not to go after them.
        line.wake("put");
      }
      if (item.draft !== undefined) await drafts.discard(item.draft.id);
      await refresh();
    },
    async undo() {
      const item = gone.peek();
      gone.value = undefined;
      if (item?.draft !== undefined) await drafts.restore(item.draft.id);
      if (item?.kind === "story") {
        await outbox.restore(item.entry.id);
        line.wake("put");
      }
      await refresh();
    },
  };
});
export type Stories = InstanceType<typeof StoriesModel>;
