const notAgainWithin = 10 * 60_000;
/** After a line that broke, milliseconds: so soon at first, then twice as long each time in which nothing came. */
const firstWait = 10_000;
const longestWait = 5 * 60_000;

/** What asking needs to know. */
export interface Asked {
  catchUp(): Promise<void>;
  /** The line broke before all was here, or there was none; or the app itself is not on the phone yet. */
  isUnfinished(): boolean;
  /** The last asking brought something that stays, were it one picture. */
  hasBrought(): boolean;
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/**
 * Asks the newsroom at the start, when a network seems to be back, when the app comes into view after ten minutes, and
 * again after a line that broke: few networks say that they are back. `navigator.onLine` is not asked: true means nothing.
 */
export function keepCatchingUp(
  window: Pick<Window, "addEventListener" | "document">,
  { catchUp, isUnfinished, hasBrought, now, random }: Asked,
): void {
  const { document } = window;
  let last = now();
  let wait = firstWait;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;
  let isBack = false;
  const ask = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    isBack = false;
    last = now();
    clearTimeout(timer);
    await catchUp().finally(() => (isAsking = false));
    // What was under way when the network came back may have ended with the one before.
    if (isBack && isUnfinished()) return ask();
    wait = isUnfinished() && !hasBrought() ? Math.min(wait * 2, longestWait) : firstWait;
    // Phones that lost the newsroom together do not come back together. What has come meanwhile in another way is not asked for.
    if (isUnfinished()) timer = setTimeout(() => isUnfinished() && ask(), wait * (0.5 + random()));
  };
  window.addEventListener("online", () => {
    isBack = isAsking;
    wait = firstWait;
    void ask();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && now() - last > notAgainWithin) void ask();
  });
  void ask();
}
