import { useEffect, useRef } from "preact/hooks";
import type { ListedEntry } from "../../device/library.ts";
import type { Wanted } from "../../device/search.ts";
import { Page } from "../../rendering/frame.ts";
import { Icon } from "../../rendering/icon.ts";
import { Notice } from "../../rendering/pages.ts";
import type { PageWords } from "../../rendering/words.ts";
import { Button } from "../ui/Button.tsx";
import { FilterRow } from "./FilterRow.tsx";
import { FoundItem } from "./FoundItem.tsx";
import { walkRows } from "./walking.ts";
import type { SearchMessages } from "./search-messages.ts";
import type { Results, SearchState } from "./search-model.ts";
import { useQuietWord } from "./use-quiet-word.ts";

export interface SearchScreenProps {
  readonly search: SearchState;
  readonly words: PageWords;
  readonly messages: SearchMessages;
  readonly onBack: () => void;
  /** An article of the results is about to be opened by its link. */
  readonly onOpen: (entry: ListedEntry, wanted: Wanted | undefined) => void;
}

/** The search screen: a field, where to look, and what was found as it is typed. */
export function SearchScreen({ search, words, messages, onBack, onOpen }: SearchScreenProps) {
  const screen = useRef<HTMLDivElement>(null);
  const results = search.results.value;
  const count = countIn(results, messages);
  useArrivalHere(screen, search);
  useEscape(onBack);
  return (
    <div
      ref={screen}
      class="search"
      onKeyDown={(event) => {
        if (walkRows(event.currentTarget, event)) event.preventDefault();
      }}
    >
      <Page
        screen="search"
        words={words}
        place={undefined}
        before={<SearchField search={search} words={words} messages={messages} onBack={onBack} />}
      >
        <h1 class="unseen">{messages.search}</h1>
        <FilterRow
          messages={messages}
          words={words}
          choices={search.choices.value}
          where={search.where.value}
          onChoose={(change) => void search.choose(change)}
        />
        <ProgressLine search={search} messages={messages} />
        {count !== undefined && <p class="found">{count}</p>}
        <Found {...{ search, words, messages, results, onOpen }} />
        <QuietWord text={wordOn(results, search.isBuilding.value, messages)} />
      </Page>
    </div>
  );
}

function SearchField({
  search,
  words,
  messages,
  onBack,
}: Pick<SearchScreenProps, "search" | "words" | "messages" | "onBack">) {
  const text = search.text.value;
  return (
    <header class="search-top">
      <button type="button" class="square" aria-label={words.back} onClick={onBack}>
        <Icon name="back" />
      </button>
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          // The phone's keyboard makes room for what was found.
          const first = event.currentTarget
            .closest(".search")
            ?.querySelector<HTMLElement>(".list a");
          if (first) first.focus();
          else event.currentTarget.querySelector("input")?.blur();
        }}
      >
        <input
          type="search"
          aria-label={messages.search}
          placeholder={messages.placeholder}
          autocomplete="off"
          autocapitalize="none"
          autocorrect="off"
          spellcheck={false}
          enterkeyhint="search"
          maxLength={200}
          value={text}
          onInput={({ currentTarget }) => void search.type(currentTarget.value)}
        />
        {text !== "" && (
          <button
            type="button"
            class="square"
            aria-label={messages.clear}
            onClick={({ currentTarget }) => {
              currentTarget.form?.querySelector("input")?.focus();
              void search.type("");
            }}
          >
            <Icon name="close" />
          </button>
        )}
      </form>
    </header>
  );
}

/** How far the index is, while it is being built. */
function ProgressLine({ search, messages }: Pick<SearchScreenProps, "search" | "messages">) {
  const { value } = search.progress;
  if (!search.isBuilding.value || value === undefined) return null;
  return <p class="found">{messages.building(value.done, value.all)}</p>;
}

interface FoundProps extends Pick<SearchScreenProps, "search" | "words" | "messages" | "onOpen"> {
  readonly results: Results;
}

function Found({ search, words, messages, results, onOpen }: FoundProps) {
  switch (results.kind) {
    case "resting":
      return (
        <div class="hints">
          <p>{messages.hint}</p>
          <p>{messages.kept}</p>
        </div>
      );
    case "absent":
      return (
        <Notice title={messages.absent} heading={false}>
          <Button look="sun" onPress={() => void search.follow()}>
            {messages.tryNow}
          </Button>
        </Notice>
      );
    case "found": {
      const { findings, total, wanted } = results.answer;
      const snippets = search.snippets.value;
      if (findings.length === 0) {
        // While the index is being built nobody knows yet.
        return search.isBuilding.value ? null : <Notice title={messages.nothing} heading={false} />;
      }
      return (
        <>
          <ol class="list">
            {findings.map((finding) => (
              <FoundItem
                key={finding.entry.id}
                finding={finding}
                snippet={snippets.get(finding.entry.id)}
                words={words}
                onOpen={() => {
                  search.opened.value = finding.entry.id;
                  onOpen(finding.entry, wanted);
                }}
              />
            ))}
          </ol>
          {findings.length < total && (
            <p class="older">
              <Button onPress={() => void search.showMore()}>{messages.more}</Button>
            </p>
          )}
        </>
      );
    }
  }
}

/** What listeners hear of the count: once, when the typing has come to rest. */
function QuietWord({ text }: { readonly text: string }) {
  return (
    <p class="unseen" role="status">
      {useQuietWord(text)}
    </p>
  );
}

function countIn(results: Results, messages: SearchMessages): string | undefined {
  if (results.kind !== "found") return undefined;
  const { total } = results.answer;
  return total === 0 ? undefined : messages.found(total);
}

function wordOn(results: Results, isBuilding: boolean, messages: SearchMessages): string {
  if (results.kind !== "found") return "";
  return countIn(results, messages) ?? (isBuilding ? "" : messages.nothing);
}

/** Escape leads back, wherever the focus is; an open picker and a sheet have it for themselves. */
function useEscape(onEscape: () => void): void {
  useEffect(() => {
    const onKey = ({ key, target }: KeyboardEvent): void => {
      const isElsewhere =
        target instanceof HTMLSelectElement || document.querySelector("dialog[open]") !== null;
      if (key === "Escape" && !isElsewhere) onEscape();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

/** The focus: into the field on a new search, to the row that was opened on the way back. */
function useArrivalHere(
  screen: { readonly current: HTMLElement | null },
  search: SearchState,
): void {
  useEffect(() => {
    const opened = search.opened.peek();
    // After the app itself has put the focus to the page's text, as it does on each new screen.
    queueMicrotask(() => {
      const row =
        opened && screen.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(opened)}"]`);
      (row || screen.current?.querySelector("input"))?.focus({ preventScroll: true });
    });
  }, []);
}
