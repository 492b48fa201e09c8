import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Icon } from "../../rendering/icon.ts";
import { Button } from "../ui/Button.tsx";
import { Sheet } from "../ui/Sheet.tsx";
import type { WritingMessages } from "./writing-messages.ts";

export interface DiscardSheetProps {
  readonly messages: WritingMessages;
  readonly question: string;
  /** What it means. */
  readonly more?: string;
  readonly onDiscard: () => void;
  readonly onClose: () => void;
}

/** Asks once; what was discarded comes back by 'Undo' for a while. */
export function DiscardSheet({ messages, question, more, onDiscard, onClose }: DiscardSheetProps) {
  return (
    <Sheet title={question} closeLabel={messages.close} onClose={onClose}>
      {more === undefined ? null : <p class="sheet-words">{more}</p>}
      <div class="sheet-acts">
        <Button onPress={onDiscard}>{messages.discard}</Button>
        <Button onPress={onClose}>{messages.keep}</Button>
      </div>
    </Sheet>
  );
}

export interface DraftSheetProps {
  readonly messages: WritingMessages;
  /** The keys of the page, once that part is here. */
  readonly keys: ComponentChildren;
  /** How the page was before. */
  readonly onEarlier: () => void;
  readonly onSaveAsFile: () => void;
  readonly onChecked: () => void;
  readonly onDiscard: () => void;
  readonly onClose: () => void;
}

/** What is seldom needed on a page: the honest limits, and discarding. */
export function DraftSheet(props: DraftSheetProps) {
  const { messages, keys, onEarlier, onSaveAsFile, onChecked, onDiscard, onClose } = props;
  const isAsking = useSignal(false);
  if (isAsking.value) {
    return (
      <DiscardSheet
        key="asking"
        messages={messages}
        question={messages.discardDraftQuestion}
        onDiscard={onDiscard}
        onClose={onClose}
      />
    );
  }
  return (
    <Sheet key="rows" title={messages.draft} closeLabel={messages.close} onClose={onClose}>
      <div class="sheet-rows">
        <button type="button" onClick={onEarlier}>
          {messages.earlier}
          <Icon name="forward" size={20} />
        </button>
        <button type="button" onClick={onChecked}>
          {messages.checked}
          <Icon name="forward" size={20} />
        </button>
        {keys}
        <button type="button" onClick={onSaveAsFile}>
          {messages.saveAsFile}
          <Icon name="forward" size={20} />
        </button>
        <button type="button" onClick={() => (isAsking.value = true)}>
          {messages.discardDraft}
        </button>
      </div>
    </Sheet>
  );
}
