/** So many words that compress about as badly as real ones; the same seed gives the same words. */
export function someText(words: number, seed = 7): string {
  const letters = "оаинівтерсклудмпязьбгчйхжюцєшщїф";
  let state = seed;
  const next = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const word = () =>
    Array.from({ length: 2 + next(9) }, () => letters[next(next(32) + 1)]).join("");
  return Array.from({ length: words }, word).join(" ");
}
