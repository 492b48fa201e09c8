import { useEffect } from "preact/hooks";

const shownFor = 8_000;

export interface UndoLineProps {
  readonly text: string;
  readonly undo: string;
  readonly onUndo: () => void;
  /** After eight seconds, or at the next tap elsewhere. */
  readonly onGone: () => void;
}

/** What was just removed, and the way to take that back. */
export function UndoLine({ text, undo, onUndo, onGone }: UndoLineProps) {
  useEffect(() => {
    const timer = setTimeout(onGone, shownFor);
    return () => clearTimeout(timer);
  }, [onGone]);
  return (
    <p class="line" role="status">
      <span>{text}</span>
      <button type="button" onClick={onUndo}>
        {undo}
      </button>
    </p>
  );
}
