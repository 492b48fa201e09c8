import { useLayoutEffect, useRef } from "preact/hooks";

export interface GrowingTextProps {
  readonly label: string;
  readonly class: string;
  readonly text: string;
  readonly placeholder?: string | undefined;
  /** Puts the caret here when the field appears: so many UTF-16 units into its text. */
  readonly startsAt?: number | undefined;
  /** Its place among the pieces of the page. */
  readonly piece?: number;
  /** The whole text, at each input event, also in the middle of a composition. */
  readonly onText: (text: string) => void;
  readonly onCaret?: (at: number) => void;
  readonly onComposing: (yes: boolean) => void;
  /** The Enter key; where it is given, it makes no new line. */
  readonly onEnter?: () => void;
}

/**
 * A text field as high as its text. The field itself holds what is typed; it is written to only where the text changed
 * elsewhere (undo, a photo, another window), and never in the middle of a composition, which would end it.
 */
export function GrowingText({
  label,
  class: look,
  text,
  placeholder,
  startsAt,
  piece,
  onText,
  onCaret,
  onComposing,
  onEnter,
}: GrowingTextProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const isComposing = useRef(false);
  useLayoutEffect(() => {
    const area = field.current;
    if (area === null || isComposing.current) return;
    if (area.value !== text) write(area, text);
    grow(area);
  }, [text]);
  useLayoutEffect(() => {
    if (startsAt === undefined) return;
    field.current?.setSelectionRange(startsAt, startsAt);
    // A blank page stays where it is; a long one is scrolled to its caret.
    field.current?.focus({ preventScroll: startsAt === 0 });
  }, []);
  const compose = (yes: boolean): void => {
    isComposing.current = yes;
    onComposing(yes);
  };
  return (
    <textarea
      ref={field}
      class={look}
      rows={1}
      aria-label={label}
      data-piece={piece}
      placeholder={placeholder}
      autocomplete="off"
      onInput={({ currentTarget }) => {
        onText(currentTarget.value);
        grow(currentTarget);
        keepInView(currentTarget);
        onCaret?.(currentTarget.selectionEnd);
      }}
      onCompositionStart={() => compose(true)}
      onCompositionEnd={({ currentTarget }) => {
        compose(false);
        // Some keyboards send no input event after the last letter.
        onText(currentTarget.value);
      }}
      onSelect={({ currentTarget }) => onCaret?.(currentTarget.selectionEnd)}
      onFocus={({ currentTarget }) => onCaret?.(currentTarget.selectionEnd)}
      onBlur={({ currentTarget }) => {
        onCaret?.(currentTarget.selectionEnd);
        onText(currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (onEnter === undefined || event.key !== "Enter" || event.isComposing) return;
        event.preventDefault();
        onEnter();
      }}
    />
  );
}

/** Writes a text that came from elsewhere; the caret stays where it was. */
function write(area: HTMLTextAreaElement, text: string): void {
  const { selectionStart, selectionEnd } = area;
  const isFocused = area.ownerDocument.activeElement === area;
  area.value = text;
  if (isFocused) area.setSelectionRange(selectionStart, selectionEnd);
}

/** The style sheet's `field-sizing` does it in newer browsers (Chrome 123, Safari 26.2); the others are measured. */
function grow(area: HTMLTextAreaElement): void {
  if (typeof CSS !== "undefined" && CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}

/** Browsers scroll to the caret, but not out from under the bar: at the end of a text its last line is shown above it. */
function keepInView(area: HTMLTextAreaElement): void {
  if (area.selectionEnd !== area.value.length) return;
  const bar = area.ownerDocument.querySelector(".page-foot")?.getBoundingClientRect();
  const below = area.getBoundingClientRect().bottom - (bar?.top ?? innerHeight) + 8;
  if (below > 0) scrollBy(0, below);
}
