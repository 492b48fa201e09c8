import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { Button } from "../../ui/Button.tsx";
import { Sheet } from "../../ui/Sheet.tsx";
import { MadeFileActs } from "./MadeFileActs.tsx";
import type { FilesMessages } from "./messages/messages.ts";
import type { SavingState } from "./saving-model.ts";
import { Working } from "./Working.tsx";

export interface SaveSheetProps {
  readonly model: SavingState;
  readonly messages: FilesMessages;
  readonly language: InterfaceLanguage;
  readonly onClose: () => void;
}

/** A draft into a file, and the words that open it: seen once. */
export function SaveDraftSheet(props: SaveSheetProps) {
  const { model, messages } = props;
  return (
    <Sheet title={messages.draftTitle} closeLabel={messages.close} onClose={props.onClose}>
      <SaveDraft {...props} model={model} />
    </Sheet>
  );
}

function SaveDraft({ model, messages, language }: SaveSheetProps) {
  const saving = model.saving.value;
  switch (saving.kind) {
    case "asking":
      return (
        <>
          <p class="sheet-words">{messages.draftWhy}</p>
          <div class="sheet-acts">
            <Button look="sun" onPress={() => void model.make()}>
              {messages.make}
            </Button>
          </div>
        </>
      );
    case "making":
      return <Working label={messages.making} part={saving.part} />;
    case "cannot":
      return (
        <p class="sheet-words" role="alert">
          {saving.why === "too-big" ? messages.draftTooBig : messages.notMade}
        </p>
      );
    case "made":
      return (
        <>
          <h3 class="paper-title">{messages.paper}</h3>
          <ol class="paper" translate={false}>
            {saving.words.map((word, at) => (
              <li key={at}>{word}</li>
            ))}
          </ol>
          <p class="sheet-words">{messages.paperWhy}</p>
          {saving.missing > 0 && (
            <p class="sheet-words" role="alert">
              {messages.missing(saving.missing)}
            </p>
          )}
          <MadeFileActs made={saving} model={model} messages={messages} language={language} />
        </>
      );
  }
}
