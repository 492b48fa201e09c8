import { useEffect } from "preact/hooks";
import type { JSX } from "preact";
import { Mark, Petal, Seed } from "../rendering/ornaments.ts";
import { LanguageButton } from "./Door.tsx";
import type { Desk } from "./desk-model.ts";
import type { InboxView } from "./inbox-model.ts";
import { tabs } from "./inbox-line.ts";
import { listenToKeys } from "./keyboard.ts";
import { StoryList } from "./StoryList.tsx";
import { StoryPage } from "./StoryPage.tsx";
import type { Table } from "./table.ts";
import type { DeskWords } from "./words/words.ts";

export interface RoomProps {
  readonly desk: Desk;
  readonly inbox: InboxView;
  readonly table: Table;
  readonly words: DeskWords;
  readonly onLanguage: () => void;
  readonly today: () => string;
}

/** The room: what came in on the left, the story in the middle, its author's terms and the checklist on the right. */
export function RoomScreen(props: RoomProps): JSX.Element {
  const { inbox, table, words, today } = props;
  useEffect(() => listenToKeys(document, inbox, table), [inbox, table]);
  return (
    <div class={inbox.selected.value === undefined ? "room" : "room reading"}>
      <TopBar {...props} />
      <StoryList inbox={inbox} words={words} today={today()} />
      <StoryPage inbox={inbox} table={table} words={words} today={today()} />
    </div>
  );
}

function TopBar({ desk, inbox, words, onLanguage }: RoomProps): JSX.Element {
  const key = desk.key.value;
  return (
    <header class="top">
      <Mark size={40} />
      <h1 class="name">{words.desk}</h1>
      <nav class="tabs" aria-label={words.tabsLabel}>
        {tabs.map((tab) => (
          <button
            key={tab}
            type="button"
            aria-current={inbox.tab.value === tab ? "page" : undefined}
            onClick={() => inbox.choose(tab)}
          >
            {words.tabs[tab]} <b>{inbox.counts.value.get(tab) ?? 0}</b>
            {inbox.tab.value === tab && <Petal />}
          </button>
        ))}
      </nav>
      <div class="who">
        {key.kind === "open" && (
          <span class="lock">
            <Seed stored="complete" />
            {words.key.openUntil(words.time(new Date(key.until)))}
          </span>
        )}
        <button type="button" class="plain" onClick={() => desk.closeKey()}>
          {words.key.close}
        </button>
        <button type="button" class="plain" onClick={() => void desk.signOut()}>
          {words.signOut}
        </button>
        <LanguageButton words={words} onLanguage={onLanguage} />
      </div>
    </header>
  );
}
