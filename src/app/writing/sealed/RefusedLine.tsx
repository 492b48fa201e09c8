import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { reasonFor } from "./reasons.ts";
import type { SealedMessages } from "./sealed-messages.ts";
import type { SealedItem } from "../stories.ts";

export interface RefusedLineProps {
  /** The story that was sealed from this page last. */
  readonly item: SealedItem;
  readonly messages: SealedMessages;
  readonly language: InterfaceLanguage;
}

/** Above the words of a page whose story was refused: why, so that it can be mended and sealed again. */
export function RefusedLine({ item: { entry }, messages, language }: RefusedLineProps) {
  const { state } = entry;
  if (state.kind !== "needs-you") return null;
  return (
    <p class="refusal" role="status">
      <b>{messages.needsYou}</b>
      {`: ${reasonFor(entry, state.refusals, messages, language)}`}
    </p>
  );
}
