import { type Signal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import type { Desk } from "./desk-model.ts";
import type { InboxView } from "./inbox-model.ts";
import { KeyScreen } from "./KeyScreen.tsx";
import { RoomScreen } from "./RoomScreen.tsx";
import { SignInScreen } from "./SignInScreen.tsx";
import type { Table } from "./table.ts";
import { wordsOf } from "./words/words.ts";

export interface DeskPageProps {
  readonly desk: Desk;
  readonly inbox: InboxView;
  readonly table: Table;
  readonly language: Signal<"uk" | "en">;
  /** The newsroom's keys are trial ones: said on every screen. */
  readonly demonstration: boolean;
  readonly today: () => string;
}

/** The whole desk: signing in, the key, the room. */
export function DeskPage(props: DeskPageProps): JSX.Element {
  const { desk, inbox, table, language, demonstration } = props;
  const words = wordsOf(language.value);
  useSignalEffect(() => {
    document.documentElement.lang = language.value;
    document.title = wordsOf(language.value).desk;
  });
  useSignalEffect(() => {
    if (desk.key.value.kind === "open") void inbox.load();
    else table.clear();
  });
  return (
    <>
      {demonstration && (
        <section class="trial" aria-label={words.trialLabel}>
          {words.trial}
        </section>
      )}
      <Screen {...props} />
    </>
  );
}

function Screen({ desk, inbox, table, language, today }: DeskPageProps): JSX.Element {
  const words = wordsOf(language.value);
  const turn = (): void => {
    language.value = language.peek() === "uk" ? "en" : "uk";
  };
  if (desk.session.value.kind !== "in")
    return <SignInScreen desk={desk} words={words} onLanguage={turn} />;
  if (desk.key.value.kind !== "open")
    return <KeyScreen desk={desk} words={words} onLanguage={turn} />;
  return (
    <RoomScreen
      desk={desk}
      inbox={inbox}
      table={table}
      words={words}
      onLanguage={turn}
      today={today}
    />
  );
}
