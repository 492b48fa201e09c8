import { useSignal } from "@preact/signals";
import type { JSX } from "preact";

/** A button whose deed cannot be undone: it asks once, in its own place. */
export function Sure(props: {
  readonly words: {
    readonly button: string;
    readonly sure: string;
    readonly yes: string;
    readonly no: string;
  };
  readonly busy: boolean;
  readonly onYes: () => void;
}): JSX.Element {
  const { words, busy, onYes } = props;
  const asking = useSignal(false);
  if (!asking.value) {
    return (
      <button
        type="button"
        class="button outline"
        disabled={busy}
        onClick={() => (asking.value = true)}
      >
        {words.button}
      </button>
    );
  }
  return (
    <div class="sure" role="group" aria-label={words.button}>
      <p>{words.sure}</p>
      <div class="pair">
        <button
          type="button"
          class="button outline alarm"
          onClick={() => {
            asking.value = false;
            onYes();
          }}
        >
          {words.yes}
        </button>
        <button type="button" class="button outline" onClick={() => (asking.value = false)}>
          {words.no}
        </button>
      </div>
    </div>
  );
}
