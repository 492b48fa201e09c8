import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../rendering/icon.ts";
import type { SendingMessages } from "./sending-messages.ts";

export interface SendingFrameProps {
  readonly messages: SendingMessages;
  /** Which of the three; undefined where it is none of them. */
  readonly step: number | undefined;
  readonly title: string;
  readonly more?: string;
  readonly onBack: () => void;
  /** What stands at the foot: the one button, and a line over it. */
  readonly foot: ComponentChildren;
  readonly children?: ComponentChildren;
}

const steps = 3;

/** One of the three screens: the way back, which of three, a title, and one button at the thumb. */
export function SendingFrame({
  messages,
  step,
  title,
  more,
  onBack,
  foot,
  children,
}: SendingFrameProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [step]);
  return (
    <div class="sheet-of-paper sending">
      <header class="top-bar">
        <button
          type="button"
          class="square"
          aria-label={messages.back}
          aria-keyshortcuts="Escape"
          onClick={onBack}
        >
          <Icon name="back" />
        </button>
        <span class="which">{step !== undefined && messages.step(step, steps)}</span>
      </header>
      <main>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {more === undefined ? null : <p class="say">{more}</p>}
        {children}
      </main>
      <footer class="foot">{foot}</footer>
    </div>
  );
}
