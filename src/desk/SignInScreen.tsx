import type { JSX } from "preact";
import { Door } from "./Door.tsx";
import type { Desk } from "./desk-model.ts";
import type { DeskWords } from "./words/words.ts";

/** Nobody is signed in: says why, and how to come in. */
export function SignInScreen(props: {
  readonly desk: Desk;
  readonly words: DeskWords;
  readonly onLanguage: () => void;
}): JSX.Element {
  const { desk, words, onLanguage } = props;
  const session = desk.session.value;
  return (
    <Door words={words} title={words.signIn.title} onLanguage={onLanguage}>
      <p role="status">
        {session.kind === "out" ? words.signIn.why[session.why] : words.signIn.checking}
      </p>
      {session.kind === "out" && session.why === "unreachable" && (
        <button type="button" class="button sun" onClick={() => void desk.start(undefined)}>
          {words.signIn.again}
        </button>
      )}
    </Door>
  );
}
