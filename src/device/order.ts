/**
 * The order of a minute of network, in both directions and over all windows and workers; each is a Web Lock of that name.
 * `texts-up`: receipts are asked for, and texts of stories go. `texts-down`: the head of the edition, headlines, articles'
 * texts. `media-up`: photos and sound of stories. `pictures-down`: the articles' pictures.
 */
export const order = ["texts-up", "texts-down", "media-up", "pictures-down"] as const;
export type Turn = (typeof order)[number];

/** Milliseconds. Whoever holds a turn for so long stands still: a frozen page keeps its locks. */
const longestWait = 60_000;

/**
 * Resolves when nothing that goes before `turn` is under way anywhere. Who asks holds its own turn already, so that
 * nobody slips in from behind, and waits only for earlier ones, so that no two wait for each other. `hurry` ends the wait.
 */
export async function untilTurn(
  locks: Pick<LockManager, "request">,
  turn: Turn,
  hurry?: AbortSignal,
): Promise<void> {
  for (const earlier of order.slice(0, order.indexOf(turn))) {
    const wait = new AbortController();
    const stop = (): void => wait.abort();
    const timer = setTimeout(stop, longestWait);
    hurry?.addEventListener("abort", stop);
    if (hurry?.aborted === true) stop();
    await locks
      .request(earlier, { mode: "shared", signal: wait.signal }, () => undefined)
      // Waited for long enough.
      .catch(() => undefined);
    clearTimeout(timer);
  }
}
