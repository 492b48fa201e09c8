import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { StoryId } from "../../protocol/intake.ts";
import type { RandomId } from "../../protocol/bytes.ts";
import { createModel } from "../ui/create-model.ts";

/** What is on the screen. None of it is in an address or a title. */
export type WritingScreen =
  | { readonly kind: "stories" }
  | { readonly kind: "guide" }
  | { readonly kind: "page"; readonly draft: RandomId | undefined }
  | { readonly kind: "leaving" }
  | { readonly kind: "terms" }
  | { readonly kind: "envelope" }
  /** Other terms for a story that was sealed. */
  | { readonly kind: "changing"; readonly story: StoryId };

export interface WayDeps {
  /** How many history entries deep writing is, from 1. */
  readonly depth: ReadonlySignal<number>;
  readonly onDeeper: () => void;
  /** So many history entries back. */
  readonly onBack: (steps: number) => void;
}

const stories: WritingScreen = { kind: "stories" };

/**
 * Which screen a depth means; kept in memory alone. What is not remembered (after a reload, after a way back and
 * forward again) is 'My stories'.
 */
export const WayModel = createModel(({ depth, onDeeper, onBack }: WayDeps) => {
  const screens = signal<readonly WritingScreen[]>([stories]);
  return {
    screen: computed(() => screens.value[depth.value - 1] ?? stories),
    /** One step on: a history entry deeper, so that Back comes back here. */
    open(screen: WritingScreen) {
      const at = depth.peek();
      const held = Array.from({ length: at }, (_, index) => screens.peek()[index] ?? stories);
      screens.value = [...held, screen];
      onDeeper();
    },
    /** This step becomes another one. */
    replace(screen: WritingScreen) {
      const at = depth.peek();
      screens.value = [...screens.peek().slice(0, at - 1), screen];
    },
    back() {
      onBack(1);
    },
    /** Back to 'My stories', however deep. The screen changes at once; the history takes its time. */
    toStories() {
      const steps = depth.peek() - 1;
      screens.value = [stories];
      if (steps > 0) onBack(steps);
    },
    /** Forgets what lies deeper than the screen that is shown: Forward must not find a page that was closed. */
    forgetDeeper() {
      screens.value = screens.peek().slice(0, depth.peek());
    },
  };
});
