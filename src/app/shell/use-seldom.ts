import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

type Seldom = typeof import("./seldom.tsx");

const seldom = signal<Seldom | null | undefined>(undefined);

/**
 * The chunk of seldom screens, once `wanted` is more than 0; undefined while it is on its way, null where it cannot be
 * had: a higher `wanted`, or the next who asks, tries again.
 */
export function useSeldom(wanted: number): Seldom | null | undefined {
  useEffect(() => {
    if (wanted === 0 || seldom.value) return;
    void import("./seldom.tsx").then(
      (module) => (seldom.value = module),
      // No network and not on the phone.
      () => (seldom.value = null),
    );
  }, [wanted]);
  return wanted > 0 ? seldom.value : undefined;
}
