/** The part of a voice that decides. */
export type Voice = Pick<SpeechSynthesisVoice, "lang" | "localService" | "default" | "name">;

/**
 * The voice of this phone for a language, or undefined. Voices of a far-away service are none: they need a network, and
 * the text would leave the phone. Android writes `uk_UA`.
 */
export function localVoice<Kind extends Voice>(
  voices: readonly Kind[],
  language: string,
): Kind | undefined {
  const wanted = language.toLowerCase();
  const base = wanted.split("-")[0];
  const tag = (voice: Kind): string => voice.lang.toLowerCase().replaceAll("_", "-");
  const fitting = voices.filter(
    (voice) => voice.localService && (tag(voice) === base || tag(voice).startsWith(`${base}-`)),
  );
  return (
    fitting.find((voice) => tag(voice) === wanted) ??
    fitting.find((one) => one.default) ??
    fitting[0]
  );
}
