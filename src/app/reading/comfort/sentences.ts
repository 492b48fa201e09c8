/** Longer pieces fall silent in Chromium after some 15 seconds: https://issues.chromium.org/issues/40747712. UTF-16 units. */
const longest = 160;

/** A text in the pieces in which it is read aloud: sentences, and of long ones what stands between commas or words. */
export function inPieces(text: string): readonly string[] {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .split(/(?<=[.!?…]["»”)]?) /)
    .flatMap(shorten)
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

function shorten(sentence: string): readonly string[] {
  if (sentence.length <= longest) return [sentence];
  const head = sentence.slice(0, longest);
  const comma = Math.max(head.lastIndexOf(", "), head.lastIndexOf("; "), head.lastIndexOf(" — "));
  const space = head.lastIndexOf(" ");
  const at = comma > longest / 3 ? comma + 1 : space > 0 ? space : longest;
  return [sentence.slice(0, at).trim(), ...shorten(sentence.slice(at).trim())];
}
