import type { JSX } from "preact";
import { checklist } from "../protocol/checklist.ts";
import { routes } from "../protocol/routes.ts";
import { type InboxLine, isUndecided } from "./inbox-line.ts";
import type { StoryView } from "./story-model.ts";
import { Sure } from "./Sure.tsx";
import { TermsList } from "./TermsList.tsx";
import type { DeskWords } from "./words/words.ts";

interface PanelProps {
  readonly view: StoryView;
  readonly line: InboxLine;
  readonly words: DeskWords;
}

/** Terms above the checklist above the one button. */
export function SidePanel(props: PanelProps): JSX.Element {
  const { view, line, words } = props;
  const printable = isUndecided(line.state);
  return (
    <aside class="side">
      <AuthorsWordLines view={view} line={line} words={words} />
      <TermsList terms={view.terms.value} words={words} />
      {view.terms.value !== view.story().terms && (
        <details class="former" open>
          <summary>{words.notes.former}</summary>
          <TermsList terms={view.story().terms} words={words} former />
        </details>
      )}
      <LeftOut view={view} words={words} />
      {printable && <Checklist view={view} words={words} />}
      <div class="end">
        <Doing view={view} words={words} />
        {printable ? <Decision {...props} /> : <Decided {...props} />}
      </div>
    </aside>
  );
}

/** What the author has said since the story was sent, above everything else. */
function AuthorsWordLines({ view, line, words }: PanelProps): JSX.Element | null {
  const word = view.word.value;
  if (word === undefined) return null;
  const out = line.articles.some(({ withdrawn }) => !withdrawn);
  return (
    <div class="authors-word" role="status">
      {word.withdrawn !== undefined && <p class="alarm">{words.notes.withdrawn}</p>}
      {word.terms !== undefined && <p class="alarm">{words.notes.changed}</p>}
      {word.terms !== undefined && out && <p>{words.notes.outByFormer}</p>}
      {word.unreadable > 0 && <p>{words.notes.unreadable(word.unreadable)}</p>}
    </div>
  );
}

function LeftOut({ view, words }: Omit<PanelProps, "line">): JSX.Element | null {
  const { attachments } = view.story();
  const permission = view.permission();
  const voice = attachments.some(({ type }) => type.startsWith("audio/"));
  const photos = attachments.some(({ type }) => type.startsWith("image/"));
  const lines = [
    voice && !permission.voice ? words.checklist.voiceOut : undefined,
    photos && !permission.photos ? words.checklist.photosOut : undefined,
  ].filter((line) => line !== undefined);
  return lines.length === 0 ? null : (
    <div class="out">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

function Checklist({ view, words }: Omit<PanelProps, "line">): JSX.Element {
  const ticked = view.ticked.value;
  return (
    <fieldset class="checklist">
      <legend>{words.checklist.title}</legend>
      {checklist.map((line) => (
        <label key={line} class="tick">
          <input
            type="checkbox"
            autocomplete="off"
            checked={ticked.includes(line)}
            // This one is true or not by itself: it counts the descriptions.
            disabled={line === "alt"}
            onChange={(event) => view.tick(line, event.currentTarget.checked)}
          />
          {words.checklist.lines[line]}
        </label>
      ))}
      {view.permission().secondEditor && (
        <label class="tick alarm">
          <input
            type="checkbox"
            autocomplete="off"
            checked={view.ticks.value.secondEditor}
            onChange={(event) => view.tickSecondEditor(event.currentTarget.checked)}
          />
          {words.checklist.secondEditor}
        </label>
      )}
    </fieldset>
  );
}

function Doing({ view, words }: Omit<PanelProps, "line">): JSX.Element {
  const doing = view.doing.value;
  return (
    <div
      role="status"
      class={doing.kind === "refused" || doing.kind === "unreachable" ? "alarm" : ""}
    >
      {doing.kind === "refused" && words.publish.refused(doing.title)}
      {doing.kind === "unreachable" && words.publish.unreachable}
      {doing.kind === "busy" && words.publish.busy}
      {doing.kind === "published" && words.publish.done}
    </div>
  );
}

/** Not decided yet: publish, decline, or the author took it back. */
function Decision({ view, words }: PanelProps): JSX.Element {
  const obstacles = view.obstacles.value;
  const busy = view.doing.value.kind === "busy";
  return (
    <>
      {obstacles.length > 0 && (
        <div class="why" id="why">
          <strong>{words.publish.cannot}</strong>
          <ul>
            {obstacles.slice(0, 4).map((obstacle) => (
              <li key={JSON.stringify(obstacle)}>{words.publish.why(obstacle)}</li>
            ))}
          </ul>
        </div>
      )}
      <button
        type="button"
        class="button sun"
        disabled={busy || obstacles.length > 0}
        aria-describedby={obstacles.length > 0 ? "why" : undefined}
        onClick={() => void view.publish()}
      >
        {words.publish.button}
      </button>
      <div class="pair">
        <Sure words={words.decline} busy={busy} onYes={() => void view.decline()} />
        <Sure words={words.retract} busy={busy} onYes={() => void view.retract()} />
      </div>
    </>
  );
}

function Decided({ view, line, words }: PanelProps): JSX.Element {
  const busy = view.doing.value.kind === "busy";
  if (line.state === "published") {
    return (
      <>
        {line.articles.map(({ slug, withdrawn }) =>
          withdrawn ? null : (
            <a key={slug} href={routes.article(slug)} target="_blank" rel="noopener">
              {words.publish.open}
            </a>
          ),
        )}
        <Sure words={words.withdraw} busy={busy} onYes={() => void view.withdraw()} />
      </>
    );
  }
  return (
    <p class="decided">{line.state === "declined" ? words.decline.done : words.retract.done}</p>
  );
}
