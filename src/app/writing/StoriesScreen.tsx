import { useSignal } from "@preact/signals";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { Page } from "../../rendering/frame.ts";
import { Icon } from "../../rendering/icon.ts";
import { Mark } from "../../rendering/ornaments.ts";
import { speechIn } from "../messages/speech.ts";
import { UndoLine } from "../ui/UndoLine.tsx";
import { CopyLine } from "./CopyLine.tsx";
import { DraftRow } from "./DraftRow.tsx";
import { DiscardSheet } from "./DraftSheet.tsx";
import { Glyph } from "./Glyph.tsx";
import { idOf, isUnderWay, type StoryItem, titleOf } from "./stories.ts";
import type { Stories } from "./stories-model.ts";
import { StoryRow } from "./StoryRow.tsx";
import { useNextTap } from "./use-next-tap.ts";
import { WaitingLine } from "./WaitingLine.tsx";
import type { WritingMessages } from "./writing-messages.ts";

export interface StoriesScreenProps {
  readonly model: Stories;
  readonly messages: WritingMessages;
  readonly language: InterfaceLanguage;
  readonly now: () => number;
  readonly demonstration: boolean;
  readonly durable: boolean;
  /** Said in a window inside another app. */
  readonly openInstead: string | undefined;
  /** The newsroom's origin, where this is a copy for reading only. */
  readonly copyOf?: string | undefined;
  readonly mayClose: string;
  readonly onNew: () => void;
  readonly onOpen: (item: StoryItem) => void;
  readonly onUpdate: () => void;
  readonly onChecked: () => void;
}

/** 'My stories': a new one, and all that are here, newest first. */
export function StoriesScreen(props: StoriesScreenProps) {
  const { model, messages, language } = props;
  const discarding = useSignal<StoryItem | undefined>(undefined);
  const items = model.items.value;
  const firstOnItsWay = items?.find((item) => item.kind === "story" && isUnderWay(item.entry));
  return (
    <Page screen="stories" words={speechIn(language).words} place="write">
      <h1 class="stories-title">{messages.myStories}</h1>
      <Warnings {...props} />
      {props.copyOf === undefined && (
        <WaitingLine
          line={model.line.value}
          isWaiting={model.isWaiting.value}
          messages={messages}
        />
      )}
      <div class="begin">
        <button type="button" class="button sun" onClick={props.onNew}>
          <Glyph name="plus" size={20} />
          {messages.newStory}
        </button>
      </div>
      <Gone model={model} messages={messages} />
      {items?.length === 0 && (
        <div class="stories-empty">
          <Mark size={120} progress={0} />
          <p>{messages.empty}</p>
        </div>
      )}
      {items !== undefined && items.length > 0 && (
        <ul class="stories">
          {items.map((item) => (
            <Row
              key={idOf(item)}
              {...props}
              item={item}
              mayClose={item === firstOnItsWay ? props.mayClose : undefined}
              onDiscard={() => (discarding.value = item)}
            />
          ))}
        </ul>
      )}
      <button type="button" class="checked-card" onClick={props.onChecked}>
        <b>{messages.checked}</b>
        <span>{messages.checkedMore}</span>
        <Icon name="forward" size={20} />
      </button>
      {discarding.value !== undefined && (
        <DiscardStory
          item={discarding.value}
          messages={messages}
          onDiscard={(item) => {
            discarding.value = undefined;
            void model.discard(item);
          }}
          onClose={() => (discarding.value = undefined)}
        />
      )}
    </Page>
  );
}

function Warnings({ messages, demonstration, durable, openInstead, copyOf }: StoriesScreenProps) {
  return (
    <>
      <CopyLine copyOf={copyOf} messages={messages} />
      {demonstration && <p class="caution">{messages.demonstration}</p>}
      {openInstead !== undefined && <p class="caution">{messages.mayForget(openInstead)}</p>}
      {!durable && <p class="caution">{messages.untilClosed}</p>}
    </>
  );
}

function Gone({ model, messages }: Pick<StoriesScreenProps, "model" | "messages">) {
  const settle = model.settle;
  const gone = model.gone.value;
  useNextTap(gone !== undefined, settle);
  if (gone === undefined) return null;
  return (
    <UndoLine
      text={messages.discarded}
      undo={messages.undo}
      onUndo={() => void model.undo()}
      onGone={settle}
    />
  );
}

interface RowProps extends Omit<StoriesScreenProps, "mayClose"> {
  readonly item: StoryItem;
  readonly mayClose: string | undefined;
  readonly onDiscard: () => void;
}

function Row({
  item,
  model,
  messages,
  language,
  now,
  mayClose,
  onOpen,
  onUpdate,
  onDiscard,
}: RowProps) {
  if (item.kind === "draft") {
    return (
      <DraftRow
        draft={item.draft}
        title={titleOf(item)}
        messages={messages}
        language={language}
        now={now()}
        onOpen={() => onOpen(item)}
      />
    );
  }
  return (
    <StoryRow
      item={item}
      line={model.line.value}
      messages={messages}
      language={language}
      now={now()}
      mayClose={mayClose}
      onOpen={() => onOpen(item)}
      onUpdate={onUpdate}
      onTryNow={model.tryNow}
      onDiscard={onDiscard}
    />
  );
}

interface DiscardStoryProps {
  readonly item: StoryItem;
  readonly messages: WritingMessages;
  readonly onDiscard: (item: StoryItem) => void;
  readonly onClose: () => void;
}

function DiscardStory({ item, messages, onDiscard, onClose }: DiscardStoryProps) {
  const unsent = item.kind === "story" && isUnderWay(item.entry);
  return (
    <DiscardSheet
      messages={messages}
      question={messages.discardCopyQuestion}
      more={unsent ? messages.discardCopyUnsent : messages.discardCopySent}
      onDiscard={() => onDiscard(item)}
      onClose={onClose}
    />
  );
}
