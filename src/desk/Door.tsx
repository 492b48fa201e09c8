import type { ComponentChildren, JSX } from "preact";
import { Mark } from "../rendering/ornaments.ts";
import type { DeskWords } from "./words/words.ts";

/** The frame of the screens before the room. */
export function Door(props: {
  readonly words: DeskWords;
  readonly title: string;
  readonly onLanguage: () => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { words, title, onLanguage, children } = props;
  return (
    <main class="door">
      <header class="top">
        <Mark size={40} />
        <span class="name">{words.desk}</span>
        <LanguageButton words={words} onLanguage={onLanguage} />
      </header>
      <section class="panel">
        <h1>{title}</h1>
        {children}
      </section>
    </main>
  );
}

/** Turns the desk to its other language. */
export function LanguageButton({
  words,
  onLanguage,
}: {
  words: DeskWords;
  onLanguage: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      class="plain"
      lang={words.language === "uk" ? "en" : "uk"}
      onClick={onLanguage}
    >
      {words.otherLanguage}
    </button>
  );
}
