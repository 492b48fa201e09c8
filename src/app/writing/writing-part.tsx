import "./writing.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Page } from "../../rendering/frame.ts";
import { wordsIn } from "../../rendering/words.ts";
import type { WritingPartProps } from "../shell/writing-door.ts";
import { openWriting, type OpenWriting } from "./opening.ts";
import { WritingScreens } from "./WritingScreens.tsx";

/** The writing part: opened once for each window, and shown whenever the author comes here. */
export function WritingPart(props: WritingPartProps) {
  const opened = useSignal<OpenWriting | undefined>(undefined);
  useEffect(() => {
    let isHere = true;
    const opening = openWriting(props);
    void opening.then((writing) => {
      if (isHere) opened.value = writing;
      return writing.model.stories.open();
    });
    return () => {
      isHere = false;
      // 'Hide' and Back alike: what is on the page is kept, and the page is closed.
      void opening.then(({ model }) => model.leavePage());
    };
  }, []);
  if (opened.value === undefined) {
    return <Page screen="stories" words={wordsIn(props.language)} place="write" />;
  }
  return <WritingScreens {...props} writing={opened.value} />;
}
