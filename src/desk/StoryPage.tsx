import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ComponentChildren, JSX } from "preact";
import { isUndecided } from "./inbox-line.ts";
import type { InboxView, ListedStory } from "./inbox-model.ts";
import { KeyBar } from "./KeyBar.tsx";
import { countWords } from "./opening.ts";
import { Preview } from "./Preview.tsx";
import { SidePanel } from "./SidePanel.tsx";
import { StoryEditor } from "./StoryEditor.tsx";
import type { StoryView } from "./story-model.ts";
import { Sure } from "./Sure.tsx";
import type { Table } from "./table.ts";
import type { DeskWords } from "./words/words.ts";

/** The story on the table, or the sentence that says why there is none. */
export function StoryPage(props: {
  readonly inbox: InboxView;
  readonly table: Table;
  readonly words: DeskWords;
  readonly today: string;
}): JSX.Element {
  const { inbox, table, words, today } = props;
  const found = inbox.stories.value.find(({ line }) => line.id === inbox.selected.value);
  const view = table.present.value;
  if (found === undefined) return <Unopened>{words.story.choose}</Unopened>;
  const back = (): void => inbox.select(undefined);
  if (view === undefined) {
    return (
      <Unopened words={words} onBack={back}>
        <WhyUnopened listed={found} words={words} />
        {isUnreadable(found) && (
          <div class="end">
            <Sure
              words={words.decline}
              busy={false}
              onYes={() => void inbox.decline(found.line.id)}
            />
          </div>
        )}
      </Unopened>
    );
  }
  return (
    <OpenStory
      key={found.line.id}
      listed={found}
      view={view}
      words={words}
      today={today}
      onBack={back}
    />
  );
}

const isUnreadable = ({ line, opened }: ListedStory): boolean =>
  (opened?.kind === "broken" || opened?.kind === "closed") && isUndecided(line.state);

function Unopened(props: {
  readonly words?: DeskWords;
  readonly onBack?: () => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <main class="doc none">
      {props.words !== undefined && (
        <BackButton words={props.words} onBack={props.onBack ?? (() => undefined)} />
      )}
      <div class="in" role="status">
        {props.children}
      </div>
    </main>
  );
}

const BackButton = ({ words, onBack }: { words: DeskWords; onBack: () => void }): JSX.Element => (
  <button type="button" class="plain back" onClick={onBack}>
    ‹ {words.story.back}
  </button>
);

function WhyUnopened({
  listed: { line, opened },
  words,
}: {
  listed: ListedStory;
  words: DeskWords;
}): JSX.Element {
  const { story } = words;
  if (opened?.kind === "gone" && line.state === "withdrawn")
    return <Refused title={words.retract.done} text={words.notes.withdrawn} />;
  switch (opened?.kind) {
    case "closed":
      return <Refused title={story.brokenTitle} text={story.closedText} />;
    case "broken":
      return (
        <Refused
          title={story.brokenTitle}
          text={story.brokenText}
          small={story.technical(opened.why)}
        />
      );
    case "gone":
      return <Refused title={story.brokenTitle} text={story.goneText} />;
    case "unreachable":
      return <Refused title={story.brokenTitle} text={story.notFetchedText} />;
    default:
      return <p>{words.list.opening}</p>;
  }
}

const Refused = ({
  title,
  text,
  small,
}: {
  title: string;
  text: string;
  small?: string;
}): JSX.Element => (
  <>
    <h2>{title}</h2>
    <p>{text}</p>
    {small !== undefined && <p class="meta">{small}</p>}
  </>
);

interface OpenProps {
  readonly listed: ListedStory;
  readonly view: StoryView;
  readonly words: DeskWords;
  readonly today: string;
  readonly onBack: () => void;
}

function OpenStory({ listed, view, words, onBack }: OpenProps): JSX.Element {
  const preview = useSignal(false);
  useEffect(() => {
    void view.markOpened();
    void view.showAttached();
    return view.hideAttached;
  }, [view]);
  return (
    <>
      <main class="doc">
        <BackButton words={words} onBack={onBack} />
        <div class="in">
          {preview.value || !isUndecided(listed.line.state) ? (
            <Preview view={view} words={words} />
          ) : (
            <StoryEditor view={view} words={words}>
              <Meta listed={listed} view={view} words={words} />
            </StoryEditor>
          )}
        </div>
        {isUndecided(listed.line.state) && <KeyBar view={view} words={words} preview={preview} />}
      </main>
      <SidePanel view={view} line={listed.line} words={words} />
    </>
  );
}

function Meta({
  listed: { line },
  view,
  words,
}: Pick<OpenProps, "listed" | "view" | "words">): JSX.Element {
  const text = view.manuscript.value.pieces
    .map((piece) => (piece.kind === "text" ? piece.text : ""))
    .join(" ");
  return (
    <p class="meta">
      <span>{words.story.received(words.day(line.date))}</span>
      <span>{words.list.receipt(line.code[words.language])}</span>
      <span>{words.story.words(countWords(text))}</span>
      {view.story().parent !== undefined && <span>{words.story.part}</span>}
    </p>
  );
}
