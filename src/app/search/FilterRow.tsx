import type { Choices, Choosing } from "../../device/choosing.ts";
import { Icon } from "../../rendering/icon.ts";
import type { PageWords } from "../../rendering/words.ts";
import type { SearchMessages } from "./search-messages.ts";

export interface FilterRowProps {
  readonly messages: SearchMessages;
  readonly words: PageWords;
  readonly choices: Choices;
  readonly where: Choosing;
  readonly onChoose: (change: Choosing) => void;
}

/** Where to look: the phone's own pickers and two switches. What leaves no choice is not offered. */
export function FilterRow({ messages, words, choices, where, onChoose }: FilterRowProps) {
  const named = (language: string): string => messages.languages[language] ?? language;
  return (
    <div class="filters" role="group" aria-label={messages.filters}>
      <Switch
        name={words.shelf}
        on={where.shelf === true}
        onSwitch={(shelf) => onChoose({ shelf })}
      />
      <Switch
        name={messages.onPhone}
        on={where.onPhone === true}
        onSwitch={(onPhone) => onChoose({ onPhone })}
      />
      <Picker
        label={messages.language}
        any={messages.anyLanguage}
        options={choices.languages.map((value) => ({ value, name: named(value) }))}
        value={where.language}
        onPick={(language) => onChoose({ language })}
      />
      <Picker
        label={messages.tag}
        any={messages.anyTag}
        options={choices.tags.map((value) => ({ value, name: value }))}
        value={where.tag}
        onPick={(tag) => onChoose({ tag })}
      />
      <Picker
        label={messages.year}
        any={messages.anyYear}
        options={choices.years.map((value) => ({ value, name: value }))}
        value={where.year}
        onPick={(year) => onChoose({ year })}
      />
    </div>
  );
}

interface SwitchProps {
  readonly name: string;
  readonly on: boolean;
  readonly onSwitch: (on: boolean) => void;
}

const Switch = ({ name, on, onSwitch }: SwitchProps) => (
  <button type="button" class="chip" aria-pressed={on} onClick={() => onSwitch(!on)}>
    {name}
  </button>
);

interface PickerProps {
  readonly label: string;
  readonly any: string;
  readonly options: readonly { readonly value: string; readonly name: string }[];
  readonly value: string | undefined;
  readonly onPick: (value: string | undefined) => void;
}

function Picker({ label, any, options, value, onPick }: PickerProps) {
  if (options.length === 0) return null;
  return (
    <label class={value === undefined ? "picker" : "picker on"}>
      <span class="unseen">{label}</span>
      <select
        class="chip"
        // What is chosen here would stay in the browser's session files otherwise.
        autocomplete="off"
        value={value ?? ""}
        onChange={({ currentTarget: { value: picked } }) =>
          onPick(picked === "" ? undefined : picked)
        }
      >
        <option value="">{any}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
      <Icon name="forward" size={16} />
    </label>
  );
}
