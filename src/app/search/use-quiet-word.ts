import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const restAfter = 900;

/** A text once it has not changed for a moment: a live region that followed each keystroke would talk over the reader. */
export function useQuietWord(text: string): string {
  const said = useSignal("");
  useEffect(() => {
    const timer = setTimeout(() => (said.value = text), restAfter);
    return () => clearTimeout(timer);
  }, [text]);
  return said.value;
}
