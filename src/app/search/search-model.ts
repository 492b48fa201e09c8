import { computed, signal } from "@preact/signals";
import { type Choices, type Choosing, isOpen } from "../../device/choosing.ts";
import type { SearchClient } from "../../device/search-client.ts";
import type { Answer, IndexProgress } from "../../device/searching.ts";
import type { ArticleId } from "../../protocol/article.ts";
import { createModel } from "../ui/create-model.ts";

/** What stands below the field. `resting`: nothing was asked for; `absent`: the part is not on the phone, and no network. */
export type Results =
  | { readonly kind: "resting" }
  | { readonly kind: "absent" }
  | { readonly kind: "found"; readonly answer: Answer };

export interface SearchDeps {
  /** The worker; asked for at each question. */
  readonly open: () => Pick<SearchClient, "ask">;
  /** Ends a worker that could not answer, so that the next question starts another. */
  readonly end: () => void;
}

const atOnce = 20;
const noChoice: Choices = { languages: [], tags: [], years: [] };

/** One search: what is typed, where, and what was found. It lives in memory alone and is written nowhere. */
export const SearchModel = createModel(({ open, end }: SearchDeps) => {
  const text = signal("");
  const where = signal<Choosing>({});
  const results = signal<Results>({ kind: "resting" });
  const choices = signal(noChoice);
  const progress = signal<IndexProgress | undefined>(undefined);
  let limit = atOnce;
  let asking: Promise<void> | undefined;
  let stale = false;

  const askOnce = async (): Promise<Results> => {
    if (text.peek().trim() === "" && isOpen(where.peek())) return { kind: "resting" };
    const question = { text: text.peek(), where: where.peek(), limit };
    const answer = await open().ask({ kind: "search", question });
    if (answer !== undefined) return { kind: "found", answer };
    end();
    return { kind: "absent" };
  };

  const giveUp = (): void => {
    end();
    results.value = { kind: "absent" };
  };

  const askAll = async (): Promise<void> => {
    while (stale) {
      stale = false;
      const found = await askOnce();
      if (!stale) results.value = found;
    }
  };

  /** One question at a time: what is typed meanwhile makes one more, and answers to what was typed before are not shown. */
  const ask = (): Promise<void> => {
    stale = true;
    return (asking ??= askAll().finally(() => (asking = undefined)));
  };

  return {
    text,
    where,
    results,
    choices,
    progress,
    /** The article that was opened from here: the focus comes back to it. */
    opened: signal<ArticleId | undefined>(undefined),
    isBuilding: computed(
      () => progress.value !== undefined && progress.value.done < progress.value.all,
    ),
    type(next: string): Promise<void> {
      text.value = next;
      limit = atOnce;
      return ask();
    },
    choose(change: Choosing): Promise<void> {
      where.value = { ...where.peek(), ...change };
      limit = atOnce;
      return ask();
    },
    showMore(): Promise<void> {
      limit += atOnce;
      return ask();
    },
    /** The part may be here now: the same question once more. */
    ask,
    /** The library has changed, or the screen is new: the index follows it, and the same question is asked again. */
    async follow(): Promise<void> {
      const client = open();
      if ((await client.ask({ kind: "open" })) === undefined) return giveUp();
      await client.ask({ kind: "update" });
      choices.value = (await client.ask({ kind: "choices" })) ?? choices.peek();
      await ask();
    },
    /** How far the index is; what was asked for is asked again out of what is in it by now. */
    onProgress(next: IndexProgress): void {
      progress.value = next;
      void ask();
    },
  };
});

export type SearchState = InstanceType<typeof SearchModel>;
