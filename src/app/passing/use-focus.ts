import { type RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/**
 * A place that gets the focus whenever what it says has changed to something new: the button that was pressed is gone by
 * then, and with it the place of those who use a keyboard or listen.
 */
export function useFocusOn(what: string | undefined): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (what !== undefined) place.current?.focus({ preventScroll: true });
  }, [what]);
  return place;
}
