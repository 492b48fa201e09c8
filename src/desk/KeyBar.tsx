import type { Signal } from "@preact/signals";
import type { JSX } from "preact";
import type { StoryView } from "./story-model.ts";
import type { DeskWords } from "./words/words.ts";

/** What the keyboard does, and the same by hand. */
export function KeyBar(props: {
  readonly view: StoryView;
  readonly words: DeskWords;
  readonly preview: Signal<boolean>;
}): JSX.Element {
  const { view, words, preview } = props;
  const selection = view.selection.value;
  return (
    <div class="keys">
      <span class="hint">
        <kbd>J</kbd>
        <kbd>K</kbd>
        {words.keys.move}
      </span>
      <button
        type="button"
        disabled={selection === undefined}
        // The field keeps its selection: a click would take it away before it could be cut.
        onPointerDown={(event) => event.preventDefault()}
        onClick={() =>
          selection !== undefined && view.cut(selection.key, selection.from, selection.to)
        }
      >
        <kbd>Alt X</kbd>
        {words.keys.cut}
      </button>
      <button type="button" disabled={view.past.value.length === 0} onClick={view.undo}>
        <kbd>Z</kbd>
        {words.keys.undo}
      </button>
      <button
        type="button"
        class="turn"
        aria-pressed={preview.value}
        onClick={() => (preview.value = !preview.peek())}
      >
        {preview.value ? words.story.edit : words.story.preview}
      </button>
    </div>
  );
}
