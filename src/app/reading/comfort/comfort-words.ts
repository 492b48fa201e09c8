import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { comfortEn } from "./comfort-words-en.ts";
import { comfortUk } from "./comfort-words-uk.ts";

/** What the reading comforts say, beside the words of the page itself. */
export interface ComfortWords {
  readonly listen: string;
  readonly listening: string;
  readonly pause: string;
  readonly goOn: string;
  readonly stop: string;
  readonly previousParagraph: string;
  readonly nextParagraph: string;
  readonly faster: string;
  readonly slower: string;
  /** How fast: `1,25×`. */
  readonly speed: (rate: number) => string;
  readonly progress: string;
  readonly read: (percent: number) => string;
  readonly left: (minutes: string) => string;
  readonly fromThere: string;
  readonly close: string;
  readonly copyWithSource: string;
  readonly copiedWithSource: string;
  readonly copyFailed: string;
  readonly otherArticles: string;
  readonly next: string;
  readonly previous: string;
  readonly viewer: string;
  readonly enlarge: string;
  readonly reduce: string;
  readonly nextPicture: string;
  readonly previousPicture: string;
  readonly pictureOf: (number: number, all: number) => string;
  readonly source: (name: string, address: string) => string;
}

const all: Readonly<Record<InterfaceLanguage, ComfortWords>> = { uk: comfortUk, en: comfortEn };

export const comfortWordsIn = (language: InterfaceLanguage): ComfortWords => all[language];
