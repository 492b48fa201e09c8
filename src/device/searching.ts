import { type Choices, choicesIn, type Choosing, indexFilter, letsThrough } from "./choosing.ts";
import type { Store } from "./database.ts";
import { follow, type IndexingDeps, isUpToDate, openIndex, type OpenIndex } from "./indexing.ts";
import type { ListedEntry } from "./library.ts";
import { marksIn, type Range, type Snippet, snippetIn, type Wanted } from "./search.ts";
import { paragraphsOf, readFiles } from "./searchable.ts";

/** What is looked for. Without a word, all that was chosen is found, the newest first. */
export interface Question {
  readonly text: string;
  readonly where: Choosing;
  readonly limit: number;
}

/** One article found, with what to mark in its title. */
export interface SearchFinding {
  readonly entry: ListedEntry;
  readonly title: Snippet;
}

export interface Answer {
  /** Best first. Every one is in the library as it is now. */
  readonly findings: readonly SearchFinding[];
  /** How many there are without the limit. */
  readonly total: number;
  /** For marking the same words in an open article; undefined where no word was asked for. */
  readonly wanted: Wanted | undefined;
}

/** Search over this phone's library: an index that follows it, and answers out of both. */
export interface Searching {
  /**
   * Brings the index up to what the library holds, and saves it. Articles that changed or went leave it before anything
   * else is done; what was done so far is saved on the way, so that a kill costs little. A call while one is under way
   * resolves when the library has been looked at once more. Where what was saved is up to date, it is not even opened.
   */
  update(): Promise<void>;
  /** Opens what was saved, so that the first question need not wait for it, and follows the library from there. */
  open(): Promise<void>;
  /** Answers out of what is in the index so far. Nothing of the question is kept. */
  ask(question: Question): Promise<Answer>;
  /**
   * The stretch of each article's text that says most of what was asked for; undefined where it has left the library.
   * To look through a text takes milliseconds: ask for few at a time, so that the next question need not wait.
   */
  snippets(ids: readonly string[], wanted: Wanted): Promise<readonly (Snippet | undefined)[]>;
  /** What the library has to choose from. */
  choices(): Promise<Choices>;
  /** What to mark in each of these texts. */
  marks(texts: readonly string[], wanted: Wanted): Promise<readonly (readonly Range[])[]>;
}

export interface SearchingDeps extends IndexingDeps {
  /** Only one tab saves at a time; the others search all the same, and save nothing. */
  readonly locks: Pick<LockManager, "request">;
}

/** Search in one library. Opens what was saved at the first call; where it cannot be opened, the next call tries again. */
export function createSearching(deps: SearchingDeps): Searching {
  const { store, locks } = deps;
  let opening: Promise<OpenIndex> | undefined;
  let underWay: Promise<void> | undefined;
  let again = false;

  const open = (): Promise<OpenIndex> => {
    if (opening !== undefined) return opening;
    opening = openIndex(deps);
    opening.then(
      // What was saved may be older than the library, or damaged. Where this fails, whoever calls `update` hears of it.
      () => void update().catch(() => undefined),
      () => (opening = undefined),
    );
    return opening;
  };
  const updateAll = async (): Promise<void> => {
    if (opening === undefined && (await isUpToDate(deps))) return;
    const opened = await open();
    do {
      again = false;
      await locks.request("searching", { ifAvailable: true }, (lock) =>
        follow(deps, opened, lock !== null),
      );
    } while (again);
  };

  const update = (): Promise<void> => {
    again = true;
    return (underWay ??= updateAll().finally(() => (underWay = undefined)));
  };

  return {
    update,
    open: async () => void (await open()),
    async ask(question) {
      const opened = await open();
      return question.text.trim() === "" ? browse(opened, question) : answerOf(opened, question);
    },
    snippets: async (ids, wanted) => snippetsOf(store, await open(), ids, wanted),
    choices: async () => choicesIn([...(await open()).listed.values()]),
    async marks(texts, wanted) {
      const { languages } = await open();
      return texts.map((text) => marksIn(text, wanted, languages));
    },
  };
}

function answerOf({ index, listed, languages }: OpenIndex, question: Question): Answer {
  const { text, where, limit } = question;
  const filter = { ...indexFilter(where, listed.values()), typing: true };
  const { hits, total, wanted } = index.search(text, filter, limit);
  // What has left the library is not shown, whatever the index still says.
  const entries = hits.flatMap(({ id }) => listed.get(id) ?? []);
  const findings = entries.map((entry) => ({
    entry,
    title: { text: entry.title, marks: marksIn(entry.title, wanted, languages) },
  }));
  return { findings, total: total - (hits.length - entries.length), wanted };
}

async function snippetsOf(
  store: Store,
  { listed, languages }: OpenIndex,
  ids: readonly string[],
  wanted: Wanted,
): Promise<readonly (Snippet | undefined)[]> {
  const entries = ids.map((id) => listed.get(id));
  const held = entries.filter((entry) => entry !== undefined);
  const files = new Map(
    (await readFiles(store, held)).map((file, at) => [held[at]?.id as string, file]),
  );
  return entries.map(
    (entry) =>
      entry && snippetIn([entry.summary, ...paragraphsOf(files.get(entry.id))], wanted, languages),
  );
}

function browse({ listed }: OpenIndex, { where, limit }: Question): Answer {
  const chosen = Array.from(listed.values()).filter((entry) => letsThrough(where, entry));
  const findings = chosen.slice(0, limit).map((entry) => ({
    entry,
    title: { text: entry.title, marks: [] },
  }));
  return { findings, total: chosen.length, wanted: undefined };
}
