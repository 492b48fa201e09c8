import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

type Seldom = typeof import("./seldom.tsx");

const seldom = signal<Seldom | undefined>(undefined);

/**
 * The chunk of seldom screens, once `wanted` is more than 0; undefined while it is on its way or cannot be had. Where it
 * could not be had, a higher `wanted` tries again.
 */
export function useSeldom(wanted: number): Seldom | undefined {
  useEffect(() => {
    if (wanted === 0 || seldom.value !== undefined) return;
    // No network and not on the phone: the screen stays as it is.
    void import("./seldom.tsx").then((module) => (seldom.value = module)).catch(() => undefined);
  }, [wanted]);
  return wanted > 0 ? seldom.value : undefined;
}
