import { computed, signal } from "@preact/signals";
import { createModel } from "../../ui/create-model.ts";

/** The part of the browser's speech that listening needs; an utterance is made by `utter`. */
export type Speech = Pick<SpeechSynthesis, "speak" | "cancel" | "speaking" | "pending">;

/** A place in the text: a paragraph and the piece of it. */
export interface Spot {
  readonly paragraph: number;
  readonly piece: number;
}

export interface ListeningDeps {
  readonly speech: Speech;
  readonly utter: (text: string, rate: number) => SpeechSynthesisUtterance;
  /** Calls later, milliseconds; the answer calls it off. */
  readonly after: (milliseconds: number, call: () => void) => () => void;
}

export type Listening =
  | { readonly kind: "off" }
  | { readonly kind: "reading" | "paused"; readonly at: Spot };

const rates = [0.75, 1, 1.25, 1.5, 2];
const beginning: Spot = { paragraph: 0, piece: 0 };
/** A voice needs less than this for a letter; one that needs more has fallen silent without a word. Milliseconds. */
const slowestLetter = 250;
const slowestStart = 5_000;

/**
 * Reads paragraphs aloud, piece by piece. The browser's own pause is not used: Android's ends the utterance, and
 * Chromium's never wakes; a pause here is silence, and going on begins with the piece that was broken off.
 */
export const ListeningModel = createModel(({ speech, utter, after }: ListeningDeps) => {
  const state = signal<Listening>({ kind: "off" });
  const rate = signal(1);
  let paragraphs: readonly (readonly string[])[] = [];
  let turn = 0;
  let callOff: () => void = () => undefined;
  // Chromium forgets utterances that nobody holds, with their events: https://issues.chromium.org/issues/41205284
  let held: SpeechSynthesisUtterance | undefined;

  const hush = (): void => {
    turn += 1;
    callOff();
    held = undefined;
    if (speech.speaking || speech.pending) speech.cancel();
  };
  const stop = (): void => {
    hush();
    state.value = { kind: "off" };
  };
  const say = (wanted: Spot): void => {
    hush();
    const at = nextSpot(paragraphs, wanted);
    if (at === undefined) return stop();
    state.value = { kind: "reading", at };
    const mine = turn;
    const text = paragraphs[at.paragraph]![at.piece]!;
    const goOn = (): void => {
      if (turn === mine) say({ ...at, piece: at.piece + 1 });
    };
    const utterance = utter(text, rate.value);
    utterance.addEventListener("end", goOn);
    utterance.addEventListener("error", () => {
      if (turn === mine) pause();
    });
    held = utterance;
    callOff = after(slowestStart + (text.length * slowestLetter) / rate.value, goOn);
    speech.speak(held);
  };
  const pause = (): void => {
    const now = state.value;
    if (now.kind !== "reading") return;
    hush();
    state.value = { kind: "paused", at: now.at };
  };
  const goOn = (): void => {
    if (state.value.kind === "paused") say(state.value.at);
  };
  const skip = (by: 1 | -1): void => {
    const now = state.value;
    if (now.kind === "off") return;
    const at = neighbour(paragraphs, now.at, by);
    if (now.kind === "reading") say(at);
    else state.value = { kind: "paused", at };
  };

  return {
    state,
    rate,
    /** Which paragraph is being read or waits to be read on. */
    paragraph: computed(() => (state.value.kind === "off" ? undefined : state.value.at.paragraph)),
    begin(text: readonly (readonly string[])[], from: Spot = beginning): void {
      paragraphs = text;
      say(from);
    },
    pause,
    goOn,
    skip,
    stop,
    /** One step faster or slower; what is being said is said again so. */
    change(by: 1 | -1): void {
      const at = rates.indexOf(rate.value) + by;
      rate.value = rates[at] ?? rate.value;
      if (state.value.kind === "reading") say(state.value.at);
    },
  };
});

export type ListeningState = InstanceType<typeof ListeningModel>;

/** This spot, or the first one after it where something is said. */
function nextSpot(paragraphs: readonly (readonly string[])[], at: Spot): Spot | undefined {
  for (let { paragraph, piece } = at; paragraph < paragraphs.length; paragraph += 1, piece = 0) {
    if (piece < paragraphs[paragraph]!.length) return { paragraph, piece };
  }
  return undefined;
}

/** The beginning of the paragraph after this one; backwards, of this one first where it is under way. */
function neighbour(
  paragraphs: readonly (readonly string[])[],
  { paragraph, piece }: Spot,
  by: 1 | -1,
): Spot {
  if (by === -1 && piece > 0) return { paragraph, piece: 0 };
  let next = paragraph + by;
  while (next > 0 && paragraphs[next]?.length === 0) next += by;
  return { paragraph: Math.max(0, next), piece: 0 };
}
