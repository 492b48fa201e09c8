import { effect, type ReadonlySignal, signal } from "@preact/signals";

/**
 * True while the comforts have come to a page that is being looked at: what would move its parts then waits for the
 * next screen, for the reader's next tap, or until the bar is out of sight.
 */
export const late = signal(true);

/** How long the bar takes to go out of sight, and a little more; milliseconds. */
const barIsGone = 200;

/** Watches for the moment from which on nothing that appears is a surprise. */
export function watchForCalm(window: Window, route: ReadonlySignal<unknown>): void {
  const first = route.peek();
  const calm = (): void => {
    late.value = false;
    window.removeEventListener("click", calm);
    window.removeEventListener("scroll", look);
    stop();
  };
  const look = (): void =>
    void setTimeout(() => {
      const bar = window.document.querySelector(".actions")?.getBoundingClientRect();
      if (bar !== undefined && bar.top >= window.innerHeight) calm();
    }, barIsGone);
  window.addEventListener("click", calm);
  window.addEventListener("scroll", look, { passive: true });
  const stop = effect(() => {
    if (route.value !== first) queueMicrotask(calm);
  });
}
