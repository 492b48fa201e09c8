import { useEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";
import { Mark } from "../rendering/ornaments.ts";
import { permissionOf } from "./permission.ts";
import type { InboxView, ListedStory } from "./inbox-model.ts";
import { searchField } from "./keyboard.ts";
import { firstWords } from "./opening.ts";
import { Sign } from "./Sign.tsx";
import type { DeskWords } from "./words/words.ts";

interface ListProps {
  readonly inbox: InboxView;
  readonly words: DeskWords;
  readonly today: string;
}

/** What came in, newest first, with a search over what is open and over receipts. */
export function StoryList({ inbox, words, today }: ListProps): JSX.Element {
  const found = inbox.visible.value;
  return (
    <section class="list" aria-label={words.list.label}>
      <label class="find">
        <Sign name="search" />
        <input
          id={searchField}
          type="text"
          autocomplete="off"
          spellcheck={false}
          aria-label={words.list.searchLabel}
          placeholder={words.list.search(inbox.stories.value.length)}
          value={inbox.query.value}
          onInput={(event) => (inbox.query.value = event.currentTarget.value)}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
      {found.length === 0 ? (
        <EmptyList inbox={inbox} words={words} />
      ) : (
        <ul>
          {found.map((story) => (
            <Item key={story.line.id} story={story} inbox={inbox} words={words} today={today} />
          ))}
        </ul>
      )}
    </section>
  );
}

function EmptyList({ inbox, words }: Omit<ListProps, "today">): JSX.Element {
  const state = inbox.state.value;
  const sentence =
    state !== "ready"
      ? words.list[state]
      : inbox.query.value.trim() === ""
        ? words.list.empty[inbox.tab.value]
        : words.list.nothing;
  return (
    <div class="empty" role="status">
      <Mark size={96} progress={0} />
      <p>{sentence}</p>
      {state === "unreachable" && (
        <button type="button" class="button outline" onClick={() => void inbox.load()}>
          {words.list.again}
        </button>
      )}
    </div>
  );
}

function Item({ story, inbox, words, today }: { story: ListedStory } & ListProps): JSX.Element {
  const { line, opened } = story;
  const selected = inbox.selected.value === line.id;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (selected) button.current?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  return (
    <li class={line.state === "received" ? "item new" : "item"}>
      <button
        ref={button}
        type="button"
        aria-current={selected ? "true" : undefined}
        onClick={() => inbox.select(line.id)}
      >
        <span class="head">
          <span class="title" lang={opened?.kind === "opened" ? opened.story.language : undefined}>
            <bdi>{titleOf(story, words)}</bdi>
          </span>
          <time datetime={line.date}>{nearDay(line.date, today, words)}</time>
        </span>
        {line.state === "received" && <span class="unseen">{words.list.unread}</span>}
        {opened?.kind === "opened" && (
          <span class="first" lang={opened.story.language}>
            <bdi>{firstWords(opened.words)}</bdi>
          </span>
        )}
        <Facts story={story} words={words} />
      </button>
    </li>
  );
}

function titleOf({ line, opened }: ListedStory, words: DeskWords): string {
  switch (opened?.kind) {
    case undefined:
      return words.list.opening;
    case "opened":
      return opened.story.title.trim() === "" ? words.list.untitled : opened.story.title;
    case "closed":
      return words.list.closed;
    case "broken":
      return words.list.broken;
    case "gone":
      return line.state === "withdrawn" ? words.retract.done : words.list.gone;
    case "unreachable":
      return words.list.notFetched;
  }
}

function Facts({
  story: { line, opened, word },
  words,
}: {
  story: ListedStory;
  words: DeskWords;
}): JSX.Element {
  const receipt = <span class="receipt">{line.code[words.language]}</span>;
  if (opened?.kind !== "opened") return <span class="facts">{receipt}</span>;
  const { story } = opened;
  const photos = story.attachments.filter(({ type }) => type.startsWith("image/")).length;
  const recordings = story.attachments.length - photos;
  const { answers } = word?.terms?.terms ?? story.terms;
  return (
    <span class="facts">
      {photos > 0 && (
        <span aria-label={words.list.photos(photos)} role="img">
          <Sign name="photo" />
          {photos}
        </span>
      )}
      {recordings > 0 && (
        <span aria-label={words.list.recordings(recordings)} role="img">
          <Sign name="voice" />
          {recordings}
        </span>
      )}
      <span>{words.languageName(story.language)}</span>
      {!answers.adult && <span class="alarm">{words.list.minor}</span>}
      {permissionOf(answers, "").secondEditor && answers.harm !== "no" && (
        <span class="alarm">
          <Sign name="warning" />
          {words.list.harm}
        </span>
      )}
      {word?.terms !== undefined && <span class="alarm">{words.notes.listChanged}</span>}
      {line.overdue && <span class="alarm">{words.notes.overdue}</span>}
      {receipt}
      {(line.state === "withdrawn" || line.state === "declined") && (
        <span class={line.state === "withdrawn" ? "alarm" : undefined}>
          {words.list.state[line.state]}
        </span>
      )}
    </span>
  );
}

/** Today and yesterday in words. Days only: the server keeps nothing finer. */
function nearDay(day: string, today: string, words: DeskWords): string {
  const apart = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
  if (apart === 0) return words.today;
  return apart === 1 ? words.yesterday : words.day(day);
}
