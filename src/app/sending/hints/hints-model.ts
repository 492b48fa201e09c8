import { signal } from "@preact/signals";
import { type Change, type DraftContent, invert } from "../../../device/draft-content.ts";
import type { DraftRecords } from "../../../device/draft-records.ts";
import { createModel } from "../../ui/create-model.ts";
import { findStretches } from "./find-hints.ts";
import type { HintKind } from "./patterns.ts";

/** Something in a draft that may be worth reading again. `field`: the title, or a piece's words. UTF-16 units. */
export interface Hint {
  readonly kind: HintKind;
  readonly field: "title" | number;
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

/** A draft as the hints see and change it. */
export interface HintsDeps {
  readonly content: () => DraftContent;
  /** Puts a change on the page, where it is kept and can be undone like any other. */
  readonly apply: (change: Change) => void;
  /** Where it is remembered what the author left in: under the draft's own key. */
  readonly records: Pick<DraftRecords, "read" | "replace">;
  /** Lets others have a turn. */
  readonly pause: () => Promise<void>;
}

const row = "hints";
/** Stands where something was taken out. */
const gap = "…";

/** What a draft says that may lead to someone. Hints are found on the phone, and are never a block. */
export const HintsModel = createModel(({ content, apply, records, pause }: HintsDeps) => {
  const hints = signal<readonly Hint[]>([]);
  const taken = signal<{ readonly hint: Hint; readonly back: Change } | undefined>(undefined);
  let left: ReadonlySet<string> | undefined;
  let looks = 0;

  /** Looks through the whole draft, slice by slice; a later look ends an earlier one. */
  async function look(): Promise<void> {
    const mine = (looks += 1);
    left ??= await readLeft(records);
    const found: Hint[] = [];
    for (const { field, text } of fieldsOf(content())) {
      for (const stretches of findStretches(text)) {
        for (const { kind, from, to } of stretches)
          found.push({ kind, field, from, to, words: text.slice(from, to) });
        await pause();
        if (mine !== looks) return;
      }
    }
    hints.value = found.filter((hint) => left?.has(nameOf(hint)) !== true);
  }

  return {
    hints,
    /** What was just taken out, until the line with 'Undo' closes. */
    taken,
    look,
    /** Takes the words out, where they still stand. */
    async takeOut(hint: Hint) {
      const before = content();
      const text = fieldsOf(before).find(({ field }) => field === hint.field)?.text;
      if (text?.slice(hint.from, hint.to) !== hint.words) return look();
      const change = changeOf(hint, hint.words.length, gap);
      taken.value = { hint, back: invert(before, change) };
      apply(change);
      return look();
    },
    /** Remembered for these words in this draft. */
    async leaveIn(hint: Hint) {
      left = new Set(left).add(nameOf(hint));
      hints.value = hints.peek().filter((one) => nameOf(one) !== nameOf(hint));
      await records.replace(row, new TextEncoder().encode(JSON.stringify([...left])));
    },
    undo() {
      const back = taken.peek()?.back;
      taken.value = undefined;
      if (back !== undefined) apply(back);
      return look();
    },
    forgetTaken() {
      taken.value = undefined;
    },
  };
});

const nameOf = ({ kind, words }: Hint): string => `${kind} ${words}`;

const changeOf = ({ field, from }: Hint, cut: number, put: string): Change =>
  field === "title"
    ? { kind: "title", at: from, cut, put }
    : { kind: "text", piece: field, at: from, cut, put };

/** All words that leave the phone: title, text, captions and what recordings say. */
const fieldsOf = (
  content: DraftContent,
): readonly { readonly field: Hint["field"]; readonly text: string }[] => [
  { field: "title", text: content.title },
  ...content.pieces.map((piece, field) => ({
    field,
    text: piece.kind === "text" ? piece.text : piece.caption,
  })),
];

/** What was left in before; where that cannot be read, everything is shown once more. */
async function readLeft(records: HintsDeps["records"]): Promise<ReadonlySet<string>> {
  try {
    const [bytes] = await records.read(row);
    const names: unknown = bytes && JSON.parse(new TextDecoder().decode(bytes));
    return new Set(Array.isArray(names) ? names.filter((name) => typeof name === "string") : []);
  } catch {
    return new Set();
  }
}
