import { useEffect, useMemo } from "preact/hooks";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { Button } from "../../ui/Button.tsx";
import { inMinutes } from "../../ui/minutes.ts";
import type { Page } from "../page-model.ts";
import { Bars } from "./Bars.tsx";
import { type RecordingState, type RecordingView } from "./recording-model.ts";
import { type SoundWords, soundWordsIn } from "./sound-words.ts";

export interface RecorderProps {
  readonly page: Page;
  readonly language: InterfaceLanguage;
}

export interface RecorderBarProps extends RecorderProps {
  readonly createRecording: (page: Page) => RecordingView;
}

/** The recorder in the place of the page's tools: what is going on, how long, how loud, and how much more there is room for. */
export function RecorderBar({ page, language, createRecording }: RecorderBarProps) {
  const model = useMemo(() => createRecording(page), [page]);
  const words = soundWordsIn(language);
  const state = model.state.value;
  const begin = (): void => {
    page.records(model.end);
    void model.begin();
  };
  const close = (): void => {
    page.records();
    page.speaks.value = 0;
  };
  useEffect(() => {
    begin();
    return () => {
      // Back on this page nobody wants to be recorded again unasked.
      page.speaks.value = 0;
      void model.end().then(() => page.records());
    };
  }, [model]);
  useEffect(() => {
    if (state.kind === "ended") page.records();
    if (state.kind === "ended" && state.why === undefined) close();
  }, [state]);
  return (
    <section class="recorder" aria-label={words.recorder}>
      <p class="recorder-says" role="status" data-trouble={troubleIn(state, words) !== undefined}>
        {troubleIn(state, words) ?? wordOf(state, words)}
      </p>
      {model.isGoing.value && <Sight model={model} words={words} />}
      <div class="recorder-acts">
        <Acts model={model} words={words} onBegin={begin} onClose={close} />
      </div>
    </section>
  );
}

function Sight({ model, words }: { readonly model: RecordingView; readonly words: SoundWords }) {
  const levels = model.levels.value;
  const left = model.left.value;
  const empty = Array.from({ length: Math.max(0, shown - levels.length) }, () => 0);
  return (
    <div class="recorder-sight">
      <span class="recorder-dot" data-on={model.state.value.kind === "recording"} />
      <time class="recorder-time">{inMinutes(model.elapsed.value)}</time>
      <Bars bars={[...empty, ...levels].map(louder)} done={shown} />
      {left !== undefined && <span class="recorder-left">{words.left(inWords(left, words))}</span>}
    </div>
  );
}

const shown = 48;

/** A voice is far below the loudest that a microphone can give. */
const louder = (level: number): number => Math.min(1, Math.sqrt(level));

interface ActsProps {
  readonly model: RecordingView;
  readonly words: SoundWords;
  readonly onBegin: () => void;
  readonly onClose: () => void;
}

function Acts({ model, words, onBegin, onClose }: ActsProps) {
  const state = model.state.value;
  switch (state.kind) {
    case "asking":
      return <Button onPress={onClose}>{words.close}</Button>;
    case "refused":
      return (
        <>
          <Button onPress={onClose}>{words.close}</Button>
          <Button onPress={onBegin}>{words.tryAgain}</Button>
        </>
      );
    case "recording":
    case "paused": {
      const isPaused = state.kind === "paused";
      return (
        <>
          <Button onPress={isPaused ? model.resume : model.pause}>
            {isPaused ? words.goOn : words.pause}
          </Button>
          <Button onPress={() => void model.end()}>{words.done}</Button>
        </>
      );
    }
    case "ending":
      return (
        <Button disabled onPress={onClose}>
          {words.done}
        </Button>
      );
    case "ended":
      return (
        <>
          <Button onPress={onClose}>{words.close}</Button>
          {state.why === "nothing" && <Button onPress={onBegin}>{words.tryAgain}</Button>}
        </>
      );
  }
}

function troubleIn(state: RecordingState, words: SoundWords): string | undefined {
  if (state.kind === "refused") return words.refused[state.why];
  const why = state.kind === "paused" || state.kind === "ended" ? state.why : undefined;
  return why && words.interrupted[why];
}

function wordOf(state: RecordingState, words: SoundWords): string {
  switch (state.kind) {
    case "asking":
      return words.asking;
    case "recording":
      return words.recording;
    case "paused":
      return words.paused;
    case "ending":
    case "ended":
    case "refused":
      return words.ending;
  }
}

/** A length of time as people say it, rounded down: nobody is promised more than there is. */
export function inWords(milliseconds: number, words: SoundWords): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes === 0) return words.seconds(Math.floor(milliseconds / 1_000));
  return minutes < 60
    ? words.minutes(minutes)
    : words.hours(Math.floor(minutes / 60), minutes % 60);
}
