import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Store } from "../../device/database.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { Icon } from "../../rendering/icon.ts";
import { Sheet } from "../ui/Sheet.tsx";
import { UndoLine } from "../ui/UndoLine.tsx";
import { CopyLine } from "./CopyLine.tsx";
import { DraftSheet } from "./DraftSheet.tsx";
import { Glyph } from "./Glyph.tsx";
import { GrowingText } from "./GrowingText.tsx";
import type { Page } from "./page-model.ts";
import { PagePieces } from "./PagePieces.tsx";
import { PageTools } from "./PageTools.tsx";
import { PhotoTroubleLine } from "./PhotoTroubleLine.tsx";
import { SavedLine } from "./SavedLine.tsx";
import { useSoundPart } from "./sound-door.ts";
import { useAboveKeyboard } from "./use-above-keyboard.ts";
import { useEarlierSheet } from "./use-earlier.ts";
import { useNextTap } from "./use-next-tap.ts";
import { usePageComfort } from "./use-page-comfort.ts";
import type { WritingMessages } from "./writing-messages.ts";

export interface PageScreenProps {
  readonly model: Page;
  readonly messages: WritingMessages;
  readonly language: InterfaceLanguage;
  readonly durable: boolean;
  readonly store: Store;
  readonly demonstration: boolean;
  readonly isNew: boolean;
  /** The newsroom's origin, where this is a copy for reading only. */
  readonly copyOf?: string | undefined;
  /** Said above the words: why the story that was sealed from this page was refused. */
  readonly above?: ComponentChildren;
  /** What sending needs could not be had: a part of the app, or storage. */
  readonly cannotSend: boolean;
  readonly onBack: () => void;
  readonly onHide: () => void;
  readonly onSend: () => void;
  readonly onDiscard: () => void;
  /** What stands on the page leaves as a file; possible also while storage is away. */
  readonly onSaveAsFile: () => void;
  readonly onChecked: () => void;
}

/** A story's page: a title, words and photos, and nothing in the way. */
export function PageScreen(props: PageScreenProps) {
  const { model, messages, durable } = props;
  const more = useSignal<"closed" | "rows" | "earlier">("closed");
  const comfort = usePageComfort();
  const foot = useRef<HTMLElement>(null);
  useAboveKeyboard(foot);
  useEffect(() => scrollTo(0, 0), []);
  const close = (): void => {
    more.value = "closed";
  };
  return (
    <div class="sheet-of-paper story-page">
      <TopBar {...props} />
      <PageBody {...props} />
      <footer class="page-foot" ref={foot}>
        <Lines model={model} messages={messages} language={props.language} />
        {props.cannotSend && (
          <p class="photo-trouble" role="alert">
            {messages.cannotSend}
          </p>
        )}
        <SavedLine
          model={model}
          messages={messages}
          language={props.language}
          durable={durable}
          onSaveAsFile={props.onSaveAsFile}
        />
        <Foot {...props} onMore={() => (more.value = "rows")} />
      </footer>
      {more.value === "earlier" && <EarlierDoor {...props} onClose={close} />}
      {more.value === "rows" && (
        <DraftSheet
          messages={messages}
          keys={comfort && <comfort.KeysRow language={props.language} />}
          onEarlier={() => (more.value = "earlier")}
          onSaveAsFile={() => {
            close();
            props.onSaveAsFile();
          }}
          onChecked={props.onChecked}
          onDiscard={props.onDiscard}
          onClose={close}
        />
      )}
    </div>
  );
}

/** How the page was before, as soon as that part is here. */
function EarlierDoor({ model, messages, language, onClose }: EarlierDoorProps) {
  const EarlierSheet = useEarlierSheet(1);
  if (EarlierSheet)
    return <EarlierSheet page={model} messages={messages} language={language} onClose={onClose} />;
  return EarlierSheet === null ? (
    <Sheet title={messages.earlier} closeLabel={messages.close} onClose={onClose}>
      <p class="sheet-words">{messages.notHereYet}</p>
    </Sheet>
  ) : null;
}

interface EarlierDoorProps extends Pick<PageScreenProps, "model" | "messages" | "language"> {
  readonly onClose: () => void;
}

/** The tools, or the recorder in their place. */
function Foot({
  model,
  messages,
  language,
  store,
  onMore,
}: PageScreenProps & { readonly onMore: () => void }) {
  const asked = model.speaks.value;
  const part = useSoundPart(asked);
  if (asked > 0 && part) return <part.Recorder page={model} language={language} store={store} />;
  return (
    <>
      {asked > 0 && part === null && (
        <p class="photo-trouble" role="alert">
          {messages.cannotRecord}
        </p>
      )}
      <PageTools model={model} messages={messages} language={language} onMore={onMore} />
    </>
  );
}

function TopBar({ model, messages, copyOf, onBack, onHide, onSend }: PageScreenProps) {
  return (
    <header class="top-bar">
      <button type="button" class="to-list" aria-label={messages.myStories} onClick={onBack}>
        <Icon name="back" />
        <span>{messages.myStories}</span>
      </button>
      <button type="button" class="hide" aria-keyshortcuts="Escape" onClick={onHide}>
        <Glyph name="hide" />
        <span>{messages.hide}</span>
      </button>
      <button
        type="button"
        class="send"
        aria-keyshortcuts="Control+Enter"
        disabled={copyOf !== undefined || !model.canSend.value}
        onClick={onSend}
      >
        {messages.send}
      </button>
    </header>
  );
}

function PageBody(props: PageScreenProps) {
  const { model, messages, language, demonstration, copyOf, isNew, store } = props;
  const phase = model.phase.value;
  const body = useRef<HTMLElement>(null);
  if (phase === "gone") return <p class="page-gone">{messages.gone}</p>;
  if (phase === "opening") return <main />;
  if (phase === "away") {
    return (
      <main>
        <div class="page-gone" role="alert">
          <p>{messages.storageAway}</p>
          <p>{messages.storageAwayMore}</p>
        </div>
      </main>
    );
  }
  return (
    <main ref={body}>
      <h1 class="unseen">{messages.draft}</h1>
      <CopyLine copyOf={copyOf} messages={messages} />
      {demonstration && <p class="caution">{messages.demonstration}</p>}
      {props.above}
      {model.forked.value && (
        <p class="forked" role="status">
          {messages.forked}
        </p>
      )}
      <GrowingText
        class="title-field"
        label={messages.title}
        placeholder={messages.title}
        text={model.content.value.title}
        onText={(text) => model.type("title", text)}
        onComposing={model.composes}
        onEnter={() => body.current?.querySelector<HTMLTextAreaElement>(".text-field")?.focus()}
      />
      <PagePieces
        model={model}
        messages={messages}
        language={language}
        isNew={isNew}
        store={store}
      />
    </main>
  );
}

function Lines({
  model,
  messages,
  language,
}: Pick<PageScreenProps, "model" | "messages" | "language">) {
  const adding = model.adding.value;
  const removed = model.removed.value;
  useNextTap(removed !== undefined, model.forgetRemoved);
  return (
    <>
      {adding > 0 && (
        <p class="adding" role="status">
          {messages.addingPhotos(adding)}
        </p>
      )}
      <PhotoTroubleLine model={model} messages={messages} language={language} />
      {removed !== undefined && (
        <UndoLine
          text={
            removed.pieces.some(({ kind }) => kind === "sound")
              ? messages.soundRemoved
              : messages.photoRemoved
          }
          undo={messages.undo}
          onUndo={model.putBack}
          onGone={model.forgetRemoved}
        />
      )}
    </>
  );
}
