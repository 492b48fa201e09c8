import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { Page } from "../../rendering/frame.ts";
import { Notice } from "../../rendering/pages.ts";
import { speechIn } from "../messages/speech.ts";
import type { WritingPartProps } from "../shell/writing-door.ts";
import { Button } from "../ui/Button.tsx";
import { openWriting, type OpenWriting } from "./opening.ts";
import { addStyleSheet } from "../ui/style-sheet.ts";
import sheet from "./writing.css?url";
import { WritingScreens } from "./WritingScreens.tsx";
import { learnToWrite, writingSpeechIn } from "./writing-speech.ts";

/** Resolves once the writing part looks and speaks as it should; rejects where its style sheet or its words cannot be had. */
export async function dress(language: InterfaceLanguage): Promise<void> {
  await Promise.all([addStyleSheet(document, sheet), learnToWrite(language)]);
}

/** The writing part: put together when the author comes here, closed when they leave. */
export function WritingPart(props: WritingPartProps) {
  const opened = useSignal<OpenWriting | "opening" | "failed">("opening");
  useEffect(() => {
    let isHere = true;
    const opening = openWriting(props);
    const show = (next: OpenWriting | "failed"): void => {
      if (isHere) opened.value = next;
    };
    void opening.then(
      (writing) => {
        show(writing);
        return writing.model.stories.open().catch(() => show("failed"));
      },
      () => show("failed"),
    );
    return () => {
      isHere = false;
      // 'Hide' and Back alike: what is on the page is kept, and the page is closed.
      void opening.then(
        (writing) => writing.close(),
        () => undefined,
      );
    };
  }, []);
  const { value } = opened;
  if (typeof value === "object") return <WritingScreens {...props} writing={value} />;
  const { writing: messages } = writingSpeechIn(props.language);
  return (
    <Page screen="stories" words={speechIn(props.language).words} place="write">
      {value === "failed" && (
        <Notice title={messages.storageAway} more={messages.storageAwayMore}>
          <Button onPress={() => location.reload()}>{messages.reload}</Button>
        </Notice>
      )}
    </Page>
  );
}
