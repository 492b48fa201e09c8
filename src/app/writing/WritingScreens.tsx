import { writingSpeechIn } from "./writing-speech.ts";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { EnvelopeScreen } from "../sending/EnvelopeScreen.tsx";
import { LeavingScreen } from "../sending/LeavingScreen.tsx";
import type { Sending } from "../sending/sending-model.ts";
import { TermsScreen } from "../sending/TermsScreen.tsx";
import type { StoryId } from "../../protocol/intake.ts";
import type { WritingPartProps } from "../shell/writing-door.ts";
import { GuideScreen } from "./GuideScreen.tsx";
import { howItGoes } from "./how-it-goes.ts";
import type { OpenWriting } from "./opening.ts";
import { PageScreen } from "./PageScreen.tsx";
import { type SealedItem, storyOf } from "./stories.ts";
import { StoriesScreen } from "./StoriesScreen.tsx";
import { bringPageComfort, usePageComfort } from "./use-page-comfort.ts";

export interface WritingScreensProps extends WritingPartProps {
  readonly writing: OpenWriting;
}

/** The screen that the way is at, and what lies over it. */
export function WritingScreens(props: WritingScreensProps) {
  return (
    <>
      <WritingScreen {...props} />
      {props.writing.over.value}
    </>
  );
}

function WritingScreen(props: WritingScreensProps) {
  const { writing, language } = props;
  const { way, open } = writing.model;
  const sending = useSignal<Sending | undefined>(undefined);
  const comfort = usePageComfort();
  const begins = useSignal<"not-yet" | "beginning" | "away">("not-yet");
  const screen = way.screen.value;
  useEffect(() => {
    // An effect comes after the paint, or just before the next drawing: a quick tap has opened the next page by then.
    if (way.screen.peek().kind === "stories") {
      void writing.model.leavePage();
      writing.above.value = null;
    }
    way.forgetDeeper();
    writing.over.value = null;
  }, [screen.kind]);
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (!("shared" in dataset)) return;
    delete dataset["shared"];
    void writing.withFiles(language, (files) => files.takeShared());
  }, []);
  useEffect(() => {
    let isHere = true;
    let stop: (() => void) | undefined;
    void bringPageComfort().then((part) => {
      if (isHere)
        stop = part?.attend(() => open.peek()?.page, {
          scriptAddress: props.scriptAddress,
          onHide: props.onHide,
        });
    });
    return () => {
      isHere = false;
      stop?.();
    };
  }, []);
  if (screen.kind === "guide") {
    return (
      <GuideScreen
        messages={writingSpeechIn(language).writing}
        language={language}
        onWriteHere={writing.model.writeHere}
      />
    );
  }
  if (screen.kind === "changing") return <OpenTerms {...props} story={screen.story} />;
  if (open.value === undefined || screen.kind === "stories") return <OpenStories {...props} />;
  if (screen.kind === "page") {
    const send = async (): Promise<void> => {
      if (begins.value === "beginning") return;
      begins.value = "beginning";
      try {
        const made = await writing.beginSending(writingSpeechIn(language).sending.words, language);
        begins.value = "not-yet";
        // Whoever left the page meanwhile is left alone.
        if (made === undefined || way.screen.peek().kind !== "page") return;
        sending.value = made;
        way.open({ kind: "leaving" });
      } catch {
        begins.value = "away";
      }
    };
    return <OpenPage {...props} cannotSend={begins.value === "away"} onSend={() => void send()} />;
  }
  if (sending.value === undefined) return <OpenStories {...props} />;
  const paint = async (photo: number, number: number): Promise<boolean> => {
    const page = open.peek()?.page;
    const draft = await page?.opened();
    const onPainted = (): void => {
      page?.photoPainted(photo);
      void sending.value?.lookAgain();
    };
    return (
      (await (draft && comfort?.paint({ draft, photo, number, language, onPainted }))) === true
    );
  };
  const shared = {
    model: sending.value,
    messages: writingSpeechIn(language).sending,
    language,
    onBack: way.back,
  };
  switch (screen.kind) {
    case "leaving":
      return (
        <LeavingScreen
          {...shared}
          onPaint={comfort && paint}
          onNext={() => way.open({ kind: "terms" })}
        />
      );
    case "terms":
      return <TermsScreen {...shared} onNext={() => way.open({ kind: "envelope" })} />;
    case "envelope":
      return (
        <EnvelopeScreen
          {...shared}
          howItGoes={howItGoes(writing.sendsByItself, writingSpeechIn(language).writing)}
        />
      );
  }
}

function OpenStories({ writing, language, newsroom, openInstead, onChecked }: WritingScreensProps) {
  const { model, inBackground, durable, sealed } = writing;
  const { writing: messages } = writingSpeechIn(language);
  return (
    <StoriesScreen
      model={model.stories}
      messages={messages}
      language={language}
      now={writing.now}
      demonstration={newsroom.demonstration}
      durable={durable}
      openInstead={openInstead}
      copyOf={writing.copyOf.value}
      inBackground={inBackground.value}
      sealed={sealed.value}
      onSealed={() => writing.openSealed(language)}
      onNew={() => model.newStory()}
      onSpeak={() => model.newStory(true)}
      onOpen={model.openItem}
      onUpdate={() => location.reload()}
      onChangeTerms={(story) => model.way.open({ kind: "changing", story })}
      onOpenFile={() => void writing.withFiles(language, (files) => files.openDraft())}
      onSaveAsFile={(id) => void writing.withFiles(language, (files) => files.saveStory(id))}
      onChecked={onChecked}
    />
  );
}

/** A story that is gone meanwhile, or a part that is not here, leaves the list. */
function OpenTerms(props: WritingScreensProps & { readonly story: StoryId }) {
  const { writing, language, story } = props;
  const sealed = writing.sealed.value;
  const item = writing.model.stories.items.value?.find(
    (one): one is SealedItem => one.kind === "story" && one.entry.id === story,
  );
  if (sealed === undefined || item === undefined) return <OpenStories {...props} />;
  return (
    <sealed.ChangeTermsScreen
      model={sealed.model}
      item={item}
      messages={sealed.messages}
      sending={writingSpeechIn(language).sending}
      language={language}
      onBack={writing.model.way.back}
    />
  );
}

function OpenPage({
  writing,
  store,
  language,
  newsroom,
  onHide,
  onChecked,
  cannotSend,
  onSend,
}: WritingScreensProps & { readonly cannotSend: boolean; readonly onSend: () => void }) {
  const { model, durable } = writing;
  const open = model.open.value;
  const sealed = writing.sealed.value;
  if (open === undefined) return null;
  const screen = model.way.screen.value;
  const item = storyOf(
    model.stories.items.value ?? [],
    screen.kind === "page" ? screen.draft : undefined,
  );
  return (
    <PageScreen
      model={open.page}
      isNew={open.isNew}
      messages={writingSpeechIn(language).writing}
      language={language}
      durable={durable}
      store={store}
      demonstration={newsroom.demonstration}
      copyOf={writing.copyOf.value}
      above={
        writing.above.value ??
        (item && sealed && (
          <sealed.RefusedLine item={item} messages={sealed.messages} language={language} />
        ))
      }
      cannotSend={cannotSend}
      onBack={model.way.back}
      onHide={onHide}
      onSend={onSend}
      onDiscard={() => void model.discardPage()}
      onSaveAsFile={() => void writing.withFiles(language, (files) => files.savePage(open.page))}
      onChecked={onChecked}
    />
  );
}
