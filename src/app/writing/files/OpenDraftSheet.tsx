import { useRef } from "preact/hooks";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { megabytes } from "../../messages/plurals.ts";
import { Button } from "../../ui/Button.tsx";
import { Sheet } from "../../ui/Sheet.tsx";
import { useName } from "../../ui/use-name.ts";
import type { FilesMessages } from "./messages/messages.ts";
import type { Opening, OpeningState } from "./opening-model.ts";
import { Working } from "./Working.tsx";

export interface OpenDraftSheetProps {
  readonly model: OpeningState;
  readonly messages: FilesMessages;
  readonly language: InterfaceLanguage;
  readonly onClose: () => void;
}

/** A saved draft and the words from the paper. */
export function OpenDraftSheet({ model, messages, language, onClose }: OpenDraftSheetProps) {
  const files = useRef<HTMLInputElement>(null);
  const field = useName();
  const file = model.file.value;
  const opening = model.opening.value;
  return (
    <Sheet title={messages.openTitle} closeLabel={messages.close} onClose={onClose}>
      <p class="sheet-words">{messages.openWhy}</p>
      <div class="sheet-acts">
        <Button onPress={() => files.current?.click()}>{messages.choose}</Button>
        <input
          ref={files}
          hidden
          type="file"
          autocomplete="off"
          aria-label={messages.choose}
          onChange={({ currentTarget }) => {
            const chosen = currentTarget.files?.[0];
            // A picked file's name stays in the browser's session files as long as the input holds it.
            currentTarget.value = "";
            if (chosen !== undefined) model.choose(chosen);
          }}
        />
      </div>
      {file !== undefined && (
        <p class="sheet-words" role="status">
          {messages.chosen(megabytes(language, file.size))}
        </p>
      )}
      <label class="paper-field" for={field}>
        {messages.words}
      </label>
      <textarea
        id={field}
        class="paper-words"
        rows={2}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={model.typed.value}
        onInput={({ currentTarget }) => model.type(currentTarget.value)}
      />
      {opening.kind === "opening" ? (
        <Working label={messages.opening} part={opening.part} />
      ) : (
        <>
          <Said opening={opening} messages={messages} />
          <div class="sheet-acts">
            <Button look="sun" disabled={!model.canOpen.value} onPress={() => void model.open()}>
              {messages.open}
            </Button>
          </div>
        </>
      )}
    </Sheet>
  );
}

function Said({ opening, messages }: { opening: Opening; messages: FilesMessages }) {
  if (opening.kind !== "trouble" && opening.kind !== "miscounted") return null;
  return (
    <p class="sheet-words trouble" role="alert">
      {opening.kind === "trouble"
        ? messages.trouble[opening.why]
        : messages.wordsMiscounted(opening.count)}
    </p>
  );
}
