import { batch, signal } from "@preact/signals";
import { type Caret, findCaret } from "../../device/caret.ts";
import type { Draft, Kept } from "../../device/draft.ts";
import {
  applyChange,
  type Change,
  type DraftContent,
  emptyContent,
} from "../../device/draft-content.ts";
import { DeviceError } from "../../device/errors.ts";

/** What the status line says. 'Saved' is set by nothing but storage's own answer. */
export type Saving =
  | { readonly kind: "blank" }
  | { readonly kind: "saved"; readonly at: number }
  | { readonly kind: "not-saved"; readonly why: "newer" | "lost" }
  | {
      readonly kind: "not-saved";
      readonly why: "no-room";
      /** Bytes that are missing, once the browser said so. */
      readonly missing?: number;
    };

export interface SavingDeps {
  /**
   * Opens the draft; undefined where it is gone. A new page can be written on before that. Called again after it failed
   * (storage is away, there is no room for a key).
   */
  readonly draft: () => Promise<Draft | undefined>;
  /** True for a new page: it is blank, and need not be waited for. */
  readonly isNew: boolean;
  /** Milliseconds since 1970, for showing. */
  readonly now: () => number;
  /** How many bytes are missing where there is no room. */
  readonly measureMissing: () => Promise<number>;
  /** Calls back after so many milliseconds; gives what stops it. */
  readonly after: (milliseconds: number, call: () => void) => () => void;
}

/** A write that takes longer than this is said to be under way. Milliseconds. */
const patience = 1_000;
/** What storage refused is tried again this often. Milliseconds. */
const retryEvery = 5_000;

/** A page's content and its way to the disk: all that is put on a page goes through `apply`. */
export type PageSaving = ReturnType<typeof createPageSaving>;

/** Opens the draft of a page. Everything applied is in `content` at once, and on disk when `saving` says so. */
export function createPageSaving(deps: SavingDeps) {
  const content = signal<DraftContent>(emptyContent);
  const phase = signal<"opening" | "open" | "gone" | "away">(deps.isNew ? "open" : "opening");
  const saving = signal<Saving>({ kind: "blank" });
  const unsaved = signal(0);
  const isSlow = signal(false);
  const canUndo = signal(false);
  const canRedo = signal(false);
  const forked = signal(false);
  /** Where the caret was when the page was left. */
  const startsAt = signal<Caret | undefined>(undefined);
  let draft: Draft | undefined;
  let early: Change[] = [];
  let newest: Promise<Kept | undefined> | undefined;
  let whenKept: () => void = () => undefined;
  const kept = new Promise<void>((resolve) => (whenKept = resolve));
  let stopSlow: () => void = () => undefined;
  let stopRetry: () => void = () => undefined;

  let opened = open();

  /** Undefined where the draft is gone, or could not be opened now: then it is tried again. */
  async function open(): Promise<Draft | undefined> {
    let found: Draft | undefined;
    let caret: Caret | undefined;
    try {
      found = await deps.draft();
      caret = deps.isNew ? undefined : found && (await findCaret(found));
    } catch (error) {
      // What is typed on a new page has no place to go to, and that is said.
      if (deps.isNew) refused(error);
      else phase.value = "away";
      tryLater();
      return undefined;
    }
    draft = found;
    if (found === undefined) {
      phase.value = "gone";
      return undefined;
    }
    if (early.length > 0) void settle(found.change(...early));
    else if (saving.peek().kind === "not-saved") said({ kind: "blank" });
    early = [];
    batch(() => {
      show();
      startsAt.value = caret;
      phase.value = "open";
    });
    return found;
  }

  function show(): void {
    if (draft === undefined) return;
    content.value = draft.content;
    canUndo.value = draft.canUndo;
    canRedo.value = draft.canRedo;
  }

  function apply(...changes: readonly Change[]): void {
    if (draft === undefined) {
      content.value = changes.reduce(applyChange, content.peek());
      early.push(...changes);
      unsaved.value = 1;
      saySlowly();
      return;
    }
    void settle(draft.change(...changes));
    show();
  }

  /** Waits for storage's word and says it, and nothing before it. */
  async function settle(keeping: Promise<Kept | undefined>): Promise<void> {
    unsaved.value = 1;
    saySlowly();
    newest = keeping;
    try {
      heard(await keeping);
      // Only the newest write speaks for the page as it stands.
      if (newest === keeping) said({ kind: "saved", at: deps.now() });
    } catch (error) {
      refused(error);
      tryLater();
    }
  }

  /** Says why storage did not take it. What is missing is named as soon as it is known, and stays named meanwhile. */
  function refused(error: unknown): void {
    const before = saving.peek();
    const why = whyOf(error);
    const isStill = before.kind === "not-saved" && before.why === why;
    const next = isStill ? before : ({ kind: "not-saved", why } as const);
    said(next);
    if (why !== "no-room") return;
    void deps.measureMissing().then(
      (missing) => {
        if (saving.peek() === next) saving.value = { kind: "not-saved", why, missing };
      },
      // Nobody knows: 'no room' stands there without a number.
      () => undefined,
    );
  }

  function heard(kept: Kept | undefined): void {
    if (kept?.kind === "forked") forked.value = true;
  }

  function saySlowly(): void {
    stopSlow();
    stopSlow = deps.after(patience, () => (isSlow.value = unsaved.peek() > 0));
  }

  function tryLater(): void {
    stopRetry();
    stopRetry = deps.after(retryEvery, retry);
  }

  function said(next: Saving): void {
    batch(() => {
      saving.value = next;
      if (next.kind === "saved") unsaved.value = 0;
      isSlow.value = false;
      show();
    });
    if (next.kind === "saved") stopRetry();
  }

  function retry(): void {
    if (draft !== undefined) void settle(draft.keep());
    else if (phase.peek() !== "gone") opened = open();
  }

  /** Takes a step back, or makes it again. */
  async function step(way: "undo" | "redo"): Promise<void> {
    const found = await opened;
    if (found !== undefined) await settle(found[way](show));
  }

  async function closeOnce(): Promise<boolean> {
    const found = (await opened) ?? (early.length > 0 ? await open() : undefined);
    stopRetry();
    const isLost = found === undefined && early.length > 0;
    const isKept =
      !isLost &&
      (await found?.close().then(
        () => true,
        () => false,
      )) !== false;
    if (isKept) whenKept();
    else deps.after(retryEvery, () => void closeOnce());
    return isKept;
  }

  return {
    content,
    phase,
    saving,
    unsaved,
    isSlow,
    canUndo,
    canRedo,
    forked,
    startsAt,
    apply,
    /** What the draft holds, on the page. */
    show,
    settle,
    /** What storage said of a change that was made past `apply`. */
    heard,
    retry,
    opened: () => opened,
    step,
    /** Takes over what another window wrote. */
    async refresh() {
      if ((await draft?.refresh()) === true) show();
    },
    /** The page is being left: nothing more is said of it. */
    stopSaying() {
      stopSlow();
      stopRetry();
    },
    /** Keeps what waits; false where storage refuses, and it goes on trying. */
    close: closeOnce,
    /** Resolves when all is on disk, for a page that was left. */
    kept,
  };
}

function whyOf(error: unknown): "no-room" | "newer" | "lost" {
  const code = error instanceof DeviceError ? error.code : undefined;
  if (code === "storage-full") return "no-room";
  return code === "storage-newer" ? "newer" : "lost";
}
