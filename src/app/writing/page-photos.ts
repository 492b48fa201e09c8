import { signal } from "@preact/signals";
import type { Caret } from "../../device/caret.ts";
import type { Attached, Attachments } from "../../device/attachments.ts";
import { type Piece, textOf } from "../../device/draft-content.ts";
import type { SoundPlace } from "../../device/sound-records.ts";
import { DeviceError } from "../../device/errors.ts";
import type { PageHands } from "./page-hands.ts";
import type { PageSaving } from "./page-saving.ts";

/** A photo that was not taken in, and why. */
export type PhotoTrouble = Exclude<Attached, { kind: "attached" }> | { readonly kind: "not-kept" };

/** The photos and recordings of a page, over its content: put in at the caret, taken off, and put back. */
export function createPagePhotos(page: PageSaving, attachments: Attachments, hands: PageHands) {
  const { content, apply } = page;
  const adding = signal(0);
  const trouble = signal<PhotoTrouble | undefined>(undefined);
  /** How often each photo was painted over, by its number. */
  const painted = signal<Readonly<Record<number, number>>>({});
  const removed = signal<{ readonly at: number; readonly pieces: readonly Piece[] } | undefined>(
    undefined,
  );
  /** The recording that goes on. */
  const recorded = signal<number | undefined>(undefined);
  /** A page that is left is closed after the photos that it was given. */
  let underWay: Promise<void> = Promise.resolve();

  async function addOne(file: Blob): Promise<void> {
    const found = await page.opened();
    if (found === undefined) {
      trouble.value = { kind: "not-kept" };
      return;
    }
    const place = hands.composing ? undefined : hands.caret;
    const after = Math.min(hands.caret?.piece ?? Infinity, found.content.pieces.length - 1);
    try {
      const attached = await attachments.addPhoto(found, file, after);
      if (attached.kind !== "attached") {
        trouble.value = attached;
        return;
      }
      page.heard(attached.kept);
      const isIt = (piece: Piece): boolean =>
        piece.kind === "photo" && piece.photo === attached.photo;
      hands.caret = putBetween(found.content.pieces, isIt, place);
      // What was typed and split meanwhile is on its way to the disk: its own answer is waited for.
      void page.settle(found.keep());
      page.show();
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

  /** What was put in stands behind its piece; where the caret was inside, the rest of the words follows it. */
  function putBetween(
    pieces: readonly Piece[],
    isIt: (piece: Piece) => boolean,
    place: Caret | undefined,
  ): Caret {
    const index = pieces.findIndex(isIt);
    const [before, shown, after] = pieces.slice(index - 1, index + 2);
    // In the middle of a word that is being composed the field still holds the whole text, and would write it again.
    const isBehind =
      !hands.composing &&
      place?.piece === index - 1 &&
      before?.kind === "text" &&
      shown !== undefined;
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

  return {
    adding,
    trouble,
    painted,
    removed,
    recorded,
    /** Takes in pictures one after the other, at the caret. */
    addPhotos(files: readonly Blob[]): Promise<void> {
      trouble.value = undefined;
      adding.value += files.length;
      const added = underWay.then(() => addAll(files));
      underWay = added.catch(() => undefined);
      return added;
    },
    findSound: async (piece: SoundPlace) => {
      const records = (await page.opened())?.records;
      return records && (await import("../../device/sound-records.ts")).readSound(records, piece);
    },
    /** The bytes under this number are others now. */
    photoPainted(number: number) {
      const before = painted.peek();
      painted.value = { ...before, [number]: (before[number] ?? 0) + 1 };
    },
    findPhoto: async (number: number) => (await page.opened())?.findPhoto(number),
    /** Shows a recording at the caret, where it is not on the page yet. */
    async addSound(sound: number): Promise<void> {
      const found = await page.opened();
      if (found === undefined) return;
      const isIt = (piece: Piece): boolean => piece.kind === "sound" && piece.sound === sound;
      if (found.content.pieces.some(isIt)) return;
      const place = hands.composing ? undefined : hands.caret;
      const at = Math.min((hands.caret?.piece ?? Infinity) + 1, found.content.pieces.length);
      const put: readonly Piece[] = [
        { kind: "sound", sound, caption: "" },
        { kind: "text", text: "" },
      ];
      recorded.value = sound;
      apply({ kind: "pieces", at, cut: 0, put });
      hands.caret = putBetween(found.content.pieces, isIt, place);
    },
    /** Takes a photo or a recording off the page; the words before and after it become one text again. */
    removePhoto(index: number) {
      const { pieces } = content.peek();
      const around = pieces.slice(Math.max(0, index - 1), index + 2);
      const [before, , after] = around;
      if (before?.kind !== "text" || after?.kind !== "text") {
        removed.value = { at: index, pieces: pieces.slice(index, index + 1) };
        return apply({ kind: "pieces", at: index, cut: 1, put: [] });
      }
      const text = joined(before, after);
      apply({ kind: "pieces", at: index - 1, cut: 3, put: [{ kind: "text", text }] });
      removed.value = { at: index - 1, pieces: around };
    },
    /** Puts it back. Words that came meanwhile stay. */
    putBack() {
      const back = removed.peek();
      removed.value = undefined;
      if (back === undefined) return;
      const [before, photo, after] = back.pieces;
      const now = content.peek().pieces[back.at];
      const isUntouched =
        photo !== undefined && now?.kind === "text" && now.text === joined(before, after);
      if (isUntouched) return apply({ kind: "pieces", at: back.at, cut: 1, put: back.pieces });
      const at = back.at + (photo === undefined ? 0 : 1);
      const put = back.pieces.filter(({ kind }) => kind !== "text");
      // There is always a text behind a photo or a recording to write on in.
      if (content.peek().pieces[at]?.kind !== "text") put.push({ kind: "text", text: "" });
      apply({ kind: "pieces", at, cut: 0, put });
    },
    forgetRemoved() {
      removed.value = undefined;
    },
    /** Resolves once every photo that was given is on the page, or was refused. */
    taken: () => underWay,
  };
}

/** Two texts that became neighbours, as one. */
const joined = (before: Piece | undefined, after: Piece | undefined): string =>
  [textOf(before), textOf(after)].filter((words) => words !== "").join("\n");
