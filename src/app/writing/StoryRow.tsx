import { useSignal } from "@preact/signals";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { Icon } from "../../rendering/icon.ts";
import { Petal } from "../../rendering/ornaments.ts";
import { Button } from "../ui/Button.tsx";
import { Glyph } from "./Glyph.tsx";
import {
  isUnderWay,
  type LineState,
  remedyFor,
  statusOf,
  type StoryItem,
  type StoryStatus,
  titleOf,
} from "./stories.ts";
import { newsroomWord, pathOf, reasonFor } from "./story-path.ts";
import { StoryPath } from "./StoryPath.tsx";
import type { WritingMessages } from "./writing-messages.ts";

type SealedItem = Extract<StoryItem, { kind: "story" }>;

export interface StoryRowProps {
  readonly item: SealedItem;
  readonly line: LineState;
  readonly messages: WritingMessages;
  readonly language: InterfaceLanguage;
  readonly now: number;
  /** How it goes on without the author; said once, under the first story that waits. */
  readonly mayClose: string | undefined;
  readonly onOpen: () => void;
  readonly onUpdate: () => void;
  readonly onTryNow: () => void;
  readonly onDiscard: () => void;
}

const words = {
  waiting: "waiting",
  sending: "sending",
  sent: "sent",
  "needs-you": "needsYou",
} as const satisfies Readonly<Record<StoryStatus, keyof WritingMessages>>;

/** A sealed story: its status, its path, and what can be done. */
export function StoryRow(props: StoryRowProps) {
  const { item, line, messages, language, now } = props;
  const status = statusOf(item.entry, line);
  const isOpen = useSignal<boolean | undefined>(undefined);
  const shows = isOpen.value ?? status !== "sent";
  return (
    <li class={shows ? "story open" : "story"}>
      <div class="story-head">
        <h2>
          <button type="button" aria-expanded={shows} onClick={() => (isOpen.value = !shows)}>
            {titleOf(item) ?? messages.untitled}
          </button>
        </h2>
        <Go {...props} status={status} />
        <button
          type="button"
          class="square"
          aria-label={`${messages.discardCopy}: ${titleOf(item) ?? messages.untitled}`}
          onClick={props.onDiscard}
        >
          <Glyph name="more" />
        </button>
      </div>
      <StatusLine item={item} status={status} messages={messages} isFolded={!shows} />
      {shows && (
        <StoryPath
          steps={pathOf(item.entry, messages, language)}
          messages={messages}
          language={language}
          now={now}
        />
      )}
      {shows && isUnderWay(item.entry) && (
        <>
          {props.mayClose !== undefined && <p class="may-close">{props.mayClose}</p>}
          <div class="story-acts">
            <Button onPress={props.onTryNow}>{messages.tryNow}</Button>
          </div>
        </>
      )}
    </li>
  );
}

function Go({ item, status, messages, onOpen, onUpdate }: StoryRowProps & { status: StoryStatus }) {
  const { state } = item.entry;
  if (state.kind === "needs-you" && remedyFor(state.refusals) === "update") {
    return (
      <button type="button" class="go" onClick={onUpdate}>
        {messages.updateApp}
      </button>
    );
  }
  if (item.draft === undefined) return null;
  return (
    <button type="button" class="go" onClick={onOpen}>
      {status === "needs-you" ? messages.fix : messages.read}
    </button>
  );
}

interface StatusLineProps {
  readonly item: SealedItem;
  readonly status: StoryStatus;
  readonly messages: WritingMessages;
  readonly isFolded: boolean;
}

function StatusLine({ item, status, messages, isFolded }: StatusLineProps) {
  const { state } = item.entry;
  const newsroom = state.kind === "sent" && isFolded ? state.newsroom : undefined;
  const isNews = newsroom === "answered" || newsroom === "published";
  return (
    <p class="story-status" data-status={status} role="status">
      {status === "needs-you" && <Icon name="warning" size={18} />}
      {isNews && <Petal />}
      <span>
        <b>{messages[words[status]]}</b>
        {state.kind === "needs-you" && `: ${reasonFor(state.refusals, messages)}`}
        {newsroom !== undefined && ` · ${newsroomWord(newsroom, messages)}`}
      </span>
    </p>
  );
}
