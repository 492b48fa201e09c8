import { computed, signal } from "@preact/signals";
import type { Attachments } from "../../device/attachments.ts";
import { keepCaret } from "../../device/caret.ts";
import { countWords, difference, isEmpty, type Piece, textOf } from "../../device/draft-content.ts";
import { DeviceError } from "../../device/errors.ts";
import { createModel } from "../ui/create-model.ts";
import type { PageHands } from "./page-hands.ts";
import { createPagePhotos } from "./page-photos.ts";
import { createPageSaving, type SavingDeps } from "./page-saving.ts";

/** A field of the page: the title, or a piece (its text, or a photo's caption). */
export type PageField = "title" | number;

export interface PageDeps extends SavingDeps {
  readonly attachments: Attachments;
  /** Lets go of what may be let go; resolves to the bytes. */
  readonly makeRoom: () => Promise<number>;
}

/** The caret is kept once it has rested so long. Milliseconds. */
const caretRests = 1_000;

/** One story's page. Everything typed is in `content` at once, and on disk when `saving` says so. */
export const PageModel = createModel((deps: PageDeps) => {
  const hands: PageHands = { caret: undefined, composing: false };
  const page = createPageSaving(deps);
  const photos = createPagePhotos(page, deps.attachments, hands);
  const { content, phase, saving, unsaved, isSlow, canUndo, canRedo, forked } = page;
  const isAllGone = signal(false);
  let stopKeeping: () => void = () => undefined;

  /** Only of a page that has a record: one that stayed blank leaves nothing. */
  async function keepCaretNow(): Promise<void> {
    const draft = await page.opened();
    if (draft?.lastChange === undefined || hands.caret === undefined) return;
    try {
      await keepCaret(draft, hands.caret);
    } catch (error) {
      // Without it the page opens where it was last changed.
      if (!(error instanceof DeviceError)) throw error;
    }
  }
  const { adding, trouble, painted, removed } = photos;
  /** How often the recorder was asked for; 0 while it is not on the page. */
  const speaks = signal(0);

  /** Ends what is going on: a page is left, or sent, after its recording and its photos. */
  async function rest(): Promise<void> {
    await hands.endRecording?.();
    await photos.taken();
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
    canRedo,
    /** Another window wrote in this draft: what stands here is now a draft of its own. */
    forked,
    /** How many photos are being taken in. */
    adding,
    trouble,
    /** How often each photo was painted over since the page was opened, by its number: its bytes are read again. */
    painted,
    photoPainted: photos.photoPainted,
    /** A photo or a recording that was just removed, until the line with 'Undo' closes. */
    removed,
    /** A field's whole new text, at each input event, composition or not: the difference goes to storage. */
    type(field: PageField, text: string) {
      const { title, pieces } = content.peek();
      const piece = field === "title" ? undefined : pieces[field];
      if (field !== "title" && piece === undefined) return;
      const before = field === "title" ? title : textOf(piece);
      if (before === text) return;
      const change = difference(before, text);
      page.apply(
        field === "title"
          ? { kind: "title", ...change }
          : { kind: "text", piece: field, ...change },
      );
    },
    /** Milliseconds since 1970, for showing. */
    now: deps.now,
    /** Puts a change on the page. */
    apply: page.apply,
    /** The draft, once it is open. */
    opened: page.opened,
    /** Where the caret was when the page was left. */
    startsAt: page.startsAt,
    caretAt(piece: number, at: number) {
      hands.caret = { piece, at };
      // It is there: a field that comes later must not take it.
      page.startsAt.value = undefined;
      stopKeeping();
      stopKeeping = deps.after(caretRests, () => void keepCaretNow());
    },
    composes(yes: boolean) {
      hands.composing = yes;
    },
    speaks,
    /** A recording begins, or has ended: then without an argument. */
    records(end?: () => Promise<void>) {
      hands.endRecording = end;
      if (end === undefined) photos.recorded.value = undefined;
    },
    recorded: photos.recorded,
    rest,
    addSound: photos.addSound,
    /** Another piece in the place of one: a recording that was shortened. */
    replace(index: number, piece: Piece) {
      page.apply({ kind: "pieces", at: index, cut: 1, put: [piece] });
    },
    addPhotos: photos.addPhotos,
    findPhoto: photos.findPhoto,
    findSound: photos.findSound,
    removePhoto: photos.removePhoto,
    putBack: photos.putBack,
    forgetRemoved: photos.forgetRemoved,
    undo: () => page.step("undo"),
    redo: () => page.step("redo"),
    /** Nothing more can be let go here: the author must make room. */
    isAllGone,
    async makeRoom() {
      isAllGone.value = (await deps.makeRoom()) === 0;
      page.retry();
    },
    retry: page.retry,
    /** Takes over what another window wrote, where nothing here waits. */
    async refresh() {
      if (!hands.composing) await page.refresh();
    },
    /**
     * Leaves the page: what waits is kept; a page that stayed blank leaves nothing. Resolves to true when all is on disk.
     * Where storage refuses, as was said on the page, it resolves to false and goes on trying for as long as the window
     * is there: 'Hide' is pressed in a hurry, and costs no word.
     */
    async close(): Promise<boolean> {
      page.stopSaying();
      await rest();
      stopKeeping();
      await keepCaretNow();
      return page.close();
    },
    /** Resolves when all is on disk, for a page that was left. */
    kept: page.kept,
  };
});
export type Page = InstanceType<typeof PageModel>;
