import { useEffect, useMemo } from "preact/hooks";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import type { SendingMessages } from "../../sending/sending-messages.ts";
import { TermsScreen } from "../../sending/TermsScreen.tsx";
import type { SealedItem } from "../stories.ts";
import type { SealedMessages } from "./sealed-messages.ts";
import type { SealedStories } from "./sealed-model.ts";

export interface ChangeTermsScreenProps {
  readonly model: SealedStories;
  readonly item: SealedItem;
  readonly messages: SealedMessages;
  readonly sending: SendingMessages;
  readonly language: InterfaceLanguage;
  readonly onBack: () => void;
}

/** The terms once more, for a story that was sealed before. */
export function ChangeTermsScreen(props: ChangeTermsScreenProps) {
  const { model, item, messages, sending, language, onBack } = props;
  const changing = useMemo(
    () => model.beginChanging(item.entry, () => sending.words, onBack),
    [item.entry.id],
  );
  useEffect(() => void changing.terms.openTerms().catch(() => undefined), [changing]);
  const state = changing.state.value;
  return (
    <TermsScreen
      model={changing.terms}
      messages={sending}
      language={language}
      again={{
        more: messages.termsAgain,
        act: messages.sealTerms,
        trouble: state === "ready" || state === "sealing" ? undefined : messages.notTold[state],
      }}
      onBack={onBack}
      onNext={() => void changing.change()}
    />
  );
}
