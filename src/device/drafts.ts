import type { RandomId } from "../protocol/bytes.ts";
import { unlessDamaged } from "./ciphers.ts";
import type { Store } from "./database.ts";
import { DeviceError } from "./errors.ts";
import { createDraft, type Draft, type DraftDeps } from "./draft.ts";
import { countWords, type DraftSummary, firstWords, photosOf, soundsOf } from "./draft-content.ts";
import {
  append,
  type DraftState,
  latestRecords,
  readLog,
  recordsOf,
  startOf,
} from "./draft-log.ts";
import { besideDraft } from "./draft-records.ts";
import type { Keyring } from "./keyring.ts";

/** The stories that are still being written, on this device only. */
export interface Drafts {
  /** False: drafts last as long as this window, and the screen says so. */
  readonly durable: boolean;
  /** A blank page. Its key is on disk when this resolves; the first change makes its first record. */
  create(): Promise<Draft>;
  /** Undefined where there is no such draft, or its key is gone. */
  open(id: RandomId): Promise<Draft | undefined>;
  /** Newest change first; discarded ones only until they are destroyed, and marked. */
  list(): Promise<readonly DraftSummary[]>;
  /** Hides a draft. It can be restored until it is destroyed. */
  discard(id: RandomId): Promise<void>;
  /** False where it is gone already. */
  restore(id: RandomId): Promise<boolean>;
  /** Overwrites the draft's key and removes its records. For good. */
  destroy(id: RandomId): Promise<void>;
  /** Destroys what was discarded before. At the start, and when the line with 'Undo' closes. */
  destroyDiscarded(): Promise<void>;
}

export interface DraftsDeps extends DraftDeps {
  readonly keyring: Keyring;
}

/** The drafts over a store and a keyring. */
export function createDrafts(deps: DraftsDeps): Drafts {
  const { store, keyring } = deps;
  const drafts: Drafts = {
    durable: keyring.durable,
    async create() {
      const id = deps.newId();
      return createDraft(deps, await keyring.create(id), startOf(id, deps.now()));
    },
    async open(id) {
      const key = await keyring.find(id);
      const head = key && (await readLog(key, await recordsOf(store, id)));
      return key && head && createDraft(deps, key, head);
    },
    async list() {
      const summaries = await readSummaries(store, keyring);
      return [...summaries].sort((one, other) => other.changedAt - one.changedAt);
    },
    discard: async (id) => void (await mark(deps, id, true)),
    restore: (id) => mark(deps, id, false),
    async destroy(id) {
      // The key first: whatever happens then, the text cannot be read again.
      await keyring.destroy(id);
      await removeRecords(store, id);
      deps.announce("drafts");
    },
    async destroyDiscarded() {
      for (const { id, discarded } of await drafts.list()) {
        if (discarded) await drafts.destroy(id).catch(unlessNoKey);
      }
    },
  };
  return drafts;
}

async function readSummaries(store: Store, keyring: Keyring): Promise<readonly DraftSummary[]> {
  const logs = await latestRecords(store);
  const summaries = await Promise.all(
    logs.map(async (records) => {
      const id = records[0]?.draft as RandomId | undefined;
      const key = id && (await keyring.find(id));
      // One that does not open must not hide all the others.
      const head = key && (await unlessDamaged(readLog(key, records)));
      return id && head && summaryOf(id, head.state);
    }),
  );
  return summaries.filter((summary) => summary !== undefined);
}

const summaryOf = (id: RandomId, state: DraftState): DraftSummary => ({
  id,
  title: state.content.title,
  firstWords: firstWords(state.content),
  words: countWords(state.content),
  photos: photosOf(state.content).length,
  sounds: soundsOf(state.content).length,
  changedAt: state.changedAt,
  discarded: state.discarded,
  ...(state.sealed === undefined ? {} : { sealed: state.sealed }),
  ...(state.forkOf === undefined ? {} : { forkOf: state.forkOf }),
});

async function mark(deps: DraftsDeps, id: RandomId, yes: boolean): Promise<boolean> {
  const key = await deps.keyring.find(id);
  if (key === undefined) return false;
  // A key stroke in another window may come in between: the mark then goes behind it.
  for (;;) {
    const head = await readLog(key, await recordsOf(deps.store, id));
    if (head === undefined) return false;
    const entry = { time: deps.now(), changes: [{ kind: "discarded", yes }] } as const;
    if ((await append(deps.store, key, head, entry)) !== undefined) break;
  }
  deps.announce("drafts");
  return true;
}

/** Where the keyring's worker does not start, a key cannot be overwritten now: the draft stays discarded until it can. */
function unlessNoKey(error: unknown): void {
  if (!(error instanceof DeviceError && error.code === "no-key")) throw error;
}

const removeRecords = (store: Store, id: RandomId): Promise<void> =>
  store.transact(["drafts"], "readwrite", async (transaction) => {
    const records = transaction.objectStore("drafts");
    await records.delete(IDBKeyRange.bound([id, 0], [id, Infinity]));
    await records.delete(besideDraft(id));
  });
