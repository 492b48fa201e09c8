import type { InterfaceLanguage } from "../../protocol/language.ts";
import { Page } from "../../rendering/frame.ts";
import { Mark } from "../../rendering/ornaments.ts";
import { speechIn } from "../messages/speech.ts";
import type { WritingMessages } from "./writing-messages.ts";

export interface GuideScreenProps {
  readonly messages: WritingMessages;
  readonly language: InterfaceLanguage;
  readonly onWriteHere: () => void;
}

/** Before the first blank page in a tab of an iPhone: where it is safe to write. Writing here stays possible. */
export function GuideScreen({ messages, language, onWriteHere }: GuideScreenProps) {
  return (
    <Page screen="guide" words={speechIn(language).words} place="write">
      <div class="guide">
        <Mark size={88} />
        <h1>{messages.guideTitle}</h1>
        <p>{messages.guideWhy}</p>
        <ol>
          {messages.guideSteps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <button type="button" class="button outline" onClick={onWriteHere}>
          {messages.writeHere}
        </button>
      </div>
    </Page>
  );
}
