/** Milliseconds for which an answer is good: a disk does not fill within one, and whoever fills it hears from the disk itself. */
const good = 500;

/**
 * Asks the disk for its free bytes at most twice a second, however many want to know.
 * @param elapsed milliseconds of a clock that only runs forward
 */
export function askSeldom(
  ask: () => Promise<number>,
  elapsed: () => number,
): () => Promise<number> {
  let last: { readonly at: number; readonly answer: Promise<number> } | undefined;
  return () => {
    const now = elapsed();
    if (last !== undefined && now - last.at < good) return last.answer;
    const asked = { at: now, answer: ask() };
    last = asked;
    // A disk that did not answer is asked again by the next.
    asked.answer.catch(() => {
      if (last === asked) last = undefined;
    });
    return asked.answer;
  };
}
