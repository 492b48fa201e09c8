import type { RandomId } from "../protocol/bytes.ts";
import { decryptJson, encryptJson } from "./ciphers.ts";
import type { Stores, Store, StoreName, Transaction } from "./database.ts";
import {
  applyChange,
  type Change,
  countWords,
  type DraftContent,
  emptyContent,
  invert,
  type SealedMark,
} from "./draft-content.ts";
import { type EarlierPage, withPage } from "./earlier-pages.ts";

/** What a draft is at one point of its log. */
export interface DraftState {
  readonly content: DraftContent;
  readonly changedAt: number;
  readonly discarded: boolean;
  readonly sealed?: SealedMark;
  readonly forkOf?: RandomId;
}

/** What one record adds: changes of the page, or a mark. */
export type LogChange =
  | Change
  | ({ readonly kind: "sealed" } & SealedMark)
  | { readonly kind: "discarded"; readonly yes: boolean };

/** What a record holds, once decrypted. With `snapshot` it stands alone: the whole state after its own changes. */
export interface LogEntry {
  readonly time: number;
  readonly changes: readonly LogChange[];
  /** It takes back so many steps before it; older logs say `true` for one. */
  readonly undo?: number | true;
  /** It makes again what was taken back last. */
  readonly redo?: true;
  readonly snapshot?: DraftState;
  /** With a snapshot: the snapshots that are kept, with this one. Older logs say nothing of them. */
  readonly pages?: readonly EarlierPage[];
}

/** The end of a log, what would take its steps back, and what would make again those that were taken back; newest last. */
export interface LogHead {
  readonly draft: RandomId;
  /** The number of the last record; 0 before the first. */
  readonly n: number;
  /** The number of the last snapshot. */
  readonly base: number;
  readonly state: DraftState;
  readonly back: readonly Step[];
  readonly forth: readonly Step[];
  /** The last change of the page that is known. */
  readonly last?: Change | undefined;
  /** The snapshots that are kept, oldest first. */
  readonly pages: readonly EarlierPage[];
}

/** One step that can be taken back, or made again. `time` is that of the typing. */
export interface Step {
  readonly time: number;
  readonly changes: readonly Change[];
}

type DraftRecord = Stores["drafts"]["value"];

/** Every so many records one is a snapshot, so that opening never reads more. */
const snapshotEvery = 64;
/** Records before the snapshot that lies this far back are let go: that much can be undone after a restart. */
const keptRecords = 256;

/** The log of a new draft, before its first record. */
export const startOf = (draft: RandomId, time: number, forkOf?: RandomId): LogHead => ({
  draft,
  n: 0,
  base: 0,
  state: {
    content: emptyContent,
    changedAt: time,
    discarded: false,
    ...(forkOf === undefined ? {} : { forkOf }),
  },
  back: [],
  forth: [],
  pages: [],
});

/** The log after one more entry. */
export function follow(head: LogHead, n: number, entry: LogEntry): LogHead {
  let state = head.state;
  const taken: Change[] = [];
  for (const change of entry.changes) {
    if (isOfPage(change)) taken.unshift(invert(state.content, change));
    state = withChange(state, change, entry.time);
  }
  const { snapshot } = entry;
  const steps = taken.length === 0 ? head : stepsAfter(head, entry, taken);
  return {
    draft: head.draft,
    n,
    base: snapshot === undefined ? head.base : n,
    state: snapshot ?? state,
    back: steps.back,
    forth: steps.forth,
    last: entry.changes.filter(isOfPage).at(-1) ?? head.last,
    pages: entry.pages ?? (snapshot === undefined ? head.pages : withSnapshotOf(head, n, snapshot)),
  };
}

const withSnapshotOf = (
  { pages }: LogHead,
  n: number,
  { content, changedAt }: DraftState,
): readonly EarlierPage[] => withPage(pages, { n, time: changedAt, words: countWords(content) });

const isOfPage = (change: LogChange): change is Change =>
  change.kind === "title" || change.kind === "text" || change.kind === "pieces";

/** What can be taken back and made again after an entry that changed the page; `taken` would take it back. */
function stepsAfter(
  { back, forth }: LogHead,
  { time, undo, redo }: LogEntry,
  taken: readonly Change[],
): Pick<LogHead, "back" | "forth"> {
  if (undo !== undefined) {
    // A log whose beginning was let go may take back more than it still knows of.
    const undone = Math.min(Number(undo), back.length);
    const step = { time: back.at(-1)?.time ?? time, changes: taken };
    return { back: back.slice(0, back.length - undone), forth: [...forth, step] };
  }
  const made = { time: redo === true ? (forth.at(-1)?.time ?? time) : time, changes: taken };
  return {
    back: [...back, made].slice(-keptRecords),
    forth: redo === true ? forth.slice(0, -1) : [],
  };
}

function withChange(state: DraftState, change: LogChange, time: number): DraftState {
  switch (change.kind) {
    case "sealed":
      return { ...state, sealed: { story: change.story, revision: change.revision } };
    case "discarded":
      return { ...state, discarded: change.yes };
    default:
      // Who writes in a draft has not let go of it: one that was discarded in another window is back.
      return {
        ...state,
        content: applyChange(state.content, change),
        changedAt: time,
        discarded: false,
      };
  }
}

/** What else must become true together with a record. */
export interface Alongside {
  readonly stores: readonly StoreName[];
  readonly durability: "relaxed" | "strict";
  work(transaction: Transaction<"readwrite">): Promise<void>;
}

/**
 * Writes one entry behind `head`, if `head` is still the end: compare and set, inside the transaction. Resolves,
 * once storage said so, with the new end, or with undefined where another window was faster or let the draft go.
 */
export async function append(
  store: Store,
  key: CryptoKey,
  head: LogHead,
  entry: LogEntry,
  alongside?: Alongside,
): Promise<LogHead | undefined> {
  const n = head.n + 1;
  const whole = n === 1 || n - head.base >= snapshotEvery ? withSnapshot(head, entry) : entry;
  const next = follow(head, n, whole);
  const cipher = await encryptJson(key, ["drafts", head.draft, n], whole);
  const record: DraftRecord = { draft: head.draft, n, base: next.base, cipher };
  try {
    await store.transact(
      ["drafts", ...(alongside?.stores ?? [])],
      "readwrite",
      async (transaction) => {
        // Side by side: where the record is not the end, nothing of what is alongside stays either.
        await Promise.all([putRecord(transaction, record), alongside?.work(transaction)]);
        if (whole.snapshot !== undefined && n > keptRecords)
          await letGoBefore(transaction, next, n - keptRecords);
      },
      alongside?.durability ?? "relaxed",
    );
    return next;
  } catch (error) {
    if (error instanceof NotTheEnd) return undefined;
    throw error;
  }
}

/** Thrown inside the transaction where another window was faster: nothing of it is written. */
class NotTheEnd extends Error {}

/** The entry as a snapshot: what stands before it no longer needs to be read. */
export function withSnapshot(head: LogHead, entry: LogEntry): LogEntry {
  const n = head.n + 1;
  const snapshot = follow(head, n, entry).state;
  return { ...entry, snapshot, pages: withSnapshotOf(head, n, snapshot) };
}

/** All three at once, in this order: a key stroke waits for one answer of the database, not for two. */
async function putRecord(
  transaction: Transaction<"readwrite">,
  record: DraftRecord,
): Promise<void> {
  const drafts = transaction.objectStore("drafts");
  const { draft, n } = record;
  // Each in a function of its own: one that throws at once would leave the promises before it to nobody.
  const askLast = async () => (n === 1 ? n : drafts.getKey([draft, n - 1]));
  const askThere = async () => drafts.get([draft, n]);
  const put = async () => drafts.put(record);
  const [last, there] = await Promise.all([askLast(), askThere(), put()]);
  // A transaction that is done again after a lost connection may meet its own record.
  if (last === undefined || (there !== undefined && !sameIv(there, record))) throw new NotTheEnd();
}

function sameIv(one: DraftRecord, other: DraftRecord): boolean {
  const [a, b] = [new Uint8Array(one.cipher.iv), new Uint8Array(other.cipher.iv)];
  return a.every((byte, at) => byte === b[at]);
}

/** Lets go of what stands before the snapshot that `n` builds on; of earlier ones those stay that are kept. */
async function letGoBefore(
  transaction: Transaction<"readwrite">,
  { draft, pages }: LogHead,
  n: number,
): Promise<void> {
  const drafts = transaction.objectStore("drafts");
  const base = (await drafts.get([draft, n]))?.base ?? 0;
  const kept = new Set(pages.map((page) => page.n));
  const keys = await drafts.getAllKeys(IDBKeyRange.bound([draft, 0], [draft, base], false, true));
  await Promise.all(keys.filter((key) => !kept.has(key[1])).map((key) => drafts.delete(key)));
}

const wholeLog = (draft: RandomId): IDBKeyRange => IDBKeyRange.bound([draft, 0], [draft, Infinity]);

/** All records of a draft's log that follow one upon the other, oldest first. */
export const recordsOf = (store: Store, draft: RandomId): Promise<readonly DraftRecord[]> =>
  store.transact(["drafts"], "readonly", async (transaction) => {
    const drafts = transaction.objectStore("drafts");
    const last = (await drafts.openKeyCursor(wholeLog(draft), "prev"))?.key[1] ?? 0;
    // What stands before that may have been let go; single snapshots of it are kept.
    const base = (await drafts.get([draft, last - keptRecords]))?.base ?? 0;
    return drafts.getAll(IDBKeyRange.bound([draft, base], [draft, Infinity]));
  });

/** A page as it was, by the number of its snapshot; undefined where it was let go. */
export async function readPage(
  store: Store,
  key: CryptoKey,
  draft: RandomId,
  n: number,
): Promise<DraftContent | undefined> {
  const record = await store.transact(["drafts"], "readonly", (transaction) =>
    transaction.objectStore("drafts").get([draft, n]),
  );
  if (record === undefined) return undefined;
  return (await decryptJson<LogEntry>(key, ["drafts", draft, n], record.cipher)).snapshot?.content;
}

/** The number of a log's last record, nothing read but its key; 0 where there is none. */
export const lastNumber = (store: Store, draft: RandomId): Promise<number> =>
  store.transact(["drafts"], "readonly", async (transaction) => {
    const last = await transaction.objectStore("drafts").openKeyCursor(wholeLog(draft), "prev");
    return last?.key[1] ?? 0;
  });

/** Each draft's last snapshot and what came after it, in one transaction, nothing decrypted. */
export function latestRecords(store: Store): Promise<readonly (readonly DraftRecord[])[]> {
  return store.transact(["drafts"], "readonly", async (transaction) => {
    const ids = await idsIn(transaction);
    return Promise.all(ids.map((id) => latestOf(transaction, id)));
  });
}

/** As many keys are read at a time: many short logs together, and little of a long one for nothing. */
const keysAtOnce = 100;

async function idsIn(transaction: Transaction): Promise<readonly RandomId[]> {
  const ids = new Set<RandomId>();
  let rest: IDBKeyRange | undefined;
  for (;;) {
    const keys = await transaction.objectStore("drafts").getAllKeys(rest, keysAtOnce);
    for (const [row] of keys) ids.add(row.split("/")[0] as RandomId);
    if (keys.length < keysAtOnce) return [...ids];
    // Past the last one's log and past its photos, whose keys begin with the draft's id as well.
    rest = IDBKeyRange.lowerBound([`${[...ids].at(-1)}\uffff`, 0]);
  }
}

async function latestOf(
  transaction: Transaction,
  draft: RandomId,
): Promise<readonly DraftRecord[]> {
  const drafts = transaction.objectStore("drafts");
  const last = await drafts.openCursor(wholeLog(draft), "prev");
  if (last === null) return [];
  const { n, base = 0 } = last.value;
  // A draft that was closed ends with a snapshot, which is here already.
  if (base === n) return [last.value];
  return drafts.getAll(IDBKeyRange.bound([draft, base], [draft, n]));
}

/** Reads records, beginning with a snapshot, to the end of their log. Undefined where there is nothing to read. */
export async function readLog(
  key: CryptoKey,
  records: readonly DraftRecord[],
): Promise<LogHead | undefined> {
  const first = records[0];
  if (first === undefined) return undefined;
  const entries = await Promise.all(
    records.map(({ draft, n, cipher }) => decryptJson<LogEntry>(key, ["drafts", draft, n], cipher)),
  );
  const start = startOf(first.draft as RandomId, 0);
  return entries.reduce<LogHead>((head, entry, index) => {
    const { n } = records[index]!;
    // What a log's first record changed cannot be taken back where its beginning was let go.
    return follow(head, n, index === 0 && n > 1 ? { ...entry, changes: [] } : entry);
  }, start);
}
