import { batch, computed, signal } from "@preact/signals";
import type { Attached, Attachments } from "../../device/attachments.ts";
import type { Draft, Kept } from "../../device/draft.ts";
import {
  applyChange,
  type Change,
  countWords,
  difference,
  type DraftContent,
  emptyContent,
  isEmpty,
  type Piece,
} from "../../device/draft-content.ts";
import { DeviceError } from "../../device/errors.ts";
import { createModel } from "../ui/create-model.ts";

/** What the status line says. 'Saved' is set by nothing but storage's own answer. */
export type Saving =
  | { readonly kind: "blank" }
  | { readonly kind: "saved"; readonly at: number }
  | { readonly kind: "not-saved"; readonly why: "no-room" | "newer" | "lost" };

/** A photo that was not taken in, and why. */
export type PhotoTrouble = Exclude<Attached, { kind: "attached" }> | { readonly kind: "not-kept" };

/** A field of the page: the title, or a piece (its text, or a photo's caption). */
export type PageField = "title" | number;

export interface PageDeps {
  /**
   * Opens the draft; undefined where it is gone. A new page can be written on before that. Called again after it failed
   * (storage is away, there is no room for a key).
   */
  readonly draft: () => Promise<Draft | undefined>;
  /** True for a new page: it is blank, and need not be waited for. */
  readonly isNew: boolean;
  readonly attachments: Attachments;
  /** Milliseconds since 1970, for showing. */
  readonly now: () => number;
  /** Calls back after so many milliseconds; gives what stops it. */
  readonly after: (milliseconds: number, call: () => void) => () => void;
  /** Lets go of what may be let go. */
  readonly makeRoom: () => Promise<unknown>;
}

/** A write that takes longer than this is said to be under way. Milliseconds. */
const patience = 1_000;
/** What storage refused is tried again this often. Milliseconds. */
const retryEvery = 5_000;

/** One story's page. Everything typed is in `content` at once, and on disk when `saving` says so. */
export const PageModel = createModel((deps: PageDeps) => {
  const content = signal<DraftContent>(emptyContent);
  const phase = signal<"opening" | "open" | "gone" | "away">(deps.isNew ? "open" : "opening");
  const saving = signal<Saving>({ kind: "blank" });
  const unsaved = signal(0);
  const isSlow = signal(false);
  const canUndo = signal(false);
  const forked = signal(false);
  const adding = signal(0);
  const trouble = signal<PhotoTrouble | undefined>(undefined);
  const removed = signal<{ readonly at: number; readonly pieces: readonly Piece[] } | undefined>(
    undefined,
  );
  /** Where the caret was last, for the next photo. */
  let caret: { piece: number; at: number } | undefined;
  let composing = false;
  let draft: Draft | undefined;
  let early: Change[] = [];
  let newest: Promise<Kept | undefined> | undefined;
  /** A page that is left is closed after the photos that it was given. */
  let photosUnderWay: Promise<void> = Promise.resolve();
  let whenKept: () => void = () => undefined;
  const kept = new Promise<void>((resolve) => (whenKept = resolve));
  let stopSlow: () => void = () => undefined;
  let stopRetry: () => void = () => undefined;

  let opened = open();

  /** Undefined where the draft is gone, or could not be opened now: then it is tried again. */
  async function open(): Promise<Draft | undefined> {
    let found: Draft | undefined;
    try {
      found = await deps.draft();
    } catch (error) {
      // What is typed on a new page has no place to go to, and that is said.
      if (deps.isNew) said({ kind: "not-saved", why: whyOf(error) });
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
      phase.value = "open";
    });
    return found;
  }

  function show(): void {
    if (draft === undefined) return;
    content.value = draft.content;
    canUndo.value = draft.canUndo;
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
      const kept = await keeping;
      if (kept?.kind === "forked") forked.value = true;
      // Only the newest write speaks for the page as it stands.
      if (newest === keeping) said({ kind: "saved", at: deps.now() });
    } catch (error) {
      said({ kind: "not-saved", why: whyOf(error) });
      tryLater();
    }
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

  async function addOne(file: Blob): Promise<void> {
    const found = await opened;
    if (found === undefined) {
      trouble.value = { kind: "not-kept" };
      return;
    }
    const place = composing ? undefined : caret;
    const after = Math.min(caret?.piece ?? Infinity, found.content.pieces.length - 1);
    try {
      const attached = await deps.attachments.addPhoto(found, file, after);
      if (attached.kind !== "attached") {
        trouble.value = attached;
        return;
      }
      if (attached.kept.kind === "forked") forked.value = true;
      caret = putBetween(attached.photo, place);
      // What was typed and split meanwhile is on its way to the disk: its own answer is waited for.
      void settle(found.keep());
      show();
    } catch (error) {
      trouble.value = { kind: "not-kept" };
      if (!(error instanceof DeviceError)) throw error;
    }
  }

  async function addAll(files: readonly Blob[]): Promise<void> {
    for (const file of files) {
      try {
        await addOne(file);
      } finally {
        adding.value -= 1;
      }
    }
  }

  /** The photo stands behind its piece; where the caret was inside, the rest of the words follows the photo. */
  function putBetween(photo: number, place: typeof caret): typeof caret {
    const pieces = draft?.content.pieces ?? [];
    const index = pieces.findIndex((piece) => piece.kind === "photo" && piece.photo === photo);
    const [before, shown, after] = pieces.slice(index - 1, index + 2);
    // In the middle of a word that is being composed the field still holds the whole text, and would write it again.
    const isBehind =
      !composing && place?.piece === index - 1 && before?.kind === "text" && shown !== undefined;
    if (isBehind && after?.kind === "text" && place.at < before.text.length) {
      const put: readonly Piece[] = [
        { kind: "text", text: before.text.slice(0, place.at) },
        shown,
        { kind: "text", text: before.text.slice(place.at) },
      ];
      apply({ kind: "pieces", at: index - 1, cut: 3, put });
    }
    return { piece: index + 1, at: 0 };
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
    /** Something typed is not on disk yet. */
    isUnsaved: computed(() => unsaved.value > 0),
    /** It is taking long enough to be said. */
    isSlow,
    words: computed(() => countWords(content.value)),
    canSend: computed(() => !isEmpty(content.value)),
    canUndo,
    /** Another window wrote in this draft: what stands here is now a draft of its own. */
    forked,
    /** How many photos are being taken in. */
    adding,
    trouble,
    /** A photo that was just removed, until the line with 'Undo' closes. */
    removed,
    /** The draft, once it is open. */
    opened: () => opened,
    /** A field's whole new text, at each input event, composition or not: the difference goes to storage. */
    type(field: PageField, text: string) {
      const piece = field === "title" ? undefined : content.peek().pieces[field];
      const before = field === "title" ? content.peek().title : textOf(piece);
      if (before === undefined || before === text) return;
      const change = difference(before, text);
      apply(
        field === "title"
          ? { kind: "title", ...change }
          : { kind: "text", piece: field, ...change },
      );
    },
    caretAt(piece: number, at: number) {
      caret = { piece, at };
    },
    composes(yes: boolean) {
      composing = yes;
    },
    /** Takes in pictures one after the other, at the caret. */
    addPhotos(files: readonly Blob[]): Promise<void> {
      trouble.value = undefined;
      adding.value += files.length;
      const added = photosUnderWay.then(() => addAll(files));
      photosUnderWay = added.catch(() => undefined);
      return added;
    },
    findPhoto: async (number: number) => (await opened)?.findPhoto(number),
    /** Takes a photo off the page; the words before and after it become one text again. */
    removePhoto(index: number) {
      const { pieces } = content.peek();
      const around = pieces.slice(Math.max(0, index - 1), index + 2);
      const [before, , after] = around;
      if (before?.kind !== "text" || after?.kind !== "text") {
        removed.value = { at: index, pieces: pieces.slice(index, index + 1) };
        return apply({ kind: "pieces", at: index, cut: 1, put: [] });
      }
      const text = [before.text, after.text].filter((words) => words !== "").join("\n");
      apply({ kind: "pieces", at: index - 1, cut: 3, put: [{ kind: "text", text }] });
      removed.value = { at: index - 1, pieces: around };
    },
    /** Puts the photo back. Words that came meanwhile stay. */
    putBack() {
      const back = removed.peek();
      removed.value = undefined;
      if (back === undefined) return;
      const [before, photo, after] = back.pieces;
      const now = content.peek().pieces[back.at];
      const whole = [textOf(before), textOf(after)].filter((words) => words !== "").join("\n");
      const isUntouched = photo !== undefined && now?.kind === "text" && now.text === whole;
      if (isUntouched) return apply({ kind: "pieces", at: back.at, cut: 1, put: back.pieces });
      const put = back.pieces.filter(({ kind }) => kind === "photo");
      apply({ kind: "pieces", at: back.at + (photo === undefined ? 0 : 1), cut: 0, put });
    },
    forgetRemoved() {
      removed.value = undefined;
    },
    async undo() {
      const found = await opened;
      if (found === undefined) return;
      const undoing = found.undo();
      await settle(undoing);
    },
    async makeRoom() {
      await deps.makeRoom();
      retry();
    },
    retry,
    /** Takes over what another window wrote, where nothing here waits. */
    async refresh() {
      if (!composing && (await draft?.refresh()) === true) show();
    },
    /**
     * Leaves the page: what waits is kept; a page that stayed blank leaves nothing. Resolves to true when all is on disk.
     * Where storage refuses, as was said on the page, it resolves to false and goes on trying for as long as the window
     * is there: 'Hide' is pressed in a hurry, and costs no word.
     */
    async close(): Promise<boolean> {
      stopSlow();
      stopRetry();
      await photosUnderWay;
      return closeOnce();
    },
    /** Resolves when all is on disk, for a page that was left. */
    kept,
  };
});
export type Page = InstanceType<typeof PageModel>;

const textOf = (piece: Piece | undefined): string | undefined =>
  piece?.kind === "photo" ? piece.caption : piece?.text;

function whyOf(error: unknown): "no-room" | "newer" | "lost" {
  const code = error instanceof DeviceError ? error.code : undefined;
  if (code === "storage-full") return "no-room";
  return code === "storage-newer" ? "newer" : "lost";
}
