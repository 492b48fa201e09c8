import type { ComponentChildren, JSX } from "preact";
import { GrowingText } from "./GrowingText.tsx";
import { PhotoField } from "./PhotoField.tsx";
import type { Piece } from "./pieces.ts";
import { SoundField } from "./SoundField.tsx";
import type { StoryView } from "./story-model.ts";
import type { DeskWords } from "./words/words.ts";

interface EditorProps {
  readonly view: StoryView;
  readonly words: DeskWords;
}

/** The story as a page whose every part can be changed. */
export function StoryEditor({
  view,
  words,
  children,
}: EditorProps & { children: ComponentChildren }): JSX.Element {
  const text = view.manuscript.value;
  return (
    <>
      <GrowingText
        class="title"
        label={words.story.title}
        placeholder={words.story.title}
        language={text.language}
        value={text.title}
        onValue={(title) => view.change({ title })}
      />
      {children}
      <GrowingText
        class="summary"
        label={words.story.summary}
        placeholder={words.story.summary}
        language={text.language}
        value={text.summary}
        onValue={(summary) => view.change({ summary })}
      />
      {text.pieces.map((piece, index) => (
        <PieceField key={piece.key} piece={piece} number={index + 1} view={view} words={words} />
      ))}
      <Details view={view} words={words} />
    </>
  );
}

function PieceField(
  props: EditorProps & { readonly piece: Piece; readonly number: number },
): JSX.Element {
  const { piece, view, words } = props;
  if (piece.kind === "photo") return <PhotoField piece={piece} view={view} words={words} />;
  if (piece.kind === "sound") return <SoundField piece={piece} view={view} words={words} />;
  return (
    <GrowingText
      class={`piece ${piece.role}`}
      label={words.story.text(props.number)}
      language={view.manuscript.value.language}
      value={piece.text}
      onValue={(text) =>
        view.changePiece(piece.key, (one) => (one.kind === "text" ? { ...one, text } : one))
      }
      onSelect={(selection) => view.select(selection && { key: piece.key, ...selection })}
      onCut={(from, to) => view.cut(piece.key, from, to)}
    />
  );
}

function Details({ view, words }: EditorProps): JSX.Element {
  const text = view.manuscript.value;
  return (
    <div class="details">
      <Line
        label={words.story.verified}
        value={text.verified}
        onValue={(verified) => view.change({ verified })}
      />
      <Line
        label={words.story.warning}
        value={text.warning}
        onValue={(warning) => view.change({ warning })}
      />
      <Line
        label={words.story.language}
        value={text.language}
        onValue={(language) => view.change({ language })}
      />
    </div>
  );
}

function Line(props: {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}): JSX.Element {
  return (
    <label class="field">
      <span>{props.label}</span>
      <input
        type="text"
        class="text"
        autocomplete="off"
        spellcheck={false}
        value={props.value}
        onInput={(event) => props.onValue(event.currentTarget.value)}
      />
    </label>
  );
}
