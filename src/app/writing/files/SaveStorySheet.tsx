import { useEffect } from "preact/hooks";
import { Sheet } from "../../ui/Sheet.tsx";
import { MadeFileActs } from "./MadeFileActs.tsx";
import type { SaveSheetProps } from "./SaveDraftSheet.tsx";
import { Working } from "./Working.tsx";

export interface SaveStorySheetProps extends SaveSheetProps {
  /** Lines that a person can act on: an address, a bot. */
  readonly contacts: readonly string[];
}

/** A sealed story as a file: what it is, where it may go, and the two ways out. */
export function SaveStorySheet(props: SaveStorySheetProps) {
  const { model, messages, language, contacts, onClose } = props;
  const saving = model.saving.value;
  useEffect(() => void model.make(), []);
  return (
    <Sheet title={messages.storyTitle} closeLabel={messages.close} onClose={onClose}>
      <p class="sheet-words">{messages.storyWhy}</p>
      <p class="sheet-words">{messages.storyGoesToo}</p>
      {contacts.length > 0 && (
        <>
          <h3 class="paper-title">{messages.contacts}</h3>
          <ul class="contacts">
            {contacts.map((contact) => (
              <li key={contact}>{contact}</li>
            ))}
          </ul>
        </>
      )}
      {saving.kind === "making" && <Working label={messages.making} part={saving.part} />}
      {saving.kind === "cannot" && (
        <p class="sheet-words" role="alert">
          {messages.storyGone}
        </p>
      )}
      {saving.kind === "made" && (
        <MadeFileActs made={saving} model={model} messages={messages} language={language} />
      )}
    </Sheet>
  );
}
