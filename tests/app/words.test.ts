import { expect, test } from "vitest";
import { en } from "../../src/app/messages/en.ts";
import { settingsMessagesIn } from "../../src/app/messages/settings-messages.ts";
import { uk } from "../../src/app/messages/uk.ts";
import { servedWordsIn } from "../../src/rendering/served-words.ts";
import { wordsIn } from "../../src/rendering/words-in.ts";

/** Every sentence that can come onto a screen of reading, with numbers and names put in. */
function sentences(language: "uk" | "en"): readonly string[] {
  const strings = (value: unknown): readonly string[] => {
    if (typeof value === "string") return [value];
    if (typeof value === "function")
      return strings((value as (...given: unknown[]) => unknown)(5, 7));
    if (typeof value === "object" && value !== null) return Object.values(value).flatMap(strings);
    return [];
  };
  return strings([
    servedWordsIn(language),
    wordsIn(language),
    { uk, en }[language],
    settingsMessagesIn(language),
  ]);
}

// SAFETY.md: what we never say, because it cannot be kept.
const neverSaid =
  /anonym|untraceable|military-grade|nobody can know|deleted? for ever|hidden app|safe even if|beyond recognition|PIN protects|анонім|неможливо відстежити|ніхто не дізна|назавжди видал|видалено назавжди|прихован\S+ застосун/i;

test.each(["uk", "en"] as const)("nothing is promised in %s that cannot be kept", (language) => {
  for (const sentence of sentences(language)) expect(sentence).not.toMatch(neverSaid);
});

test("words of machines never appear on a screen", () => {
  for (const sentence of sentences("en")) {
    expect(sentence).not.toMatch(/\b(outbox|edition|library|delivery|sync|cache|encrypt)/i);
  }
  for (const sentence of sentences("uk")) {
    expect(sentence).not.toMatch(/кеш|синхрон|шифр|бібліотек|доставк/i);
  }
});

test("Ukrainian is written with its own apostrophe, and English with its own", () => {
  for (const sentence of [...sentences("uk"), ...sentences("en")])
    expect(sentence).not.toMatch(/['`]/);
});
