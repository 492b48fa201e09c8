import { useId } from "preact/hooks";

export interface ChoiceProps<Value extends string | number> {
  readonly legend: string;
  readonly options: readonly {
    readonly value: Value;
    readonly label: string;
    readonly lang?: string;
  }[];
  /** Undefined: nothing is chosen yet. */
  readonly value: Value | undefined;
  readonly onChoose: (value: Value) => void;
  /** Two in a row, where the words are short. */
  readonly pairs?: boolean;
}

/** One of a few. Real radio buttons: arrows and screen readers know them. */
export function Choice<Value extends string | number>({
  legend,
  options,
  value,
  onChoose,
  pairs = false,
}: ChoiceProps<Value>) {
  const name = useId();
  return (
    <fieldset class={pairs ? "choice pairs" : "choice"}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} lang={option.lang}>
          <input
            type="radio"
            name={name}
            autocomplete="off"
            checked={option.value === value}
            onChange={() => onChoose(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
