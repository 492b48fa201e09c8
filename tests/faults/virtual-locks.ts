/** Web Locks over several windows of one browser, with `ifAvailable`, `steal`, and the release at a window's death. */
export interface VirtualLocks {
  /** The locks as one window sees them. */
  forWindow(died: Promise<void>): Pick<LockManager, "request">;
}

interface Holder {
  lose(): void;
}

export function createVirtualLocks(): VirtualLocks {
  const held = new Map<string, Holder>();
  return {
    forWindow: (died) => ({
      request: (async (
        name: string,
        options: { readonly ifAvailable?: boolean; readonly steal?: boolean },
        work: (lock: { readonly name: string } | null) => Promise<unknown>,
      ): Promise<unknown> => {
        if (options.steal === true) held.get(name)?.lose();
        else if (held.has(name)) return work(null);
        let lose: () => void = () => undefined;
        const lost = new Promise<never>((_, reject) => {
          lose = () => reject(new DOMException("stolen", "AbortError"));
        });
        lost.catch(() => undefined);
        const holder: Holder = { lose };
        held.set(name, holder);
        const release = (): void => void (held.get(name) === holder && held.delete(name));
        void died.then(release);
        return Promise.race([work({ name }).finally(release), lost]);
      }) as LockManager["request"],
    }),
  };
}
