import type { Choices } from "./choosing.ts";
import type { Range, Snippet, Wanted } from "./search.ts";
import type { IndexProgress } from "./indexing.ts";
import type { Answer, Question, Searching } from "./searching.ts";

/** What a page asks of the search worker. */
export type SearchAsk =
  | { readonly kind: "update" }
  | { readonly kind: "open" }
  | { readonly kind: "choices" }
  | { readonly kind: "search"; readonly question: Question }
  | { readonly kind: "snippets"; readonly ids: readonly string[]; readonly wanted: Wanted }
  | { readonly kind: "marks"; readonly texts: readonly string[]; readonly wanted: Wanted };

/** What the answers to each kind of ask are. */
export interface SearchAnswers {
  readonly update: true;
  readonly open: true;
  readonly choices: Choices;
  readonly search: Answer;
  readonly snippets: readonly (Snippet | undefined)[];
  readonly marks: readonly (readonly Range[])[];
}

/** What the worker posts: how far the index is, or the answer to the ask of that number; `undefined` where it failed. */
export type SearchReply =
  | { readonly progress: IndexProgress }
  | { readonly number: number; readonly answer: SearchAnswers[SearchAsk["kind"]] | undefined };

/** Answers asks out of one search; resolves to undefined where the storage or the languages' data are away. */
export const createSearchAnswers =
  (searching: Searching) =>
  async (ask: SearchAsk): Promise<SearchAnswers[SearchAsk["kind"]] | undefined> => {
    try {
      return await answerOf(searching, ask);
    } catch {
      // Not here yet, or storage went away: the page says so, and the next ask tries again.
      return undefined;
    }
  };

async function answerOf(
  searching: Searching,
  ask: SearchAsk,
): Promise<SearchAnswers[SearchAsk["kind"]]> {
  switch (ask.kind) {
    case "search":
      return searching.ask(ask.question);
    case "snippets":
      return searching.snippets(ask.ids, ask.wanted);
    case "marks":
      return searching.marks(ask.texts, ask.wanted);
    case "choices":
      return searching.choices();
    case "update":
      await searching.update();
      return true;
    case "open":
      await searching.open();
      return true;
  }
}
