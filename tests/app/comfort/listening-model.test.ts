import { expect, test } from "vitest";
import { ListeningModel } from "../../../src/app/reading/comfort/listening-model.ts";

class Utterance extends EventTarget {
  readonly text: string;
  readonly rate: number;
  constructor(text: string, rate: number) {
    super();
    this.text = text;
    this.rate = rate;
  }
}

/** A phone's voice that speaks when told to, and a clock that can be turned. */
function aVoice() {
  const said: Utterance[] = [];
  const timers = new Set<() => void>();
  let speaking = false;
  let cancelled = 0;
  const model = new ListeningModel({
    speech: {
      get speaking() {
        return speaking;
      },
      pending: false,
      speak(utterance) {
        said.push(utterance as unknown as Utterance);
        speaking = true;
      },
      cancel() {
        cancelled += 1;
        speaking = false;
        // Browsers tell of what was broken off as of an error.
        said.at(-1)?.dispatchEvent(new Event("error"));
      },
    },
    utter: (text, rate) => new Utterance(text, rate) as unknown as SpeechSynthesisUtterance,
    after(_milliseconds, call) {
      timers.add(call);
      return () => void timers.delete(call);
    },
  });
  return {
    model,
    texts: () => said.map(({ text }) => text),
    rates: () => said.map(({ rate }) => rate),
    ends() {
      speaking = false;
      said.at(-1)?.dispatchEvent(new Event("end"));
    },
    fails: () => said.at(-1)?.dispatchEvent(new Event("error")),
    timePasses: () => [...timers].forEach((call) => call()),
    cancelled: () => cancelled,
    isSpeaking: () => speaking,
  };
}

const text = [["Один.", "Два."], [], ["Три."], ["Чотири."]];

test("reads piece by piece to the end, leaving out what says nothing", () => {
  const { model, texts, ends } = aVoice();
  model.begin(text);
  const paragraphs = [model.paragraph.value];
  for (let step = 0; step < 4; step += 1) {
    ends();
    paragraphs.push(model.paragraph.value);
  }

  expect(texts()).toEqual(["Один.", "Два.", "Три.", "Чотири."]);
  expect(paragraphs).toEqual([0, 0, 2, 3, undefined]);
  expect(model.state.value).toEqual({ kind: "off" });
});

test("a pause is silence, and going on begins with the piece that was broken off", () => {
  const { model, texts, ends, isSpeaking } = aVoice();
  model.begin(text);
  ends();
  model.pause();

  expect(isSpeaking()).toBe(false);
  expect(model.state.value.kind).toBe("paused");
  model.goOn();
  expect(texts()).toEqual(["Один.", "Два.", "Два."]);
});

test("skips to the next paragraph and back to the beginning of this one", () => {
  const { model, texts, ends } = aVoice();
  model.begin(text);
  model.skip(1);
  model.skip(-1);
  ends();
  model.skip(-1);

  expect(texts()).toEqual(["Один.", "Три.", "Один.", "Два.", "Один."]);
});

test("faster says the piece again, faster, and never faster than twice", () => {
  const { model, rates } = aVoice();
  model.begin(text);
  for (let step = 0; step < 5; step += 1) model.change(1);

  expect(rates().slice(0, 4)).toEqual([1, 1.25, 1.5, 2]);
  expect(Math.max(...rates())).toBe(2);
});

test("a voice that falls silent without a word is left behind, and the next piece is read", () => {
  const { model, texts, timePasses } = aVoice();
  model.begin(text);
  timePasses();

  expect(texts()).toEqual(["Один.", "Два."]);
});

test("a late word of a piece that was broken off moves nothing", () => {
  const { model, texts, fails } = aVoice();
  model.begin(text);
  model.skip(1);
  model.pause();
  fails();

  expect(texts()).toEqual(["Один.", "Три."]);
  expect(model.state.value).toEqual({ kind: "paused", at: { paragraph: 2, piece: 0 } });
});

test("a voice that fails pauses, so that the reader can try again", () => {
  const { model, fails } = aVoice();
  model.begin(text);
  fails();

  expect(model.state.value.kind).toBe("paused");
});

test("stopping is silent at once; listening begins where it is told to", () => {
  const { model, texts, isSpeaking } = aVoice();
  model.begin(text, { paragraph: 2, piece: 0 });
  model.stop();

  expect(texts()).toEqual(["Три."]);
  expect(isSpeaking()).toBe(false);
});
