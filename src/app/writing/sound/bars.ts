/** Levels, of any number, as the heights of so many bars: the loudest of each stretch; the loudest of all is 1. */
export function barsOf(levels: Uint8Array, count: number): readonly number[] {
  const each = levels.length / count;
  const loudest = Math.max(1, loudestOf(levels));
  return Array.from({ length: count }, (_, at) => {
    const from = Math.floor(at * each);
    const to = Math.max(from + 1, Math.floor((at + 1) * each));
    return loudestOf(levels.subarray(from, to)) / loudest;
  });
}

const loudestOf = (levels: Uint8Array): number =>
  levels.reduce((loudest, level) => Math.max(loudest, level), 0);
