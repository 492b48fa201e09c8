import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { StoryId } from "../../protocol/intake.ts";
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
import { howItGoes } from "./how-it-goes.ts";
import { idOf, isUnderWay, type StoryItem, titleOf } from "./stories.ts";
import type { Stories } from "./stories-model.ts";
import { useNextTap } from "./use-next-tap.ts";
import type { Sealed } from "./sealed/sealed-part.ts";
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
  /** The part that shows sealed stories; undefined until it is here. */
  readonly sealed: Sealed | undefined;
  /** True where the browser sends by itself when the app is closed. */
  readonly inBackground: boolean;
  /** Asks for the part of the sealed stories. */
  readonly onSealed: () => void;
  readonly onNew: () => void;
  readonly onSpeak: () => void;
  readonly onOpen: (item: StoryItem) => void;
  readonly onUpdate: () => void;
  readonly onChangeTerms: (story: StoryId) => void;
  readonly onOpenFile: () => void;
  /** A sealed story leaves as a file. */
  readonly onSaveAsFile: (id: StoryId) => void;
  readonly onChecked: () => void;
}

/** 'My stories': a new one, and all that are here, newest first. */
export function StoriesScreen(props: StoriesScreenProps) {
  const { model, messages, language, sealed } = props;
  const discarding = useSignal<StoryItem | undefined>(undefined);
  const isMedia = useSignal(false);
  const items = model.items.value;
  const hasSealed = items?.some(({ kind }) => kind === "story") === true || isMedia.value;
  useEffect(() => {
    if (hasSealed) props.onSealed();
  }, [hasSealed, language]);
  const firstOnItsWay = items?.find((item) => item.kind === "story" && isUnderWay(item.entry));
  return (
    <Page screen="stories" words={speechIn(language).words} place="write">
      <h1 class="stories-title">{messages.myStories}</h1>
      <Warnings {...props} />
      {props.copyOf === undefined && sealed !== undefined && (
        <sealed.WaitingLine
          line={model.line.value}
          isWaiting={model.isWaiting.value}
          messages={sealed.messages}
        />
      )}
      <div class="begin">
        <button type="button" class="button sun" onClick={props.onNew}>
          <Glyph name="plus" size={20} />
          {messages.newStory}
        </button>
        <button type="button" class="button outline" onClick={props.onSpeak}>
          <Glyph name="voice" size={20} />
          {messages.speak}
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
              isFirst={item === firstOnItsWay}
              onDiscard={() => (discarding.value = item)}
            />
          ))}
        </ul>
      )}
      <button type="button" class="checked-card" onClick={props.onOpenFile}>
        <b>{messages.openFromFile}</b>
        <Icon name="forward" size={20} />
      </button>
      <button type="button" class="checked-card" onClick={() => (isMedia.value = true)}>
        <b>{messages.mediaBy}</b>
        <span>{messages.mediaByMore}</span>
        <Icon name="forward" size={20} />
      </button>
      <button type="button" class="checked-card" onClick={props.onChecked}>
        <b>{messages.checked}</b>
        <span>{messages.checkedMore}</span>
        <Icon name="forward" size={20} />
      </button>
      {isMedia.value && sealed !== undefined && (
        <sealed.MediaSheet
          model={sealed.model}
          messages={sealed.messages}
          onClose={() => (isMedia.value = false)}
        />
      )}
      {discarding.value !== undefined && sealed !== undefined && (
        <DiscardStory
          item={discarding.value}
          messages={sealed.messages}
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

interface RowProps extends StoriesScreenProps {
  readonly item: StoryItem;
  /** The first story that is on its way: how it goes on is said there, once. */
  readonly isFirst: boolean;
  readonly onDiscard: () => void;
}

function Row(props: RowProps) {
  const { item, messages, language, now, onOpen, onUpdate, onDiscard, sealed } = props;
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
  if (sealed === undefined) {
    return (
      <li class="story">
        <h2>{titleOf(item) ?? messages.untitled}</h2>
      </li>
    );
  }
  return (
    <sealed.SealedRow
      model={sealed.model}
      item={item}
      messages={sealed.messages}
      language={language}
      now={now()}
      mayClose={props.isFirst ? howItGoes(props.inBackground, sealed.messages) : undefined}
      onOpen={() => onOpen(item)}
      onUpdate={onUpdate}
      onSaveAsFile={() => props.onSaveAsFile(item.entry.id)}
      onDiscard={onDiscard}
      onChangeTerms={() => props.onChangeTerms(item.entry.id)}
    />
  );
}

interface DiscardStoryProps {
  readonly item: StoryItem;
  readonly messages: Sealed["messages"];
  readonly onDiscard: (item: StoryItem) => void;
  readonly onClose: () => void;
}

function DiscardStory({ item, messages, onDiscard, onClose }: DiscardStoryProps) {
  const unsent = item.kind === "story" && item.entry.state.kind !== "sent";
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
