import type { DraftSummary } from "../../device/draft-content.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { inWords } from "./when.ts";
import type { WritingMessages } from "./writing-messages.ts";

export interface DraftRowProps {
  readonly draft: DraftSummary;
  readonly title: string | undefined;
  readonly messages: WritingMessages;
  readonly language: InterfaceLanguage;
  readonly now: number;
  readonly onOpen: () => void;
}

/** A draft in 'My stories': the whole row opens its page. */
export function DraftRow({ draft, title, messages, language, now, onOpen }: DraftRowProps) {
  const facts = [
    draft.forkOf === undefined ? messages.draft : messages.fork,
    messages.words(draft.words),
    ...(draft.sounds > 0 ? [messages.sounds(draft.sounds)] : []),
    ...(draft.photos > 0 ? [messages.photos(draft.photos)] : []),
    inWords(draft.changedAt, now, messages, language),
  ];
  return (
    <li class="story draft">
      <div class="story-head">
        <h2>{title ?? messages.untitled}</h2>
        <button type="button" class="go whole" onClick={onOpen}>
          {messages.keepWriting}
        </button>
      </div>
      <p class="story-status">{facts.join(" · ")}</p>
    </li>
  );
}
