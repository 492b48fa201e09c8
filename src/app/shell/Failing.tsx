import { Component, type ComponentChildren, h, render } from "preact";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { Page } from "../../rendering/frame.ts";
import { Notice } from "../../rendering/pages.ts";
import { speechIn } from "../messages/speech.ts";
import { Button } from "../ui/Button.tsx";

export interface FailingProps {
  readonly language: () => InterfaceLanguage;
  readonly reload: () => void;
  readonly children?: ComponentChildren;
}

function FailedScreen({ language, reload }: FailingProps) {
  const { words, messages } = speechIn(language());
  return (
    <Page screen="notice" words={words} place={undefined}>
      <Notice title={messages.failed}>
        <Button look="sun" onPress={reload}>
          {messages.reload}
        </Button>
      </Notice>
    </Page>
  );
}

/** Catches what breaks while a screen is drawn: a sentence and a way on, in the place of an empty page. */
export class Failing extends Component<FailingProps, { readonly broken?: true }> {
  static override getDerivedStateFromError = (): { readonly broken: true } => ({ broken: true });
  override render(props: FailingProps) {
    return this.state.broken === true ? <FailedScreen {...props} /> : <>{props.children}</>;
  }
}

/** Storage that has not answered by then is taken for broken; the app comes all the same if it does. Milliseconds. */
const patience = 10_000;

/**
 * Starts the app, and says so where it does not start: storage is away, or never answers (WebKit). A served page is left
 * as it is, since it can be read.
 */
export async function startOrSay(
  start: () => Promise<void>,
  root: HTMLElement,
  saying: FailingProps,
  after: (milliseconds: number, call: () => void) => () => void,
): Promise<void> {
  const say = (): void => {
    if (root.dataset["served"] === undefined && root.childElementCount === 0)
      render(h(FailedScreen, saying), root);
  };
  const stop = after(patience, say);
  try {
    await start();
  } catch (error) {
    say();
    throw error;
  } finally {
    stop();
  }
}
