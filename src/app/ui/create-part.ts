import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/**
 * A hook for a part of the app that comes later: the part, once `wanted` is more than 0; undefined while it is on its way,
 * null where it cannot be had: a higher `wanted`, or the next who asks, tries again.
 */
export function createPart<Part>(
  load: () => Promise<Part>,
): (wanted: number) => Part | null | undefined {
  const part = signal<Part | null | undefined>(undefined);
  return (wanted) => {
    useEffect(() => {
      if (wanted === 0 || part.value) return;
      void load().then(
        (module) => (part.value = module),
        // No network and not on the phone.
        () => (part.value = null),
      );
    }, [wanted]);
    return wanted > 0 ? part.value : undefined;
  };
}
