/** Which letters a word has, one bit for each byte modulo 32: what differs in many bits differs in many letters. */
export function lettersOf(bytes: Uint8Array, from: number, to: number): number {
  let mask = 0;
  for (let at = from; at < to; at += 1) mask |= 1 << ((bytes[at] ?? 0) & 31);
  return mask >>> 0;
}

/** Rules most words out by their letters alone: a slip changes two bits at most. */
export function mayBeNear(one: number, other: number, slips: number): boolean {
  let rest = (one ^ other) >>> 0;
  for (let bits = 0; rest !== 0; rest &= rest - 1) if (++bits > slips * 2) return false;
  return true;
}

/** As many slips are likely in a word of so many letters. */
export const slipsIn = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);

const longest = 200;
let before = new Uint8Array(longest);
let last = new Uint8Array(longest);
let current = new Uint8Array(longest);

/**
 * How many slips (a letter too many, too few, another one, two exchanged) are between a word and one that stands in other
 * bytes: optimal string alignment, given up beyond `slips`, which then is one less than the answer.
 */
export function slipsBetween(
  word: Uint8Array,
  length: number,
  bytes: Uint8Array,
  from: number,
  to: number,
  slips: number,
): number {
  const other = to - from;
  if (length >= longest || other >= longest) return slips + 1;
  for (let at = 0; at <= other; at += 1) last[at] = at;
  for (let row = 1; row <= length; row += 1) {
    current[0] = row;
    let least = row;
    for (let at = 1; at <= other; at += 1) {
      const same = word[row - 1] === bytes[from + at - 1];
      let cost = Math.min(
        (last[at - 1] ?? 0) + (same ? 0 : 1),
        (last[at] ?? 0) + 1,
        (current[at - 1] ?? 0) + 1,
      );
      const exchanged =
        row > 1 &&
        at > 1 &&
        word[row - 1] === bytes[from + at - 2] &&
        word[row - 2] === bytes[from + at - 1];
      if (exchanged) cost = Math.min(cost, (before[at - 2] ?? 0) + 1);
      current[at] = cost;
      if (cost < least) least = cost;
    }
    if (least > slips) return slips + 1;
    [before, last, current] = [last, current, before];
  }
  return last[other] ?? slips + 1;
}
