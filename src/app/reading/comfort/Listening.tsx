import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { Icon } from "../../../rendering/icon.ts";
import type { Comfortable } from "./comfortable.ts";
import { comfortWordsIn, type ComfortWords } from "./comfort-words.ts";
import { Glyph } from "./Glyph.tsx";
import { late } from "./late.ts";
import { beginListening, openListening, rememberSpot, tellSession, voices } from "./listening.ts";
import type { ListeningState } from "./listening-model.ts";
import { localVoice } from "./voices.ts";

/** True while the open article is listened to: the bar's button and the line above it are one thing. */
const isOn = signal(false);

/** Absent without a voice of this phone's own for the article's language. */
export function ListenButton({ article, words }: Comfortable) {
  if (late.value || localVoice(voices.value, article.language) === undefined) return null;
  return (
    <button
      type="button"
      class="listen"
      aria-pressed={isOn.value}
      onClick={() => (isOn.value = !isOn.value)}
    >
      <Glyph name="listen" />
      <span>{comfortWordsIn(words.language).listen}</span>
    </button>
  );
}

/** The article read aloud, while the button in the bar is on. */
export function ListeningLine(props: Comfortable & { readonly say: ComfortWords }) {
  useEffect(() => () => void (isOn.value = false), []);
  return isOn.value ? <ListeningControls {...props} /> : null;
}

function ListeningControls({
  article,
  name,
  before,
  say,
}: Comfortable & { readonly say: ComfortWords }) {
  const model = useMemo(() => openListening(window, article.language), []);
  useEffect(() => listen(model, article.slug), []);
  // Who listens has answered where to go on, and the two lines would lie over one another.
  useEffect(() => void (before.value = undefined), []);
  useEffect(
    () => tellSession(window.navigator.mediaSession, model, { title: article.title, artist: name }),
    [],
  );
  const reads = model.state.value.kind === "reading";
  return (
    <div class="line listening" role="group" aria-label={say.listening}>
      <Control label={say.previousParagraph} glyph="up" onPress={() => model.skip(-1)} />
      <Control
        label={reads ? say.pause : say.goOn}
        glyph={reads ? "pause" : "play"}
        onPress={reads ? model.pause : model.goOn}
      />
      <Control label={say.nextParagraph} glyph="down" onPress={() => model.skip(1)} />
      <Control label={say.slower} glyph="minus" onPress={() => model.change(-1)} />
      <span class="speed">{say.speed(model.rate.value)}</span>
      <Control label={say.faster} glyph="plus" onPress={() => model.change(1)} />
      <button type="button" aria-label={say.stop} onClick={() => (isOn.value = false)}>
        <Icon name="close" size={20} />
      </button>
    </div>
  );
}

interface ControlProps {
  readonly label: string;
  readonly glyph: "up" | "down" | "pause" | "play" | "minus" | "plus";
  readonly onPress: () => void;
}

function Control({ label, glyph, onPress }: ControlProps) {
  return (
    <button type="button" aria-label={label} onClick={onPress}>
      <Glyph name={glyph} />
    </button>
  );
}

/** Begins, marks the paragraph that is being read, and ends when the article is left. */
function listen(model: ListeningState, slug: string): () => void {
  const blocks = beginListening(model, slug);
  let marked: HTMLElement | undefined;
  const stopMarking = model.paragraph.subscribe((number) => {
    marked?.removeAttribute("data-spoken");
    marked = number === undefined ? undefined : blocks[number];
    marked?.setAttribute("data-spoken", "");
    if (marked !== undefined) bringIntoView(marked);
  });
  const stopWatching = model.state.subscribe(({ kind }) => {
    rememberSpot(slug, model);
    // Not within the model's own turn.
    if (kind === "off") queueMicrotask(() => (isOn.value = false));
  });
  addEventListener("pagehide", model.pause);
  return () => {
    removeEventListener("pagehide", model.pause);
    stopMarking();
    marked?.removeAttribute("data-spoken");
    stopWatching();
    model.stop();
  };
}

/** Follows the voice, unless the reader looks at the paragraph already. */
function bringIntoView(block: HTMLElement): void {
  const { top, bottom } = block.getBoundingClientRect();
  if (top >= 0 && bottom <= window.innerHeight * 0.75) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  block.scrollIntoView({ block: "start", behavior: still ? "instant" : "smooth" });
}
