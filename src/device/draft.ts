import type { RandomId } from "../protocol/bytes.ts";
import type { Store } from "./database.ts";
import {
  applyChange,
  type Change,
  type DraftContent,
  photosOf,
  type SealedMark,
  soundsOf,
} from "./draft-content.ts";
import {
  type Alongside,
  append,
  lastNumber,
  type LogChange,
  type LogEntry,
  type LogHead,
  readLog,
  readPage,
  recordsOf,
  startOf,
  withSnapshot,
} from "./draft-log.ts";
import { copyRow, createDraftRecords, type DraftRecords } from "./draft-records.ts";
import type { EarlierPage } from "./earlier-pages.ts";
import { DeviceError } from "./errors.ts";
import type { Keyring } from "./keyring.ts";
import { type Photo, photoNumbers, readPhoto, replacePhoto, writePhoto } from "./photo-records.ts";

/** What storage said about a change. `forked`: another window wrote in this draft, and this one went on as a new draft. */
export type Kept = { readonly kind: "kept" } | { readonly kind: "forked"; readonly from: RandomId };

/** One draft, open in one window. */
export interface Draft {
  /** Changes when the draft forks. */
  readonly id: RandomId;
  /** What the author sees: every change at once, kept or not yet. */
  readonly content: DraftContent;
  readonly sealed: SealedMark | undefined;
  readonly forkOf: RandomId | undefined;
  /** When the page was last changed, as far as that is on disk. Milliseconds since 1970. */
  readonly changedAt: number;
  /** That change, where the log still knows it. */
  readonly lastChange: Change | undefined;
  readonly canUndo: boolean;
  /** Something was taken back, and nothing was written since. */
  readonly canRedo: boolean;
  /**
   * Makes changes, and resolves only when storage said that they are kept. Throws {@link DeviceError}
   * (`storage-full`, `storage-lost`): they stay in `content` and go with the next attempt.
   */
  change(...changes: readonly Change[]): Promise<Kept>;
  /** Tries once more to keep what is not kept yet. */
  keep(): Promise<Kept>;
  /**
   * Takes the last step back, also one from before a restart. Undefined where there is none. `onPage` is called in the
   * moment when `content` changed: what is typed next must be typed into that.
   */
  undo(onPage?: () => void): Promise<Kept | undefined>;
  /** Makes again what was last taken back, also before a restart. Undefined where there is nothing. */
  redo(onPage?: () => void): Promise<Kept | undefined>;
  /** The page as it was before, oldest first, the last one perhaps as it is now. */
  readonly earlierPages: readonly EarlierPage[];
  /** One of them; undefined where it was let go meanwhile. */
  findPage(n: number): Promise<DraftContent | undefined>;
  /** Keeps a photo's bytes and gives its number; the page does not show it yet. */
  addPhoto(photo: Photo): Promise<number>;
  findPhoto(number: number): Promise<Photo | undefined>;
  /**
   * Another picture under the same number, wherever the page shows it, also after an undo: no record of the former is
   * left. False where there is none with this number any more.
   */
  replacePhoto(number: number, photo: Photo): Promise<boolean>;
  /** Where recordings lie; what is put there stays with the draft also when it forks. */
  readonly records: DraftRecords;
  /** Takes over what another window wrote, where nothing here waits to be kept. True where something changed. */
  refresh(): Promise<boolean>;
  /**
   * Marks the draft as sealed, together with `alongside`, in one strict transaction. False where the page is no
   * longer `sealed`, here or in another window: nothing is written then.
   */
  markSealed(sealed: DraftContent, mark: SealedMark, alongside: Alongside): Promise<boolean>;
  /** Keeps what waits, and a snapshot, so that lists read fast. A page that stayed blank leaves nothing. */
  close(): Promise<void>;
}

export interface DraftDeps {
  readonly store: Store;
  /** The same for photos and recordings, where they may take less than words may. */
  readonly mediaStore?: Store;
  readonly keyring: Keyring;
  readonly newId: () => RandomId;
  /** Milliseconds since 1970, for showing only. */
  readonly now: () => number;
  /** Says to other windows that something changed. */
  readonly announce: (what: "drafts") => void;
}

/** Steps closer together than this are taken back as one. Milliseconds. */
const oneStep = 1_000;

/** What is on the page and not on disk yet. */
type Waiting = Pick<LogEntry, "undo" | "redo"> & { readonly changes: readonly Change[] };

/** An open draft out of its key and the end of its log. */
export function createDraft(deps: DraftDeps, firstKey: CryptoKey, first: LogHead): Draft {
  let key = firstKey;
  let head = first;
  let content = first.state.content;
  let waiting: Waiting[] = [];
  let writes: Promise<unknown> = Promise.resolve();
  let next: Promise<Kept> | undefined;

  /** One write after another; what comes while one is under way goes together with the next. */
  function inLine<T>(work: () => Promise<T>): Promise<T> {
    const result = writes.then(work);
    writes = result.catch(() => undefined);
    return result;
  }

  function keep(): Promise<Kept> {
    next ??= inLine(() => {
      next = undefined;
      return writeWaiting();
    });
    return next;
  }

  async function writeWaiting(): Promise<Kept> {
    let from: RandomId | undefined;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        from = (await writeBatch(batch)) ?? from;
      } catch (error) {
        waiting = [...batch, ...waiting];
        throw error;
      }
    }
    return from === undefined ? { kind: "kept" } : { kind: "forked", from };
  }

  /** Changes make one record; an undo or a redo is a record of its own. Gives the old id where the draft forked. */
  async function writeBatch(batch: Waiting[]): Promise<RandomId | undefined> {
    if (batch.length > 1 && batch.some(isAlone)) {
      let from: RandomId | undefined;
      while (batch.length > 0) {
        from = (await writeBatch(batch.slice(0, 1))) ?? from;
        batch.shift();
      }
      return from;
    }
    const changes = batch.flatMap((step) => step.changes);
    const entry = { time: deps.now(), ...batch[0], changes };
    const written = await append(deps.store, key, head, entry);
    if (written === undefined) return fork(changes);
    head = written;
    deps.announce("drafts");
    return undefined;
  }

  /** Another window was faster: what stands here becomes a draft of its own, photos and recordings included. Nothing is overwritten. */
  async function fork(changes: readonly LogChange[]): Promise<RandomId> {
    const from = head.draft;
    const id = deps.newId();
    const newKey = await deps.keyring.create(id);
    const page = (changes as readonly Change[]).reduce(applyChange, head.state.content);
    const rows = [
      ...photosOf(page).map((number) => `photo/${number}`),
      ...soundsOf(page).map((number) => `sound/${number}`),
    ];
    for (const row of rows)
      await copyRow(deps.store, { draft: from, key }, { draft: id, key: newKey }, row);
    const start = startOf(id, deps.now(), from);
    const whole: Change[] = [
      { kind: "title", at: 0, cut: 0, put: page.title },
      { kind: "pieces", at: 0, cut: start.state.content.pieces.length, put: page.pieces },
    ];
    const written = await append(deps.store, newKey, start, { time: deps.now(), changes: whole });
    if (written === undefined) throw new DeviceError("damaged", "A new draft was not new");
    [key, head] = [newKey, written];
    deps.announce("drafts");
    return from;
  }

  function take(step: Waiting, onPage?: () => void): Promise<Kept> {
    content = step.changes.reduce(applyChange, content);
    waiting.push(step);
    onPage?.();
    return keep();
  }

  const media = deps.mediaStore ?? deps.store;
  const records = createDraftRecords(media, () => ({ draft: head.draft, key }));
  return {
    records: {
      ...records,
      // In line with the rest: a fork copies all that was put before it, and what comes after goes to the new draft.
      put: (...record) => inLine(() => records.put(...record)),
    },
    get id() {
      return head.draft;
    },
    get content() {
      return content;
    },
    get sealed() {
      return head.state.sealed;
    },
    get forkOf() {
      return head.state.forkOf;
    },
    get changedAt() {
      return head.state.changedAt;
    },
    get lastChange() {
      return head.last;
    },
    get canUndo() {
      return head.back.length > 0 || waiting.length > 0;
    },
    get canRedo() {
      const last = waiting.at(-1);
      return last === undefined ? head.forth.length > 0 : last.undo !== undefined;
    },
    change: (...changes) => take({ changes }),
    keep,
    async undo(onPage) {
      await keep();
      const undone = lastStep(head.back);
      if (undone.length === 0) return undefined;
      const changes = undone.flatMap((step) => step.changes);
      return take({ changes, undo: undone.length }, onPage);
    },
    async redo(onPage) {
      await keep();
      const last = head.forth.at(-1);
      return last && take({ changes: last.changes, redo: true }, onPage);
    },
    get earlierPages() {
      return head.pages;
    },
    findPage: (n) => readPage(deps.store, key, head.draft, n),
    addPhoto: (photo) =>
      inLine(async () => {
        const held = await photoNumbers(deps.store, head.draft);
        const number = Math.max(0, ...held, ...photosOf(content)) + 1;
        await writePhoto(media, key, head.draft, number, photo);
        return number;
      }),
    findPhoto: (number) => readPhoto(deps.store, key, head.draft, number),
    replacePhoto: (number, photo) =>
      inLine(() => replacePhoto(deps.store, key, head.draft, number, photo)),
    refresh: () =>
      inLine(async () => {
        // Asked at each of this window's own key strokes too: then there is nothing to read.
        if (waiting.length > 0 || (await lastNumber(deps.store, head.draft)) === head.n)
          return false;
        const read = await readLog(key, await recordsOf(deps.store, head.draft));
        if (read === undefined || waiting.length > 0) return false;
        head = read;
        content = read.state.content;
        return true;
      }),
    async markSealed(sealed, mark, alongside) {
      await keep();
      return inLine(async () => {
        if (content !== sealed) return false;
        const entry = { time: deps.now(), changes: [{ kind: "sealed", ...mark }] as const };
        const written = await append(deps.store, key, head, withSnapshot(head, entry), alongside);
        if (written === undefined) return false;
        head = written;
        deps.announce("drafts");
        return true;
      });
    },
    async close() {
      await keep();
      if (head.n === 0) return deps.keyring.destroy(head.draft);
      if (head.n === head.base) return;
      await inLine(async () => {
        const written = await append(
          deps.store,
          key,
          head,
          withSnapshot(head, { time: deps.now(), changes: [] }),
        );
        // Another window writes in this draft: then it is also the one to close it.
        if (written !== undefined) head = written;
      });
    },
  };
}

/** What is taken back at once, newest first. A clock that was set back parts steps as a pause does. */
function lastStep(back: LogHead["back"]): LogHead["back"] {
  const began = back.at(-1)?.time ?? 0;
  let first = back.length;
  while (first > 0 && Math.abs(began - back[first - 1]!.time) < oneStep) first -= 1;
  return back.slice(first).reverse();
}

const isAlone = ({ undo, redo }: Waiting): boolean => undo !== undefined || redo === true;
