import { signal } from "@preact/signals";
import type { Attachments } from "../../device/attachments.ts";
import type { Draft } from "../../device/draft.ts";
import type { Drafts } from "../../device/drafts.ts";
import type { Outbox } from "../../device/outbox.ts";
import type { RandomId } from "../../protocol/bytes.ts";
import { type Page, PageModel } from "./page-model.ts";
import { type Line, StoriesModel } from "./stories-model.ts";
import type { StoryItem } from "./stories.ts";
import { WayModel, type WayDeps } from "./way-model.ts";
import { createModel } from "../ui/create-model.ts";

export interface WritingDeps extends WayDeps {
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly attachments: Attachments;
  readonly line: Line;
  readonly now: () => number;
  readonly after: (milliseconds: number, call: () => void) => () => void;
  readonly makeRoom: () => Promise<number>;
  readonly measureMissing: () => Promise<number>;
  /** True where the first blank page is preceded by the install guide. */
  readonly guides: boolean;
  /** Holds the lock `writing`, so that an update waits; gives what lets it go. */
  readonly holdWriting: () => () => void;
  /** Asks the browser to keep what is here; never waited for. */
  readonly askToPersist: () => void;
}

interface OpenPage {
  readonly page: Page;
  readonly isNew: boolean;
}

/** The writing part: a list, the page that is open, and the way between them. */
export const WritingModel = createModel((deps: WritingDeps) => {
  const { drafts, outbox, line } = deps;
  const stories = new StoriesModel({ drafts, outbox, line });
  const way = new WayModel(deps);
  const open = signal<OpenPage | undefined>(undefined);
  /** The page that was left last, until all of it is on disk: opened before that, a draft would meet itself and fork. */
  let leaving: Promise<unknown> = Promise.resolve();
  let isGuided = !deps.guides;
  /** The page behind the guide is to be spoken. */
  let speaks = false;
  let letGo: () => void = () => undefined;

  function show(draft: () => Promise<Draft | undefined>, isNew: boolean): void {
    const { attachments, now, after, makeRoom, measureMissing } = deps;
    letGo = deps.holdWriting();
    open.value = {
      page: new PageModel({ draft, isNew, attachments, now, after, makeRoom, measureMissing }),
      isNew,
    };
    deps.askToPersist();
  }

  function openPage(id: RandomId): void {
    // A second tap of a quick finger finds the page open.
    if (open.peek() !== undefined) return;
    show(() => leaving.then(() => drafts.open(id)), false);
    way.open({ kind: "page", draft: id });
  }

  /** A blank page, on the screen at once; its key is made meanwhile. */
  function begin(): void {
    show(() => drafts.create(), true);
    open.peek()!.page.speaks.value = speaks ? 1 : 0;
  }

  return {
    stories,
    way,
    /** The page that is open, also while its three sending screens are shown. */
    open,
    /** A blank page; spoken, the recorder is on it. */
    newStory(spoken = false) {
      if (open.peek() !== undefined) return;
      speaks = spoken;
      // Whoever has written here before knows where they write: no question after the first time. A tap that is quicker
      // than the list finds out nothing, and the guide is seen once more rather than never.
      const isFirst = (stories.items.peek()?.length ?? 0) === 0;
      if (!isGuided && isFirst) return way.open({ kind: "guide" });
      begin();
      way.open({ kind: "page", draft: undefined });
    },
    writeHere() {
      isGuided = true;
      begin();
      way.replace({ kind: "page", draft: undefined });
    },
    openItem(item: StoryItem) {
      if (item.draft !== undefined) openPage(item.draft.id);
    },
    openDraft: openPage,
    /** A new page for what comes from outside; false, and nothing happens, while another page is open. */
    beginWith(fill: (page: Page) => void): boolean {
      if (open.peek() !== undefined) return false;
      begin();
      const { page } = open.peek()!;
      // No blank page: the caret is nobody's yet, and photos stand behind the words.
      open.value = { page, isNew: false };
      fill(page);
      way.open({ kind: "page", draft: undefined });
      return true;
    },
    /** Leaves the page that is open: what it holds is kept. */
    async leavePage() {
      const left = open.peek();
      if (left === undefined) return;
      open.value = undefined;
      leaving = left.page.close();
      // An update waits for words that are not on disk, also on a page that was left.
      void left.page.kept.then(letGo);
      await leaving;
      await stories.refresh();
    },
    /** Discards the open page's draft, and it alone: a story sealed from it goes on. The list offers 'Undo'. */
    async discardPage() {
      const left = open.peek();
      const draft = await left?.page.opened();
      open.value = undefined;
      letGo();
      way.toStories();
      await left?.page.close();
      await stories.refresh();
      const item = stories.items.peek()?.find((one) => one.draft?.id === draft?.id);
      if (item?.draft !== undefined) await stories.discard({ kind: "draft", draft: item.draft });
    },
    /** Something changed here or in another window. */
    async changed(what: "drafts" | "outbox") {
      if (what === "drafts") await open.peek()?.page.refresh();
      // A page under the hands reads nothing again at each of its own key strokes.
      if (open.peek() === undefined) await stories.refresh();
    },
  };
});
export type Writing = InstanceType<typeof WritingModel>;
