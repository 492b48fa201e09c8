import { useSignal } from "@preact/signals";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { Icon } from "../../../rendering/icon.ts";
import { Petal } from "../../../rendering/ornaments.ts";
import { Glyph } from "../Glyph.tsx";
import { isUnderWay, type SealedItem, titleOf } from "../stories.ts";
import { restsForWifi } from "./media.ts";
import { noteSteps } from "./note-steps.ts";
import { reasonFor, type Remedy, remedyFor } from "./reasons.ts";
import type { SealedMessages } from "./sealed-messages.ts";
import type { SealedStories } from "./sealed-model.ts";
import { type StoryStatus, statusOf, wordOf } from "./status.ts";
import { StoryActs } from "./StoryActs.tsx";
import { newsroomWord, pathOf } from "./story-path.ts";
import { StoryPath } from "./StoryPath.tsx";
import { StorySheet } from "./StorySheet.tsx";

export interface SealedRowProps {
  readonly model: SealedStories;
  readonly item: SealedItem;
  readonly messages: SealedMessages;
  readonly language: InterfaceLanguage;
  readonly now: number;
  /** How it goes on without the author; said once, under the first story that waits. */
  readonly mayClose: string | undefined;
  readonly onOpen: () => void;
  readonly onUpdate: () => void;
  /** It leaves as a file as well. */
  readonly onSaveAsFile: () => void;
  readonly onDiscard: () => void;
  /** Asks for other terms. */
  readonly onChangeTerms: () => void;
}

/** A sealed story: its status, its path, and what can be done. */
export function SealedRow(props: SealedRowProps) {
  const { model, item, messages, language, now } = props;
  const { entry } = item;
  const forWifi = restsForWifi(entry, model.choices.value, model.network());
  const status = statusOf(entry, model.line.value, forWifi);
  const title = titleOf(item) ?? messages.untitled;
  const isOpen = useSignal<boolean | undefined>(undefined);
  const isMore = useSignal(false);
  const shows = isOpen.value ?? (status !== "sent" && !item.isSuperseded);
  return (
    <li class={shows ? "story open" : "story"}>
      <div class="story-head">
        <h2>
          <button type="button" aria-expanded={shows} onClick={() => (isOpen.value = !shows)}>
            {title}
          </button>
        </h2>
        <Go {...props} />
        <button
          type="button"
          class="square"
          aria-label={`${messages.more}: ${title}`}
          aria-haspopup="dialog"
          onClick={() => (isMore.value = true)}
        >
          <Glyph name="more" />
        </button>
      </div>
      <StatusLine {...props} status={status} isFolded={!shows} />
      {shows && (
        <StoryPath
          steps={pathOf(entry, messages, language, forWifi)}
          messages={messages}
          language={language}
          now={now}
        />
      )}
      {shows && props.mayClose !== undefined && isUnderWay(entry) && (
        <p class="may-close">{props.mayClose}</p>
      )}
      {shows && <StoryActs {...props} status={status} />}
      {isMore.value && (
        <StorySheet
          {...props}
          title={title}
          onClose={() => (isMore.value = false)}
          onDiscard={() => {
            isMore.value = false;
            props.onDiscard();
          }}
        />
      )}
    </li>
  );
}

/** What mends it; for a story that needs nothing, its text. */
function Go({ item, messages, onOpen, onUpdate, onDiscard }: SealedRowProps) {
  const { state } = item.entry;
  const remedy: Remedy | "read" =
    state.kind === "needs-you" ? remedyFor(state.refusals, item.isSuperseded) : "read";
  if ((remedy === "fix" || remedy === "read") && item.draft === undefined) return null;
  const acts = {
    fix: [messages.fix, onOpen],
    read: [messages.read, onOpen],
    update: [messages.updateApp, onUpdate],
    discard: [messages.discard, onDiscard],
  } as const;
  const [word, act] = acts[remedy];
  return (
    <button type="button" class="go" onClick={act}>
      {word}
    </button>
  );
}

interface StatusLineProps extends SealedRowProps {
  readonly status: StoryStatus;
  readonly isFolded: boolean;
}

function StatusLine({ item, status, messages, language, isFolded }: StatusLineProps) {
  const { state } = item.entry;
  // Before it is long, that nobody has read it yet is no news.
  const isNewsless =
    state.kind === "sent" && state.newsroom === "received" && state.longUnread !== true;
  const newsroom = state.kind === "sent" && isFolded && !isNewsless ? state.newsroom : undefined;
  const word = wordOf(status, messages);
  // What was said later stands on the path; where that is folded, its newest word is here.
  const said = isFolded ? noteSteps(item.entry, messages).at(-1)?.title : undefined;
  const isNews = newsroom === "answered" || newsroom === "published";
  return (
    <p class="story-status" data-status={status} role="status">
      {status === "needs-you" && <Icon name="warning" size={18} />}
      {isNews && <Petal />}
      <span>
        <b>{word}</b>
        {state.kind === "needs-you" &&
          `: ${
            item.isSuperseded
              ? messages.reasons.sealedAgain
              : reasonFor(item.entry, state.refusals, messages, language)
          }`}
        {newsroom !== undefined && ` · ${newsroomWord(newsroom, messages)}`}
        {said !== undefined && said !== word && ` · ${said}`}
      </span>
    </p>
  );
}
