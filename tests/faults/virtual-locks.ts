/** Web Locks over several windows of one browser, with `ifAvailable`, `steal`, waiting in line, and the release at a window's death. */
export interface VirtualLocks {
  /** The locks as one window sees them. */
  forWindow(died: Promise<void>): Pick<LockManager, "request">;
}

interface Holder {
  lose(): void;
}

interface Options {
  readonly ifAvailable?: boolean;
  readonly steal?: boolean;
  readonly signal?: AbortSignal;
}

export function createVirtualLocks(): VirtualLocks {
  const held = new Map<string, Holder>();
  const inLine = new Map<string, Set<() => void>>();

  /** Resolves when the one before has let go. Rejects with the signal's reason. */
  const turn = (died: Promise<void>, name: string, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const line = inLine.get(name) ?? new Set();
      inLine.set(name, line.add(resolve));
      void died.then(() => line.delete(resolve));
      signal?.addEventListener("abort", () => {
        line.delete(resolve);
        reject(signal.reason as Error);
      });
    });
  const callNext = (name: string): void => {
    const line = inLine.get(name);
    const next = line?.values().next().value;
    if (next === undefined) return;
    line?.delete(next);
    next();
  };

  return {
    forWindow: (died) => ({
      request: (async (
        name: string,
        options: Options,
        work: (lock: { readonly name: string } | null) => Promise<unknown>,
      ): Promise<unknown> => {
        if (options.steal === true) held.get(name)?.lose();
        else if (held.has(name) && options.ifAvailable === true) return work(null);
        while (held.has(name) && options.steal !== true) await turn(died, name, options.signal);
        let lose: () => void = () => undefined;
        const lost = new Promise<never>((_, reject) => {
          lose = () => reject(new DOMException("stolen", "AbortError"));
        });
        lost.catch(() => undefined);
        const holder: Holder = { lose };
        held.set(name, holder);
        const release = (): void => {
          if (held.get(name) === holder && held.delete(name)) callNext(name);
        };
        void died.then(release);
        return Promise.race([Promise.resolve(work({ name })).finally(release), lost]);
      }) as LockManager["request"],
    }),
  };
}
