import { type Change, type Piece, textOf } from "../../../device/draft-content.ts";

/**
 * The change that moves what stands at `index` past one paragraph, or past another photo where no words are between them.
 * Undefined where there is nothing to move past.
 */
export function movingUp(pieces: readonly Piece[], index: number): Change | undefined {
  const [further, before, moved, after] = [-2, -1, 0, 1].map((by) => pieces[index + by]);
  if (moved === undefined || before === undefined) return undefined;
  if (before.kind !== "text") return swapped(index - 1, before, moved);
  const [rest, last] = partedAtLast(before.text);
  if (last === "") return further && swapped(index - 2, further, moved, before);
  const isText = after?.kind === "text";
  const put = [aText(rest), moved, aText(last, isText ? textOf(after) : "")];
  return { kind: "pieces", at: index - 1, cut: isText ? 3 : 2, put };
}

/** The same the other way. */
export function movingDown(pieces: readonly Piece[], index: number): Change | undefined {
  const [before, moved, after, further] = [-1, 0, 1, 2].map((by) => pieces[index + by]);
  if (moved === undefined || after === undefined) return undefined;
  if (after.kind !== "text") return swapped(index, moved, after);
  const [first, rest] = partedAtFirst(after.text);
  if (first === "") return further && swapped(index, moved, further, after);
  const isText = before?.kind === "text";
  const put = [aText(isText ? textOf(before) : "", first), moved, aText(rest)];
  return { kind: "pieces", at: isText ? index - 1 : index, cut: isText ? 3 : 2, put };
}

/** Two pieces change places; what is between them, an empty text, stays between. */
function swapped(at: number, one: Piece, other: Piece, between?: Piece): Change {
  const put = between === undefined ? [other, one] : [other, between, one];
  return { kind: "pieces", at, cut: put.length, put };
}

/** A paragraph that was passed joins the words on the other side. */
const aText = (...parts: readonly string[]): Piece => ({
  kind: "text",
  text: parts.filter((part) => part !== "").join("\n"),
});

/** What stands before the last paragraph, and it. Blank lines between them go: the photo parts them. */
function partedAtLast(text: string): readonly [string, string] {
  const whole = text.trimEnd();
  const at = whole.lastIndexOf("\n");
  return [whole.slice(0, Math.max(0, at)).trimEnd(), whole.slice(at + 1)];
}

/** The first paragraph, and what stands behind it. */
function partedAtFirst(text: string): readonly [string, string] {
  const whole = text.replace(/^\s*\n/, "");
  const at = whole.indexOf("\n");
  return at === -1
    ? [whole.trimEnd(), ""]
    : [whole.slice(0, at), whole.slice(at).replace(/^\s*\n/, "")];
}
