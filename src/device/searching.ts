import { type Choices, choicesIn, type Choosing, indexFilter, letsThrough } from "./choosing.ts";
import type { Store } from "./database.ts";
import { DeviceError } from "./errors.ts";
import { createLibrary, type ListedEntry } from "./library.ts";
import { coverOf, dropSavedIndex, isSaved, readSavedIndex, saveIndex } from "./saved-index.ts";
import {
  createSearchIndex,
  marksIn,
  type Range,
  type SearchIndex,
  type SearchLanguages,
  type Snippet,
  snippetIn,
  type Wanted,
} from "./search.ts";
import { paragraphsOf, readFiles, searchableOf, versionOf } from "./searchable.ts";

/** What is looked for. Without a word, all that was chosen is found, the newest first. */
export interface Question {
  readonly text: string;
  readonly where: Choosing;
  readonly limit: number;
}

/** One article found, with what to mark in its title and in a stretch of its text. */
export interface SearchFinding {
  readonly entry: ListedEntry;
  readonly title: Snippet;
  readonly snippet: Snippet;
}

export interface Answer {
  /** Best first. Every one is in the library as it is now. */
  readonly findings: readonly SearchFinding[];
  /** How many there are without the limit. */
  readonly total: number;
  /** For marking the same words in an open article; undefined where no word was asked for. */
  readonly wanted: Wanted | undefined;
}

/** How much of the library can be found so far. */
export interface IndexProgress {
  readonly done: number;
  readonly all: number;
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
  /** What the library has to choose from. */
  choices(): Promise<Choices>;
  /** What to mark in each of these texts. */
  marks(texts: readonly string[], wanted: Wanted): Promise<readonly (readonly Range[])[]>;
}

export interface SearchingDeps {
  readonly store: Store;
  /** Only one tab saves at a time; the others search all the same, and save nothing. */
  readonly locks: Pick<LockManager, "request">;
  readonly loadLanguages: () => Promise<SearchLanguages>;
  /** Lets questions and other work go first. */
  readonly pause: () => Promise<void>;
  /** Milliseconds, by a clock that only runs forward. */
  readonly now: () => number;
  readonly onProgress: (progress: IndexProgress) => void;
}

/** Changes when the saved records themselves do; those of the languages and of the index have versions of their own. */
const layout = "1";
/** Milliseconds of indexing between pauses: nothing that runs in the same thread waits for 50. */
const longestStep = 20;
const readAtOnce = 16;
/** Saving takes at most about this share of the time of building. */
const savingShare = 0.1;
const saveNotWithin = 500;

interface Opened {
  readonly index: SearchIndex;
  readonly languages: SearchLanguages;
  readonly version: string;
  listed: ReadonlyMap<string, ListedEntry>;
}

/** Search in one library. Opens what was saved at the first call; where it cannot be opened, the next call tries again. */
export function createSearching(deps: SearchingDeps): Searching {
  const { store, locks } = deps;
  let opening: Promise<Opened> | undefined;
  let underWay: Promise<void> | undefined;
  let again = false;

  const open = (): Promise<Opened> => {
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
      if (question.text.trim() === "") return browse(opened, question);
      return answerOf(store, opened, question);
    },
    choices: async () => choicesIn([...(await open()).listed.values()]),
    async marks(texts, wanted) {
      const { languages } = await open();
      return texts.map((text) => marksIn(text, wanted, languages));
    },
  };
}

async function openIndex({ store, loadLanguages }: SearchingDeps): Promise<Opened> {
  const languages = await loadLanguages();
  const version = versionFor(languages);
  const [saved, listed] = await Promise.all([readSavedIndex(store, version), readListed(store)]);
  const index = createSearchIndex(languages);
  if (saved === undefined || !index.load(saved)) await dropSavedIndex(store);
  return { index, languages, version, listed };
}

/** True where what is saved holds the library as it is. */
async function isUpToDate({ store, loadLanguages, onProgress }: SearchingDeps): Promise<boolean> {
  const [languages, listed] = await Promise.all([loadLanguages(), readListed(store)]);
  const all = listed.size;
  const saved = await isSaved(
    store,
    versionFor(languages),
    await coverOfEntries([...listed.values()]),
  );
  if (saved) onProgress({ done: all, all });
  return saved;
}

const versionFor = (languages: SearchLanguages): string => `${layout} ${languages.version}`;

const coverOfEntries = (entries: readonly ListedEntry[]): Promise<string> =>
  coverOf(entries.map((entry) => `${entry.id} ${versionOf(entry)}`));

const readListed = async (store: Store): Promise<ReadonlyMap<string, ListedEntry>> =>
  new Map((await createLibrary(store).list()).map((entry) => [entry.id, entry]));

/** Makes the index what the library is; saves it where this is the tab that saves. */
async function follow(deps: SearchingDeps, opened: Opened, saves: boolean): Promise<void> {
  const { index } = opened;
  opened.listed = await readListed(deps.store);
  const isCurrent = (id: string): boolean => {
    const entry = opened.listed.get(id);
    return entry !== undefined && index.has(id, versionOf(entry));
  };
  const gone = index.ids().filter((id) => !isCurrent(id));
  for (const id of gone) index.remove(id);
  const missing = Array.from(opened.listed.values()).filter(({ id }) => !isCurrent(id));
  const saving = createSaving(deps, opened, saves);
  if (gone.length > 0) await saving.now();
  await addAll(deps, opened, missing, saving);
  if (missing.length > 0) await saving.now();
}

async function addAll(
  { store, now, pause, onProgress }: SearchingDeps,
  { index, listed }: Opened,
  missing: readonly ListedEntry[],
  saving: Saving,
): Promise<void> {
  const tell = (done: number): void =>
    onProgress({ done: listed.size - missing.length + done, all: listed.size });
  tell(0);
  let began = now();
  for (let from = 0; from < missing.length; from += readAtOnce) {
    const entries = missing.slice(from, from + readAtOnce);
    const files = await readFiles(store, entries);
    for (const [at, entry] of entries.entries()) {
      index.add(searchableOf(entry, files[at]));
      if (now() - began < longestStep) continue;
      tell(from + at + 1);
      await pause();
      await saving.whenDue();
      began = now();
    }
  }
  tell(missing.length);
}

/** When the index is written to disk while it is built. */
interface Saving {
  now(): Promise<void>;
  /** Saves where enough has been built since the last time. */
  whenDue(): Promise<void>;
}

function createSaving(
  { store, now }: SearchingDeps,
  { index, version, listed }: Opened,
  saves: boolean,
): Saving {
  let due = now() + saveNotWithin;
  const save = async (): Promise<void> => {
    const began = now();
    const held = Array.from(listed.values()).filter((entry) =>
      index.has(entry.id, versionOf(entry)),
    );
    if (saves) await saveWhereRoom(store, version, await coverOfEntries(held), index);
    due = now() + Math.max(saveNotWithin, (now() - began) / savingShare);
  };
  return {
    now: save,
    whenDue: async () => void (now() >= due && (await save())),
  };
}

async function saveWhereRoom(
  store: Store,
  version: string,
  cover: string,
  index: SearchIndex,
): Promise<void> {
  try {
    await saveIndex(store, version, cover, index.save());
  } catch (error) {
    if (!(error instanceof DeviceError) || error.code !== "storage-full") throw error;
    // The index is in memory and can be built again: the room is for articles and stories.
    await dropSavedIndex(store);
  }
}

async function answerOf(
  store: Store,
  opened: Opened,
  { text, where, limit }: Question,
): Promise<Answer> {
  const filter = { ...indexFilter(where, opened.listed.values()), typing: true };
  const { hits, total, wanted } = opened.index.search(text, filter, limit);
  // What has left the library is not shown, whatever the index still says.
  const entries = hits.flatMap(({ id }) => opened.listed.get(id) ?? []);
  const files = await readFiles(store, entries);
  const findings = entries.map((entry, at) => findingOf(entry, files[at], wanted, opened));
  return { findings, total: total - (hits.length - entries.length), wanted };
}

const unmarked = (text: string): Snippet => ({ text, marks: [] });

function browse({ listed }: Opened, { where, limit }: Question): Answer {
  const chosen = Array.from(listed.values()).filter((entry) => letsThrough(where, entry));
  const findings = chosen.slice(0, limit).map((entry) => ({
    entry,
    title: unmarked(entry.title),
    snippet: unmarked(entry.summary),
  }));
  return { findings, total: chosen.length, wanted: undefined };
}

function findingOf(
  entry: ListedEntry,
  file: string | undefined,
  wanted: Wanted,
  { languages }: Opened,
): SearchFinding {
  const { title, summary } = entry;
  return {
    entry,
    title: { text: title, marks: marksIn(title, wanted, languages) },
    snippet: snippetIn([summary, ...paragraphsOf(file)], wanted, languages),
  };
}
