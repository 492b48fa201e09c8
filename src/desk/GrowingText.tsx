import { useLayoutEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";

export interface GrowingTextProps {
  readonly label: string;
  readonly value: string;
  readonly class: string;
  readonly language?: string;
  readonly placeholder?: string;
  readonly onValue: (value: string) => void;
  /** Where a selection stands, or nothing where it is empty. */
  readonly onSelect?: (
    selection: { readonly from: number; readonly to: number } | undefined,
  ) => void;
  readonly onCut?: (from: number, to: number) => void;
}

/** A field as tall as its text, so that a story reads like a page and not like a form. */
export function GrowingText(props: GrowingTextProps): JSX.Element {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const area = field.current;
    // Where the browser does it by itself (desk.css), measuring would only cost.
    if (area === null || CSS.supports("field-sizing", "content")) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [props.value]);
  const select = (area: HTMLTextAreaElement): void => {
    const { selectionStart: from, selectionEnd: to } = area;
    props.onSelect?.(from < to ? { from, to } : undefined);
  };
  return (
    <textarea
      ref={field}
      class={props.class}
      autocomplete="off"
      spellcheck={false}
      rows={1}
      dir="auto"
      lang={props.language}
      aria-label={props.label}
      placeholder={props.placeholder}
      value={props.value}
      onInput={(event) => props.onValue(event.currentTarget.value)}
      onSelect={(event) => select(event.currentTarget)}
      onKeyDown={(event) => {
        // By the key's place, so that it works in a Cyrillic layout.
        if (!event.altKey || event.code !== "KeyX") return;
        event.preventDefault();
        const { selectionStart, selectionEnd } = event.currentTarget;
        props.onCut?.(selectionStart, selectionEnd);
      }}
    />
  );
}
