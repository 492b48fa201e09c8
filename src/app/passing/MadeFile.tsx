import { megabytes } from "../messages/plurals.ts";
import { Button } from "../ui/Button.tsx";
import type { MakingState } from "./making-model.ts";
import { useFocusOn } from "./use-focus.ts";
import type { PassingMessages } from "./messages/messages.ts";

export interface MadeFileProps {
  readonly language: "uk" | "en";
  readonly messages: PassingMessages;
  readonly model: MakingState;
}

/** A file on its way: being made, its size before it is handed on, and where it went. */
export function MadeFile({ language, messages, model }: MadeFileProps) {
  const making = model.making.value;
  const place = useFocusOn(making.kind === "choosing" ? undefined : making.kind);
  const isMade = making.kind === "made" || making.kind === "handed";
  return (
    <>
      <div ref={place} tabIndex={-1} role="status" class="said">
        {making.kind === "making" && <p class="busy">{messages.making}</p>}
        {making.kind === "cannot" && (
          <p>{making.why === "failed" ? messages.unfit.failed : messages[making.why]}</p>
        )}
        {isMade && (
          <p>
            <strong>
              {messages.made(making.file.name, megabytes(language, making.file.size))}
            </strong>
          </p>
        )}
        {isMade && <p>{messages.inside(making.texts)}</p>}
        {isMade && making.left > 0 && <p>{messages.left(making.left)}</p>}
        {making.kind === "handed" && (
          <p>{making.how === "shared" ? messages.shared : messages.saved(making.file.name)}</p>
        )}
      </div>
      {isMade && (
        <p class="buttons">
          {model.canShare(making.file) && (
            <Button look="sun" icon="share" onPress={() => void model.share()}>
              {messages.share}
            </Button>
          )}
          <Button look={model.canShare(making.file) ? "outline" : "sun"} onPress={model.save}>
            {messages.save}
          </Button>
        </p>
      )}
    </>
  );
}
