import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

type Seldom = typeof import("./seldom.tsx");

const seldom = signal<Seldom | undefined>(undefined);

/** The chunk of seldom screens, once `wanted`; undefined while it is on its way or cannot be had. */
export function useSeldom(wanted: boolean): Seldom | undefined {
  useEffect(() => {
    if (!wanted || seldom.value !== undefined) return;
    // No network and not on the phone: the screen stays as it is, and the next tap tries again.
    void import("./seldom.tsx").then((module) => (seldom.value = module)).catch(() => undefined);
  }, [wanted]);
  return wanted ? seldom.value : undefined;
}
