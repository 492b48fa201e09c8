const notAgainWithin = 10 * 60_000;

/**
 * Asks the newsroom at the start, when a network seems to be back, and when the app comes into view after ten minutes.
 * `navigator.onLine` is not asked: true means nothing.
 */
export function keepCatchingUp(
  window: Pick<Window, "addEventListener" | "document">,
  catchUp: () => Promise<void>,
  now: () => number,
): void {
  const { document } = window;
  let last = now();
  const ask = (): void => {
    last = now();
    void catchUp();
  };
  window.addEventListener("online", ask);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && now() - last > notAgainWithin) ask();
  });
  ask();
}
