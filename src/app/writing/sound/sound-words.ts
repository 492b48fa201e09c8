import type { InterfaceLanguage } from "../../../protocol/language.ts";
import type { MicrophoneTrouble } from "./microphone.ts";
import type { Interruption } from "./recording-model.ts";
import { soundEn } from "./sound-words-en.ts";
import { soundUk } from "./sound-words-uk.ts";

/** What the recorder and recordings on a page say. */
export interface SoundWords {
  readonly recorder: string;
  readonly asking: string;
  readonly recording: string;
  readonly paused: string;
  readonly ending: string;
  readonly pause: string;
  readonly goOn: string;
  readonly done: string;
  readonly tryAgain: string;
  readonly close: string;
  /** How much more can be recorded. */
  readonly left: (time: string) => string;
  readonly hours: (hours: number, minutes: number) => string;
  readonly minutes: (minutes: number) => string;
  readonly seconds: (seconds: number) => string;
  readonly refused: Readonly<Record<MicrophoneTrouble, string>>;
  readonly interrupted: Readonly<Record<Interruption, string>>;
  readonly sound: (number: number) => string;
  readonly listen: string;
  readonly stop: string;
  readonly place: string;
  readonly placeOf: (place: string, length: string) => string;
  readonly gone: string;
  readonly cannotPlay: string;
  readonly transcript: string;
  readonly remove: string;
  /** It ends where it is listened to. */
  readonly shortenHere: string;
  readonly shortened: (length: string, whole: string) => string;
  readonly whole: string;
  readonly tooBig: (size: string, most: string) => string;
  readonly shorten: string;
}

const all: Readonly<Record<InterfaceLanguage, SoundWords>> = { uk: soundUk, en: soundEn };

export const soundWordsIn = (language: InterfaceLanguage): SoundWords => all[language];
