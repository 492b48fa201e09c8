import { useId } from "preact/hooks";

export interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly inputMode?: "text" | "email" | "numeric";
}

/** One line of text. Never completed by the browser: what is typed into a plain field stays in its files. */
export function Field({ label, value, onInput, inputMode = "text" }: FieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputmode={inputMode}
        autocomplete="off"
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}
