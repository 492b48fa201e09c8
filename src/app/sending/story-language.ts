import type { DraftContent } from "../../device/draft-content.ts";

/**
 * The language that a story is written in, as a BCP 47 tag, by its letters: enough to tell Ukrainian, Russian and a
 * Latin script apart for the newsroom's sorting. Where the letters do not say, it is the interface's.
 */
export function languageOf(content: DraftContent, fallback: string): string {
  const text = [
    content.title,
    ...content.pieces.map((piece) => (piece.kind === "text" ? piece.text : piece.caption)),
  ].join(" ");
  const count = (letters: RegExp): number => text.match(letters)?.length ?? 0;
  const [cyrillic, latin] = [count(/\p{Script=Cyrillic}/gu), count(/\p{Script=Latin}/gu)];
  if (latin > cyrillic) return fallback === "uk" ? "en" : fallback;
  const [ukrainian, russian] = [count(/[іїєґ]/giu), count(/[ыэёъ]/giu)];
  if (ukrainian === russian) return cyrillic > latin ? "uk" : fallback;
  return ukrainian > russian ? "uk" : "ru";
}
