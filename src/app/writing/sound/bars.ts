/** Levels (of any number) as the heights of so many bars: the loudest of each stretch, the loudest of all at 1. */
export function barsOf(levels: ArrayLike<number>, count: number): readonly number[] {
  const all = Array.from(levels);
  const each = all.length / count;
  const loudest = Math.max(...(all.length === 0 ? [1] : all.map(Math.abs)), 1e-3);
  return Array.from({ length: count }, (_, at) => {
    const stretch = all.slice(
      Math.floor(at * each),
      Math.max(Math.floor((at + 1) * each), Math.floor(at * each) + 1),
    );
    return Math.max(0, ...stretch) / loudest;
  });
}
