import { signal } from "@preact/signals";
import type { Draft } from "../../../device/draft.ts";
import type { Change, DraftContent } from "../../../device/draft-content.ts";
import type { EarlierPage } from "../../../device/earlier-pages.ts";
import { DeviceError } from "../../../device/errors.ts";
import { createModel } from "../../ui/create-model.ts";

/** The page in the author's hands, as this part needs it. */
export interface PageNow {
  opened(): Promise<Draft | undefined>;
  apply(...changes: readonly Change[]): void;
}

/** One earlier page that is being read; without content it was let go, or does not open. */
export interface Reading {
  readonly page: EarlierPage;
  readonly content: DraftContent | undefined;
}

/** How a page was before: a list, one of it to read, and the way back to that. */
export const EarlierModel = createModel((now: PageNow) => {
  /** Newest first, without the page as it is; undefined until the draft said so. */
  const pages = signal<readonly EarlierPage[] | undefined>(undefined);
  const reading = signal<Reading | undefined>(undefined);

  return {
    pages,
    reading,
    async open() {
      const draft = await now.opened();
      const earlier = draft?.earlierPages.filter(({ time }) => time !== draft.changedAt) ?? [];
      pages.value = [...earlier].reverse();
    },
    async read(page: EarlierPage) {
      const draft = await now.opened();
      reading.value = { page, content: await draft?.findPage(page.n).catch(unlessDamaged) };
    },
    toList() {
      reading.value = undefined;
    },
    /** Puts the page that is read in the place of the one that is there: one step, which undo takes back. */
    async goBack() {
      const then = reading.peek()?.content;
      const draft = await now.opened();
      if (then === undefined || draft === undefined) return;
      const { title, pieces } = draft.content;
      now.apply(
        { kind: "title", at: 0, cut: title.length, put: then.title },
        { kind: "pieces", at: 0, cut: pieces.length, put: then.pieces },
      );
    },
  };
});
export type Earlier = InstanceType<typeof EarlierModel>;

function unlessDamaged(error: unknown): undefined {
  if (error instanceof DeviceError && error.code === "damaged") return undefined;
  throw error;
}
