import { signal } from "@preact/signals";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { wordsUk } from "../../rendering/words-uk.ts";
import type { PageWords } from "../../rendering/words.ts";
import type { Messages } from "./messages.ts";
import { uk } from "./uk.ts";

/** All that reading says in one language: the words of served pages, and those of the app alone. */
export interface Speech {
  readonly words: PageWords;
  readonly messages: Messages;
}

const ukrainian: Speech = { words: wordsUk, messages: uk };
const english = signal<Speech | undefined>(undefined);

/**
 * Brings a language. Ukrainian comes with the app, English is a chunk that Ukrainian readers do not wait for; the parts
 * that are kept on the phone have it too. Resolves also where it cannot be had now: the next call asks again.
 */
export async function learn(language: InterfaceLanguage): Promise<void> {
  if (language === "uk" || english.peek() !== undefined) return;
  try {
    await import("./english.ts").then((part) => (english.value = part.english));
  } catch {
    // Neither a network nor the part: Ukrainian is said until there is one.
  }
}

/** What is said in a language, or in Ukrainian until that language is here; reads a signal, so that screens follow it. */
export const speechIn = (language: InterfaceLanguage): Speech =>
  (language === "en" ? english.value : undefined) ?? ukrainian;
