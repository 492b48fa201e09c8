import type {
  Article,
  ArticleId,
  ArticleMedia,
  Picture,
  Sound,
  WorkId,
} from "../protocol/article.ts";
import type { Block } from "../protocol/block.ts";
import type { Permission } from "./permission.ts";
import type { Piece, TextRole } from "./pieces.ts";

/** What an editor has made of a story. */
export interface Manuscript {
  readonly title: string;
  readonly summary: string;
  readonly language: string;
  /** What was verified and how; may be empty. */
  readonly verified: string;
  /** What may hurt to read; may be empty. */
  readonly warning: string;
  readonly pieces: readonly Piece[];
}

/** An article before the newsroom gives it its address and its day. */
export type NewArticle = Omit<Article, "slug" | "date" | "format" | "corrections">;

/** The photos of a manuscript that go into print: left in by the editor and allowed by the author. */
export const printedPhotos = (pieces: readonly Piece[], permission: Permission): readonly Photo[] =>
  permission.photos
    ? pieces.filter((piece): piece is Photo => piece.kind === "photo" && piece.included)
    : [];

/** The recordings that are published: put in by the editor, of an author who may be heard. */
export const printedSounds = (
  pieces: readonly Piece[],
  permission: Permission,
): readonly SpokenPiece[] =>
  permission.voice
    ? pieces.filter((piece): piece is SpokenPiece => piece.kind === "sound" && piece.included)
    : [];

type SpokenPiece = Extract<Piece, { kind: "sound" }>;
type Photo = Extract<Piece, { kind: "photo" }>;

/**
 * The article out of a manuscript, as far as its author's terms allow: their name or none, photos and voice or none.
 * `pictures` and `sounds` hold the newsroom's files by the attachment's number. The first photo stands above the title.
 */
export function compose(
  manuscript: Manuscript,
  permission: Permission,
  pictures: ReadonlyMap<number, Picture>,
  ids: { readonly id: ArticleId; readonly work: WorkId },
  sounds: ReadonlyMap<number, Sound> = new Map(),
): NewArticle {
  const spoken = printedSounds(manuscript.pieces, permission);
  const printed = printedPhotos(manuscript.pieces, permission).filter(({ photo }) =>
    pictures.has(photo),
  );
  const lead = printed[0];
  const body = bodyOf(
    manuscript.pieces.filter(
      (piece) =>
        piece.kind === "text" ||
        (piece.kind === "sound" && spoken.includes(piece)) ||
        (piece.kind === "photo" && piece !== lead && printed.includes(piece)),
    ),
    pictures,
    sounds,
  );
  return {
    ...ids,
    language: manuscript.language,
    title: manuscript.title.trim(),
    summary: manuscript.summary.trim(),
    provenance: "own-words",
    tags: [],
    ...filled("verified", manuscript.verified),
    ...filled("warning", manuscript.warning),
    ...(permission.byline === undefined ? {} : { byline: permission.byline }),
    ...(lead === undefined ? {} : { lead: leadOf(lead, pictures.get(lead.photo)!) }),
    body,
  };
}

const filled = <Name extends "verified" | "warning">(
  name: Name,
  text: string,
): { readonly [K in Name]?: string } =>
  text.trim() === "" ? {} : ({ [name]: text.trim() } as { readonly [K in Name]?: string });

const leadOf = ({ alt, caption }: Photo, picture: Picture): NonNullable<Article["lead"]> => ({
  ...picture,
  alt: alt.trim(),
  ...(caption.trim() === "" ? {} : { caption: caption.trim() }),
});

type ArticleBlock = Block<ArticleMedia>;

/** Neighbours of one kind are one list or one quote again; empty fields are nothing. */
function bodyOf(
  pieces: readonly Piece[],
  pictures: ReadonlyMap<number, Picture>,
  sounds: ReadonlyMap<number, Sound>,
): readonly ArticleBlock[] {
  const blocks: ArticleBlock[] = [];
  let open: { readonly role: TextRole; readonly texts: string[] } | undefined;
  const close = (): void => {
    if (open !== undefined) blocks.push(...groupOf(open.role, open.texts));
    open = undefined;
  };
  for (const piece of pieces) {
    if (piece.kind === "sound") {
      const sound = sounds.get(piece.sound);
      close();
      if (sound !== undefined)
        blocks.push({ kind: "audio", media: { kind: "sound", ...sound }, caption: [] });
      continue;
    }
    if (piece.kind === "photo") {
      close();
      blocks.push(figureOf(piece, pictures.get(piece.photo)!));
      continue;
    }
    const texts = piece.text
      .split(/\n\s*\n/)
      .flatMap((text) => (text.trim() === "" ? [] : [text.trim()]));
    if (open?.role !== piece.role) close();
    open ??= { role: piece.role, texts: [] };
    open.texts.push(...texts);
  }
  close();
  return blocks;
}

const paragraph = (text: string): ArticleBlock => ({ kind: "paragraph", runs: [{ text }] });

function groupOf(role: TextRole, texts: readonly string[]): readonly ArticleBlock[] {
  if (texts.length === 0) return [];
  switch (role) {
    case "paragraph":
      return texts.map(paragraph);
    case "heading":
    case "subheading":
      return texts.map((text) => ({
        kind: "heading",
        level: role === "heading" ? 2 : 3,
        runs: [{ text }],
      }));
    case "bullet":
    case "step":
      return [
        { kind: "list", ordered: role === "step", items: texts.map((text) => [paragraph(text)]) },
      ];
    case "quote":
      return [{ kind: "quote", blocks: texts.map(paragraph) }];
  }
}

const figureOf = ({ alt, caption }: Photo, picture: Picture): ArticleBlock => ({
  kind: "figure",
  media: { kind: "picture", ...picture },
  alt: alt.trim(),
  caption: caption.trim() === "" ? [] : [{ text: caption.trim() }],
});
