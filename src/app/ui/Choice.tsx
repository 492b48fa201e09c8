import { useName } from "./use-name.ts";

export interface ChoiceProps<Value extends string | number> {
  readonly legend: string;
  readonly options: readonly {
    readonly value: Value;
    readonly label: string;
    /** What choosing it means, in a smaller line. */
    readonly more?: string;
    readonly lang?: string;
  }[];
  /** Undefined: nothing is chosen yet. */
  readonly value: Value | undefined;
  readonly onChoose: (value: Value) => void;
  /** The legend is read out but not seen: a sheet's title says it already. */
  readonly quiet?: boolean;
  /** Two in a row, where the words are short. */
  readonly pairs?: boolean;
}

/** One of a few. Real radio buttons: arrows and screen readers know them. */
export function Choice<Value extends string | number>({
  legend,
  options,
  value,
  onChoose,
  quiet = false,
  pairs = false,
}: ChoiceProps<Value>) {
  const name = useName();
  return (
    <fieldset class={pairs ? "choice pairs" : "choice"}>
      <legend class={quiet ? "unseen" : undefined}>{legend}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          lang={option.lang}
          class={option.value === value ? "on" : undefined}
        >
          <input
            type="radio"
            name={name}
            autocomplete="off"
            checked={option.value === value}
            onChange={() => onChoose(option.value)}
          />
          <span>
            {option.label}
            {option.more !== undefined && <small> {option.more}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
