/**
 * A voice for browsers that have none: it says what it is given in no time, when the test tells it to, and lists voices
 * of `lang`. To be run in the page before the app: `window.said` is what was spoken, `window.voiceEnds()` ends the piece.
 */
export const aVoiceFor = (lang: string, localService = true): string => `{
  const said = [];
  let current;
  class Utterance extends EventTarget {
    constructor(text) { super(); this.text = text; }
  }
  const speech = Object.assign(new EventTarget(), {
    speaking: false, pending: false,
    getVoices: () => [{ lang: ${JSON.stringify(lang)}, name: "test", localService: ${localService}, default: true }],
    speak(utterance) { current = utterance; speech.speaking = true; said.push(utterance.text); },
    cancel() { speech.speaking = false; current = undefined; },
  });
  Object.defineProperty(window, "speechSynthesis", { configurable: true, value: speech });
  window.SpeechSynthesisUtterance = Utterance;
  window.said = said;
  window.voiceEnds = () => { speech.speaking = false; const ended = current; current = undefined; ended?.dispatchEvent(new Event("end")); };
}`;
