import type { InterfaceLanguage } from "../../../protocol/language.ts";
import type { PathStep } from "./story-path.ts";
import { inWords } from "../when.ts";
import type { SealedMessages } from "./sealed-messages.ts";

export interface StoryPathProps {
  readonly steps: readonly PathStep[];
  readonly messages: SealedMessages;
  readonly language: InterfaceLanguage;
  readonly now: number;
}

/** Seeds on a string. */
export function StoryPath({ steps, messages, language, now }: StoryPathProps) {
  return (
    <ol class="path" aria-label={messages.path}>
      {steps.map((step) => (
        <li key={step.title} class={step.seed} aria-current={step.seed === "now" && "step"}>
          <PathSeed />
          {step.at !== undefined && (
            <span class="at">{inWords(step.at, now, messages, language)}</span>
          )}
          <b>{step.title}</b>
          {step.progress !== undefined && (
            <progress class="meter" max={1} value={step.progress} aria-label={step.title} />
          )}
          {step.note !== undefined && <small>{step.note}</small>}
        </li>
      ))}
    </ol>
  );
}

function PathSeed() {
  return (
    <svg class="path-seed" viewBox="0 0 14 17.4" width={14} height={17.4} aria-hidden="true">
      <path d="M7 1C11.4 4.9 12.1 10.2 11 13.4 10.1 15.6 8.5 16.4 7 16.4 5.5 16.4 3.9 15.6 3 13.4 1.9 10.2 2.6 4.9 7 1Z" />
    </svg>
  );
}
