/** What a stretch of a text looks like. */
export type HintKind =
  | "phone"
  | "email"
  | "coordinates"
  | "address"
  | "document"
  | "name"
  | "troops";

/** A stretch, in UTF-16 units. */
export interface Found {
  readonly from: number;
  readonly to: number;
}

export type Pattern = (text: string) => Iterable<Found>;

const wordLike = /[\p{L}\p{N}_]/u;

/** True where a word or a number begins or ends at this place: JavaScript's `\b` knows Latin letters alone. */
export const isEdge = (text: string, at: number): boolean =>
  at <= 0 || at >= text.length || !wordLike.test(text[at - 1]!) || !wordLike.test(text[at]!);

/**
 * Every match of an expression that stands as a word of its own and that `fits`. No lookbehind: older phones cannot
 * even read it. Where the expression has a group, the group is the stretch.
 */
export const matching = (
  expression: RegExp,
  fits: (match: RegExpExecArray, text: string) => boolean = () => true,
) =>
  function* found(text: string): Generator<Found> {
    const own = expression;
    own.lastIndex = 0;
    for (let match = own.exec(text); match !== null; match = own.exec(text)) {
      const [whole] = match;
      const from = match.index;
      const to = from + whole.length;
      if (whole !== "" && isEdge(text, from) && isEdge(text, to) && fits(match, text))
        yield { from, to };
      // A refused match may hide another that begins within it.
      else own.lastIndex = from + 1;
    }
  };

export const digitsOf = (text: string): string => text.replace(/\D/g, "");
