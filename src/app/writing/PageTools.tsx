import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { Glyph } from "./Glyph.tsx";
import type { Page } from "./page-model.ts";
import { usePageComfort } from "./use-page-comfort.ts";
import type { WritingMessages } from "./writing-messages.ts";

export interface PageToolsProps {
  readonly model: Page;
  readonly messages: WritingMessages;
  readonly language: InterfaceLanguage;
  readonly onMore: () => void;
}

/** The bar under the page: a photo, a voice, undo, and what is seldom needed. */
export function PageTools({ model, messages, language, onMore }: PageToolsProps) {
  const comfort = usePageComfort();
  const isAsking = useSignal(false);
  const files = useRef<HTMLInputElement>(null);
  return (
    <div class="tools" role="toolbar" aria-label={messages.tools}>
      <button
        type="button"
        class="tool"
        aria-label={messages.addPhoto}
        onClick={() => {
          // A mouse has no camera at hand.
          if (comfort && matchMedia("(pointer: coarse)").matches) isAsking.value = true;
          else files.current?.click();
        }}
      >
        <Glyph name="photo" />
        <span>{messages.photo}</span>
      </button>
      {comfort && isAsking.value && (
        <comfort.PhotoSource
          files={files}
          language={language}
          closeLabel={messages.close}
          onClose={() => (isAsking.value = false)}
        />
      )}
      <input
        ref={files}
        hidden
        type="file"
        accept="image/*"
        multiple
        autocomplete="off"
        onChange={({ currentTarget }) => {
          const picked = [...(currentTarget.files ?? [])];
          // A picked file's name stays in the browser's session files as long as the input holds it.
          currentTarget.value = "";
          void model.addPhotos(picked);
        }}
      />
      <button
        type="button"
        class="tool"
        aria-label={messages.record}
        onClick={() => (model.speaks.value += 1)}
      >
        <Glyph name="voice" />
        <span>{messages.voice}</span>
      </button>
      <button
        type="button"
        class="tool small"
        aria-label={messages.undoTyping}
        aria-keyshortcuts="Control+Z"
        disabled={!model.canUndo.value}
        onClick={() => void model.undo()}
      >
        <Glyph name="undo" />
      </button>
      <button
        type="button"
        class="tool small"
        aria-label={messages.redoTyping}
        aria-keyshortcuts="Control+Shift+Z"
        disabled={!model.canRedo.value}
        onClick={() => void model.redo()}
      >
        <Glyph name="redo" />
      </button>
      <button type="button" class="tool small" aria-label={messages.more} onClick={onMore}>
        <Glyph name="more" />
      </button>
    </div>
  );
}
