import { computed, signal } from "@preact/signals";
import { type Choices, type Choosing, isOpen } from "../../device/choosing.ts";
import type { Snippet } from "../../device/search.ts";
import type { SearchClient } from "../../device/search-client.ts";
import type { IndexProgress } from "../../device/indexing.ts";
import type { Answer } from "../../device/searching.ts";
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
/** Texts looked through between two questions: what is typed next need not wait for more. */
const snippetsAtOnce = 3;
const noChoice: Choices = { languages: [], tags: [], years: [] };

/** One search: what is typed, where, and what was found. It lives in memory alone and is written nowhere. */
export const SearchModel = createModel(({ open, end }: SearchDeps) => {
  const text = signal("");
  const where = signal<Choosing>({});
  const results = signal<Results>({ kind: "resting" });
  const snippets = signal<ReadonlyMap<string, Snippet>>(new Map());
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

  /** Rows stand at once; what each text says of the words comes after. Until then a row keeps what it said before. */
  const bringSnippets = async ({ findings, wanted }: Answer): Promise<void> => {
    const ids = findings.map(({ entry }) => entry.id);
    const listed = new Set<string>(ids);
    snippets.value = new Map([...snippets.peek()].filter(([id]) => listed.has(id)));
    if (wanted === undefined) return void (snippets.value = new Map());
    for (let from = 0; from < ids.length && !stale; from += snippetsAtOnce) {
      const some = ids.slice(from, from + snippetsAtOnce);
      const brought = await open().ask({ kind: "snippets", ids: some, wanted });
      if (stale || brought === undefined) return;
      const next = new Map(snippets.peek());
      for (const [at, id] of some.entries()) {
        const snippet = brought[at];
        if (snippet !== undefined) next.set(id, snippet);
      }
      snippets.value = next;
    }
  };

  const askAll = async (): Promise<void> => {
    while (stale) {
      stale = false;
      const found = await askOnce();
      if (stale) continue;
      results.value = found;
      if (found.kind === "found") await bringSnippets(found.answer);
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
    /** By article; where there is none, the row shows the article's own summary. */
    snippets,
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
      const { value } = results;
      const isShort = value.kind === "found" && value.answer.findings.length < limit;
      // Each question takes its time from the building: only where there is room for more, and one after the other.
      if (next.done === next.all || (isShort && asking === undefined)) void ask();
    },
  };
});

export type SearchState = InstanceType<typeof SearchModel>;
