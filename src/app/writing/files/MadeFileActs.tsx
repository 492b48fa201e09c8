import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { megabytes } from "../../messages/plurals.ts";
import { Button } from "../../ui/Button.tsx";
import type { FilesMessages } from "./messages/messages.ts";
import type { Saving, SavingState } from "./saving-model.ts";

export interface MadeFileActsProps {
  readonly made: Extract<Saving, { kind: "made" }>;
  readonly model: SavingState;
  readonly messages: FilesMessages;
  readonly language: InterfaceLanguage;
}

/** The file's size, where it went, and the two ways out. */
export function MadeFileActs({ made, model, messages, language }: MadeFileActsProps) {
  const { file, gone } = made;
  const sharable = model.canShare(file);
  return (
    <>
      <p class="sheet-words" role="status">
        {gone === undefined && messages.made(megabytes(language, file.size))}
        {gone === "shared" && messages.shared}
        {gone === "saved" && messages.saved(file.name)}
      </p>
      <div class="sheet-acts">
        {sharable && (
          <Button look="sun" icon="share" onPress={() => void model.share()}>
            {messages.share}
          </Button>
        )}
        <Button look={sharable ? "outline" : "sun"} onPress={model.save}>
          {messages.save}
        </Button>
      </div>
    </>
  );
}
