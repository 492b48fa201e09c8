import type { InterfaceLanguage } from "../../protocol/language.ts";
import { en } from "./messages/en.ts";
import { uk } from "./messages/uk.ts";

/** The words of search; both languages have the same keys by type. */
export interface SearchMessages {
  readonly search: string;
  /** Stands in the empty field. */
  readonly placeholder: string;
  readonly clear: string;
  readonly hint: string;
  readonly kept: string;
  readonly filters: string;
  readonly language: string;
  readonly anyLanguage: string;
  readonly languages: Readonly<Record<string, string>>;
  readonly tag: string;
  readonly anyTag: string;
  readonly year: string;
  readonly anyYear: string;
  readonly onPhone: string;
  readonly found: (count: number) => string;
  readonly nothing: string;
  /** While the index is being built. */
  readonly building: (done: number, all: number) => string;
  readonly more: string;
  readonly absent: string;
  readonly tryNow: string;
  readonly marks: string;
  readonly mark: (number: number, all: number) => string;
  readonly nextMark: string;
  readonly previousMark: string;
  readonly clearMarks: string;
}

const all: Readonly<Record<InterfaceLanguage, SearchMessages>> = { uk, en };

/** The words of search in a language. */
export const searchMessagesIn = (language: InterfaceLanguage): SearchMessages => all[language];
