import type { ComponentChild } from "preact";
import type { Snippet } from "../../device/search.ts";

/** A text with what was looked for marked in it. */
export function Marked({ text, marks }: Snippet) {
  const pieces: ComponentChild[] = [];
  let last = 0;
  for (const { start, end } of marks) {
    pieces.push(text.slice(last, start), <mark key={start}>{text.slice(start, end)}</mark>);
    last = end;
  }
  return (
    <>
      {pieces}
      {text.slice(last)}
    </>
  );
}
