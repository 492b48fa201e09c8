// Waiting on conditions, never on a guess of how long something takes.

export type Wait = {
  /** Milliseconds until the wait is given up. */
  within?: number;
};

/**
 * Asks `condition` again and again until it answers something truthy, and returns that answer.
 * Rejects after `within` ms (20 s) with a sentence that names `what` and, where the last try threw, why.
 * A condition that throws counts as 'not yet': pages throw while they navigate.
 */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  { within = 20_000 }: Wait = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + within;
  let cause: unknown;
  do {
    try {
      const answer = await condition();
      if (answer) return answer;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await pause(25);
  } while (performance.now() < deadline);
  throw new Error(`Waited ${within} ms in vain: ${what}`, { cause });
}

/** Rejects with a sentence naming `what` if the promise is still open after `within` ms. */
export async function inTime<T>(what: string, promise: Promise<T>, within = 10_000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not done after ${within} ms: ${what}`)), within);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A pause that is part of what is simulated (a slow line), or the beat of `until`; not a way to wait for something. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
