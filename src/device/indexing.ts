import type { Store } from "./database.ts";
import { DeviceError } from "./errors.ts";
import { createLibrary, type ListedEntry } from "./library.ts";
import { coverOf, dropSavedIndex, isSaved, readSavedIndex, saveIndex } from "./saved-index.ts";
import { createSearchIndex, type SearchIndex, type SearchLanguages } from "./search.ts";
import { readFiles, searchableOf, versionOf } from "./searchable.ts";

/** How much of the library can be found so far. */
export interface IndexProgress {
  readonly done: number;
  readonly all: number;
}

/** What keeping an index needs. */
export interface IndexingDeps {
  readonly store: Store;
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

/** An index in memory, and the library as it was when it last followed it. */
export interface OpenIndex {
  readonly index: SearchIndex;
  readonly languages: SearchLanguages;
  readonly version: string;
  listed: ReadonlyMap<string, ListedEntry>;
}

/** Reads what was saved; where nothing fits, an empty index. Rejects where the languages' data or the storage are away. */
export async function openIndex({ store, loadLanguages }: IndexingDeps): Promise<OpenIndex> {
  const languages = await loadLanguages();
  const version = versionFor(languages);
  const [saved, listed] = await Promise.all([readSavedIndex(store, version), readListed(store)]);
  const index = createSearchIndex(languages);
  if (saved === undefined || !index.load(saved)) await dropSavedIndex(store);
  return { index, languages, version, listed };
}

/** True where what is saved holds the library as it is. */
export async function isUpToDate({
  store,
  loadLanguages,
  onProgress,
}: IndexingDeps): Promise<boolean> {
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
export async function follow(deps: IndexingDeps, opened: OpenIndex, saves: boolean): Promise<void> {
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
  { store, now, pause, onProgress }: IndexingDeps,
  { index, listed }: OpenIndex,
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
  { store, now }: IndexingDeps,
  { index, version, listed }: OpenIndex,
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
