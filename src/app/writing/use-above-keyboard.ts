import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/**
 * Keeps a bar above the on-screen keyboard. Browsers lay a fixed bar out behind it and only shrink the visual viewport
 * (https://developer.mozilla.org/docs/Web/API/VisualViewport); the difference is how far the bar must rise.
 */
export function useAboveKeyboard(bar: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const viewport = globalThis.visualViewport;
    if (viewport === null || viewport === undefined) return undefined;
    const rise = (): void => {
      // Zoomed by two fingers: the bar stays where the page has it.
      const covered = viewport.scale > 1 ? 0 : innerHeight - viewport.height - viewport.offsetTop;
      bar.current?.style.setProperty("--keyboard", `${Math.max(0, Math.round(covered))}px`);
    };
    rise();
    viewport.addEventListener("resize", rise);
    viewport.addEventListener("scroll", rise);
    return () => {
      viewport.removeEventListener("resize", rise);
      viewport.removeEventListener("scroll", rise);
    };
  }, []);
}
