import { useEffect, useMemo, useRef } from "preact/hooks";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { Button } from "../../ui/Button.tsx";
import { addStyleSheet } from "../../ui/style-sheet.ts";
import { UndoLine } from "../../ui/UndoLine.tsx";
import { type Hint, type HintsDeps, HintsModel } from "./hints-model.ts";
import { hintsWordsIn } from "./hints-words.ts";
import sheet from "./hints.css?url";

/** Resolves once the part looks as it should. */
export const dressHints = (): Promise<unknown> => addStyleSheet(document, sheet);

export interface HintListProps {
  readonly language: InterfaceLanguage;
  readonly draft: Omit<HintsDeps, "pause">;
}

/** Between two slices of text a key, a tap or a picture has its turn. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** What may be worth reading again before it leaves. Nothing here keeps a story from going. */
export function HintList({ language, draft }: HintListProps) {
  const model = useMemo(() => new HintsModel({ ...draft, pause }), [draft]);
  const heading = useRef<HTMLHeadingElement>(null);
  const words = hintsWordsIn(language);
  const hints = model.hints.value;
  const taken = model.taken.value;
  useEffect(() => void model.look(), [model]);
  /** The row that was pressed is gone: a keyboard goes on from the top of the list. */
  const then = (done: Promise<void>): void =>
    void done.then(
      () => heading.current?.focus(),
      // Not remembered: it is shown again next time.
      () => undefined,
    );
  return (
    <>
      {hints.length > 0 && (
        <section class="reread">
          <h2 ref={heading} tabIndex={-1}>
            {words.title(hints.length)}
          </h2>
          <ul>
            {hints.map((hint) => (
              <li key={`${hint.kind} ${hint.field} ${hint.from}`} class={hint.kind}>
                <p>
                  <q>{shortened(hint)}</q>
                  <small>{words.kinds[hint.kind]}</small>
                </p>
                <div role="group" aria-label={words.quoted(shortened(hint))}>
                  <Button onPress={() => then(model.takeOut(hint))}>{words.takeOut}</Button>
                  <Button onPress={() => then(model.leaveIn(hint))}>{words.leaveIn}</Button>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {taken !== undefined && (
        <UndoLine
          text={words.taken}
          undo={words.undo}
          onUndo={() => void model.undo()}
          onGone={model.forgetTaken}
        />
      )}
    </>
  );
}

const longest = 120;
const shortened = ({ words }: Hint): string =>
  words.length > longest ? `${words.slice(0, longest).trimEnd()}…` : words;
