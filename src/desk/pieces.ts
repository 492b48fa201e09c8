import type { Block, Run } from "../protocol/block.ts";
import type { Story } from "../protocol/story.ts";

/** What a text piece becomes in the article. */
export type TextRole = "paragraph" | "heading" | "subheading" | "bullet" | "step" | "quote";

/** A story on the editor's table: one piece for each field. `key` stays with it. */
export type Piece =
  | { readonly key: number; readonly kind: "text"; readonly role: TextRole; readonly text: string }
  /** Heard at its place; what it says is a text behind it. */
  | {
      readonly key: number;
      readonly kind: "sound";
      readonly sound: number;
      /** The editor puts it into the article; until then only its words go there. */
      readonly included: boolean;
    }
  | {
      readonly key: number;
      readonly kind: "photo";
      /** The attachment's number. */
      readonly photo: number;
      readonly alt: string;
      readonly caption: string;
      /** The editor leaves it in the article. */
      readonly included: boolean;
    };

type Unnumbered = Piece extends infer P ? (P extends Piece ? Omit<P, "key"> : never) : never;

/** Fields that one page can hold without becoming slow; a longer story has more than a paragraph in each. */
const mostFields = 150;

/**
 * A story as pieces, in its author's order; photos that the text does not name stand at the end. Links do not come
 * along: an author's words are printed, not addresses that someone else may own tomorrow. What a recording says is a text
 * like any other.
 */
export function piecesOf(story: Story): readonly Piece[] {
  const photos = story.attachments.flatMap(({ type, number }) =>
    type.startsWith("image/") ? [number] : [],
  );
  const pieces = story.blocks
    .flatMap((block) => blockPieces(block, "paragraph"))
    .map((piece) =>
      piece.kind === "photo" ? { ...piece, included: photos.includes(piece.photo) } : piece,
    );
  const named = new Set(pieces.flatMap((piece) => (piece.kind === "photo" ? [piece.photo] : [])));
  const sounds = story.attachments.flatMap(({ type, number }) =>
    type.startsWith("audio/") ? [number] : [],
  );
  const heard = new Set(pieces.flatMap((piece) => (piece.kind === "sound" ? [piece.sound] : [])));
  const unheard = sounds
    .filter((number) => !heard.has(number))
    .map((sound): Unnumbered => ({ kind: "sound", sound, included: false }));
  const rest = photos
    .filter((number) => !named.has(number))
    .map((number) => photoPiece(number, "", ""));
  return joined([...pieces, ...rest, ...unheard]).map((piece, key) => ({ ...piece, key }));
}

/** Neighbours of one kind in one field, so that there are not too many; an empty line keeps them apart. */
function joined(pieces: readonly Unnumbered[]): readonly Unnumbered[] {
  const together = Math.ceil(pieces.length / mostFields);
  if (together === 1) return pieces;
  const fields: Unnumbered[] = [];
  let inLast = 0;
  for (const piece of pieces) {
    const last = fields.at(-1);
    const fits =
      last?.kind === "text" &&
      piece.kind === "text" &&
      last.role === piece.role &&
      inLast < together;
    inLast = fits ? inLast + 1 : 1;
    if (fits) fields[fields.length - 1] = { ...last, text: `${last.text}\n\n${piece.text}` };
    else fields.push(piece);
  }
  return fields;
}

const textPiece = (role: TextRole, text: string): readonly Unnumbered[] =>
  text.trim() === "" ? [] : [{ kind: "text", role, text }];

const photoPiece = (photo: number, alt: string, caption: string): Unnumbered => ({
  kind: "photo",
  photo,
  alt,
  caption,
  included: true,
});

function blockPieces(block: Block<number>, role: TextRole): readonly Unnumbered[] {
  switch (block.kind) {
    case "paragraph":
      return textPiece(role, textOf(block.runs));
    case "heading":
      return textPiece(block.level === 2 ? "heading" : "subheading", textOf(block.runs));
    case "list":
      return block.items
        .flat()
        .flatMap((item) => blockPieces(item, block.ordered ? "step" : "bullet"));
    case "quote":
      return block.blocks.flatMap((inside) => blockPieces(inside, "quote"));
    case "figure":
      return [photoPiece(block.media, block.alt, textOf(block.caption))];
    case "table":
      return [block.head, ...block.rows].flatMap((row) =>
        textPiece(role, row.map(textOf).join(" — ")),
      );
    case "unknown":
      return textPiece(role, block.text);
    case "audio":
      return [
        { kind: "sound", sound: block.media, included: false },
        ...textPiece("paragraph", textOf(block.caption)),
      ];
    case "rule":
      return [];
  }
}

const textOf = (runs: readonly Run[]): string =>
  runs.map(({ text, note }) => (note === undefined ? text : `${text} (${note})`)).join("");

/** What stands where something was taken out. */
export const cutMark = "[…]";

/** Text without what stands between two places (UTF-16 units): it is gone, and a mark says that something is. */
export function cutOut(text: string, from: number, to: number): string {
  if (from >= to) return text;
  return (text.slice(0, from) + cutMark + text.slice(to)).replaceAll(
    /(?:\[…\]\s*){2,}/gu,
    `${cutMark} `,
  );
}
