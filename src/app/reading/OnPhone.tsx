import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { interfaceLanguageOf } from "../../protocol/language.ts";
import { listsMessages } from "./lists-messages.ts";
import type { Reading } from "./reading-model.ts";

export interface OnPhoneProps {
  readonly reading: Reading;
  readonly language: InterfaceLanguage;
}

/** The filter: only what is on this phone, and how long that lasts. There is one only where something is not here. */
export function OnPhone({ reading, language }: OnPhoneProps) {
  const { listed, texts } = reading.counts.value ?? { listed: 0, texts: 0 };
  const isOn = reading.onPhone.value;
  const minutes = useMinutesHere(reading, language, isOn);
  if (!isOn && (texts === 0 || texts >= listed)) return null;
  const messages = listsMessages[language];
  return (
    <span class="on-phone">
      {isOn && minutes !== undefined && <span>{messages.lasting(minutes)}</span>}
      <button
        type="button"
        aria-pressed={isOn}
        onClick={() => void (reading.onPhone.value = !isOn)}
      >
        {messages.onPhone}
      </button>
    </span>
  );
}

/** Minutes of reading that are here with their text, once `wanted`. */
function useMinutesHere(
  reading: Reading,
  language: InterfaceLanguage,
  wanted: boolean,
): number | undefined {
  const minutes = useSignal<number | undefined>(undefined);
  const { value: changes } = reading.changes;
  useEffect(() => {
    if (!wanted) return;
    void reading.library.list().then((entries) => {
      const here = entries.filter(
        (entry) => entry.stored !== "headline" && interfaceLanguageOf(entry.language) === language,
      );
      minutes.value = here.reduce((sum, entry) => sum + entry.minutes, 0);
    });
  }, [changes, language, wanted]);
  return minutes.value;
}
