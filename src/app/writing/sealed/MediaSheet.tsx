import { Choice } from "../../ui/Choice.tsx";
import { Sheet } from "../../ui/Sheet.tsx";
import type { SealedMessages } from "./sealed-messages.ts";
import type { SealedStories } from "./sealed-model.ts";

export interface MediaSheetProps {
  readonly model: SealedStories;
  readonly messages: SealedMessages;
  readonly onClose: () => void;
}

/** Over which network photos and sound go, in all stories. */
export function MediaSheet({ model, messages, onClose }: MediaSheetProps) {
  const choices = model.choices.value;
  const options = [
    { value: "any", label: messages.anyNetwork },
    { value: "wifi", label: messages.wifiOnly },
  ] as const;
  return (
    <Sheet title={messages.mediaBy} closeLabel={messages.close} onClose={onClose}>
      <Choice
        legend={messages.networkForPhotos}
        value={choices.photos}
        options={options}
        onChoose={(photos) => model.choose({ ...choices, photos })}
      />
      <Choice
        legend={messages.networkForSound}
        value={choices.sound}
        options={options}
        onChoose={(sound) => model.choose({ ...choices, sound })}
      />
      <p class="sheet-words">{messages.textGoesAlways}</p>
      <NotTold model={model} messages={messages} />
    </Sheet>
  );
}

/** A choice that this browser cannot keep is not left standing as if it could. */
export function NotTold({ model, messages }: Pick<MediaSheetProps, "model" | "messages">) {
  return model.network() === "unknown" ? (
    <p class="sheet-words">{messages.networkNotTold}</p>
  ) : null;
}
