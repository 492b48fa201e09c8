import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { Door } from "./Door.tsx";
import type { Desk } from "./desk-model.ts";
import { longestKeyFile } from "./key-file.ts";
import type { DeskWords } from "./words/words.ts";

/** The key is closed: takes its file and its passphrase, and keeps neither. */
export function KeyScreen(props: {
  readonly desk: Desk;
  readonly words: DeskWords;
  readonly onLanguage: () => void;
}): JSX.Element {
  const { desk, words, onLanguage } = props;
  const file = useSignal<Uint8Array | undefined>(undefined);
  const passphrase = useSignal("");
  const visible = useSignal(false);
  const state = desk.key.value;
  const busy = state.kind === "opening";

  const pick = async (input: HTMLInputElement): Promise<void> => {
    const picked = input.files?.[0];
    if (picked === undefined) return;
    const bytes = new Uint8Array(await picked.slice(0, longestKeyFile + 1).arrayBuffer());
    // Chromium writes the name of a picked file into its session files unless the field is emptied.
    input.value = "";
    file.value = bytes;
  };
  const open = async (event: Event): Promise<void> => {
    event.preventDefault();
    const bytes = file.peek();
    const words_ = passphrase.peek();
    if (bytes === undefined || words_ === "") return;
    await desk.openKey(bytes, words_);
    passphrase.value = "";
  };

  return (
    <Door words={words} title={words.key.title} onLanguage={onLanguage}>
      <p>{words.key.lead}</p>
      <form onSubmit={(event) => void open(event)}>
        <div class="field">
          <label class="button outline file">
            {file.value === undefined ? words.key.choose : words.key.chosen}
            <input
              type="file"
              autocomplete="off"
              aria-label={words.key.file}
              onChange={(event) => void pick(event.currentTarget)}
            />
          </label>
        </div>
        <label class="field">
          <span>{words.key.passphrase}</span>
          {/* A text field, masked by style: a browser offers to remember what is typed into a password field. */}
          <input
            type="text"
            class={visible.value ? "text" : "text masked"}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            value={passphrase.value}
            disabled={busy}
            onInput={(event) => (passphrase.value = event.currentTarget.value)}
          />
        </label>
        <button type="button" class="plain" onClick={() => (visible.value = !visible.peek())}>
          {visible.value ? words.key.hide : words.key.show}
        </button>
        <p role="status" class={state.kind === "closed" && state.why !== undefined ? "alarm" : ""}>
          {busy
            ? words.key.opening
            : state.kind === "closed" && state.why !== undefined
              ? words.key.why[state.why]
              : ""}
        </p>
        <button
          type="submit"
          class="button sun"
          disabled={busy || file.value === undefined || passphrase.value === ""}
        >
          {words.key.open}
        </button>
      </form>
      <button type="button" class="plain" onClick={() => void desk.signOut()}>
        {words.signOut}
      </button>
    </Door>
  );
}
