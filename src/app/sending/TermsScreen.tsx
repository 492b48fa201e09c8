import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { Button } from "../ui/Button.tsx";
import { QuestionView } from "./QuestionView.tsx";
import { SendingFrame } from "./SendingFrame.tsx";
import type { SendingMessages } from "./sending-messages.ts";
import type { TermsAnswering } from "./terms-model.ts";
import { moreQuestionsFor, needsName, type Question, questionsFor } from "./terms.ts";
import { useName } from "../ui/use-name.ts";

export interface TermsScreenProps {
  readonly model: TermsAnswering;
  readonly messages: SendingMessages;
  readonly language: InterfaceLanguage;
  /** Said instead of 'step 2 of 3' where a sealed story gets other terms; `trouble` is why it did not work. */
  readonly again?: {
    readonly more: string;
    readonly act: string;
    readonly trouble: string | undefined;
  };
  readonly onBack: () => void;
  readonly onNext: () => void;
}

/** 2 of 3: the author's own terms. Questions come as they apply; 'Next' points to the first that is open. */
export function TermsScreen({
  model,
  messages,
  language,
  again,
  onBack,
  onNext,
}: TermsScreenProps) {
  const answers = model.answers.value;
  const about = model.about.value;
  const missing = model.missing.value;
  const questions = questionsFor(answers, about);
  return (
    <SendingFrame
      messages={messages}
      step={again === undefined ? 2 : undefined}
      title={messages.terms}
      more={again?.more ?? messages.termsMore}
      onBack={onBack}
      foot={
        <>
          {again?.trouble !== undefined && (
            <p class="refusal" role="alert">
              {again.trouble}
            </p>
          )}
          <p role="status">{missing.length > 0 && stillOpen(missing, messages, language)}</p>
          <Button look="sun" onPress={() => model.mayGoOn() && onNext()}>
            {again?.act ?? messages.next}
          </Button>
        </>
      }
    >
      {model.canRepeat.value && Object.keys(answers).length === 0 && (
        <div class="as-last-time">
          <Button
            onPress={() => {
              model.repeat();
              // One tap for all of it, unless this story asks something that the last one did not. What was sealed before is looked over.
              if (again === undefined && model.mayGoOn()) onNext();
            }}
          >
            {messages.asLastTime}
          </Button>
        </div>
      )}
      {questions.map((question) => (
        <Asked key={question} question={question} model={model} messages={messages} />
      ))}
      <MoreTerms model={model} messages={messages} />
    </SendingFrame>
  );
}

interface AskedProps {
  readonly question: Question;
  readonly model: TermsAnswering;
  readonly messages: SendingMessages;
}

function Asked({ question, model, messages }: AskedProps) {
  const answers = model.answers.value;
  const isOpen = model.asked.value === question;
  const wantsName = question === "signature" && needsName(answers);
  return (
    <>
      <QuestionView
        question={question}
        words={messages.words}
        chosen={answers[question]}
        open={isOpen && !wantsName ? messages.answerThis : undefined}
        onChoose={(choice) => model.choose(question, choice)}
      />
      {wantsName && (
        <LineField
          label={messages.name}
          value={answers.name ?? ""}
          open={isOpen ? messages.nameThis : undefined}
          onInput={model.setName}
        />
      )}
      {question === "when" && answers.when === "not-before" && (
        <LineField
          label={messages.day}
          type="date"
          value={answers.notBefore ?? ""}
          open={isOpen ? messages.answerThis : undefined}
          onInput={model.setDay}
        />
      )}
    </>
  );
}

interface LineFieldProps {
  readonly label: string;
  readonly type?: "text" | "date";
  readonly value: string;
  readonly open: string | undefined;
  readonly onInput: (value: string) => void;
}

function LineField({ label, type = "text", value, open, onInput }: LineFieldProps) {
  const id = useName();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (open !== undefined) field.current?.focus();
  }, [open]);
  const shared = {
    id,
    ref: field,
    value,
    onInput: (event: { readonly currentTarget: HTMLInputElement }) =>
      onInput(event.currentTarget.value),
  };
  return (
    <div class="line-field">
      {open !== undefined && <p class="still-open">{open}</p>}
      <div>
        <label for={id}>{label}</label>
        {type === "date" ? (
          <input type="date" autocomplete="off" {...shared} />
        ) : (
          <input type="text" autocomplete="off" maxLength={200} {...shared} />
        )}
      </div>
    </div>
  );
}

function MoreTerms({ model, messages }: Pick<AskedProps, "model" | "messages">) {
  const isOpen = useSignal(false);
  const questions = moreQuestionsFor(model.answers.value, model.about.value);
  if (questions.length === 0) return null;
  if (!isOpen.value) {
    return (
      <div class="more-terms">
        <button
          type="button"
          class="go"
          aria-expanded={false}
          onClick={() => (isOpen.value = true)}
        >
          {messages.moreTerms}
        </button>
        <p>{messages.moreTermsUnset}</p>
      </div>
    );
  }
  return questions.map((question) => (
    <Asked key={question} question={question} model={model} messages={messages} />
  ));
}

/** «Ще два запитання: фото й вік». */
function stillOpen(
  missing: readonly Question[],
  messages: SendingMessages,
  language: InterfaceLanguage,
): string {
  const names = missing.map((question) => messages.questionNames[question]);
  const list = new Intl.ListFormat(language, { type: "conjunction" }).format(names);
  return messages.openQuestions(missing.length, list);
}
