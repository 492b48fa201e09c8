import { useEffect } from "preact/hooks";

/** Calls back at the next tap that is not on a line with 'Undo'. */
export function useNextTap(isWaiting: boolean, onTap: () => void): void {
  useEffect(() => {
    if (!isWaiting) return undefined;
    const tap = (event: Event): void => {
      const isOnLine = event.target instanceof Element && event.target.closest(".line") !== null;
      if (!isOnLine) onTap();
    };
    document.addEventListener("pointerdown", tap, true);
    return () => document.removeEventListener("pointerdown", tap, true);
  }, [isWaiting, onTap]);
}
