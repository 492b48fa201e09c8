import { useEffect, useRef } from "preact/hooks";
import { choices, type Choice, type Question, type TermsWords } from "./terms.ts";
import { useName } from "../ui/use-name.ts";

export interface QuestionViewProps<Asked extends Question> {
  readonly question: Asked;
  readonly words: TermsWords;
  /** Undefined: nothing is chosen. */
  readonly chosen: Choice<Asked> | undefined;
  /** Says that this one is still open; the focus goes to it. */
  readonly open: string | undefined;
  readonly onChoose: (choice: Choice<Asked>) => void;
}

/** Answers this short stand two in a row. */
const short = 21;

/** A question with real radio buttons, none of them chosen beforehand. */
export function QuestionView<Asked extends Question>({
  question,
  words,
  chosen,
  open,
  onChoose,
}: QuestionViewProps<Asked>) {
  const id = useName();
  const first = useRef<HTMLInputElement>(null);
  const { question: legend, answers } = words[question];
  const labels: Readonly<Record<string, string>> = answers;
  const answered = choices[question] as readonly Choice<Asked>[];
  const inPairs = answered.every((choice) => (labels[choice] ?? "").length <= short);
  useEffect(() => {
    if (open === undefined) return;
    first.current?.focus();
    first.current?.closest("fieldset")?.scrollIntoView({ block: "center" });
  }, [open]);
  return (
    <fieldset class="question" aria-describedby={open === undefined ? undefined : `${id}-open`}>
      <legend>{legend}</legend>
      {open !== undefined && (
        <p class="still-open" id={`${id}-open`}>
          {open}
        </p>
      )}
      <div class={inPairs ? "answers pairs" : "answers"}>
        {answered.map((choice, index) => (
          <label key={choice}>
            <input
              ref={index === 0 ? first : null}
              type="radio"
              name={id}
              autocomplete="off"
              checked={choice === chosen}
              onChange={() => onChoose(choice)}
            />
            <span>{labels[choice]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
