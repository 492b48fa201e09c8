/** A clock that moves only when it is told to, and never back. Milliseconds. */
export interface VirtualClock {
  now(): number;
  after(milliseconds: number, call: () => void): () => void;
  /** Fires the next timer, if it is due by `end`; false where none is. */
  fireNext(end: number): boolean;
  /** Turns the clock, without firing anything. */
  turnTo(time: number): void;
}

export function createVirtualClock(): VirtualClock {
  let time = 0;
  let made = 0;
  const timers = new Map<number, { readonly due: number; call(): void }>();
  return {
    now: () => time,
    after(milliseconds, call) {
      made += 1;
      const id = made;
      timers.set(id, { due: time + Math.max(0, milliseconds), call });
      return () => void timers.delete(id);
    },
    fireNext(end) {
      const [next] = [...timers].sort(([a, one], [b, other]) => one.due - other.due || a - b);
      if (next === undefined || next[1].due > end) return false;
      timers.delete(next[0]);
      time = Math.max(time, next[1].due);
      next[1].call();
      return true;
    },
    turnTo: (to) => void (time = Math.max(time, to)),
  };
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
