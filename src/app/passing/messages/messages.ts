import type { InterfaceLanguage } from "../../../protocol/language.ts";
import type { Unfit } from "../../../device/reading-passed-on.ts";
import type { Fate } from "../../../device/taking-in.ts";
import { en } from "./en.ts";
import { uk } from "./uk.ts";

/** The words of passing on and taking in: a chunk of their own. */
export interface PassingMessages {
  readonly title: string;
  readonly passOn: string;
  readonly passOnWhy: string;
  readonly what: string;
  readonly whole: (count: number) => string;
  readonly shelf: (count: number) => string;
  readonly some: string;
  readonly chosen: (count: number) => string;
  readonly more: string;
  readonly pictures: string;
  readonly withPictures: string;
  readonly textAlone: string;
  readonly make: string;
  readonly making: string;
  readonly made: (name: string, size: string) => string;
  readonly inside: (count: number) => string;
  readonly left: (count: number) => string;
  readonly share: string;
  readonly save: string;
  readonly shared: string;
  readonly saved: (name: string) => string;
  readonly nothing: string;
  readonly noEdition: string;
  readonly asLink: string;
  readonly asLinkWhy: string;
  readonly asFile: string;
  readonly asFileWhy: string;
  readonly copied: string;
  readonly copyFailed: string;
  readonly close: string;
  readonly takeIn: string;
  readonly takeInWhy: string;
  readonly drop: string;
  readonly checking: string;
  readonly checked: (newsroom: string) => string;
  readonly dated: (day: string) => string;
  readonly fates: Readonly<Partial<Record<Fate, string>>>;
  readonly take: string;
  readonly notNow: string;
  readonly takingIn: string;
  readonly takenToShelf: (count: number) => string;
  readonly takenToList: (count: number) => string;
  readonly nothingNew: string;
  readonly open: (title: string) => string;
  readonly again: string;
  readonly unfit: Readonly<Record<Unfit | "full" | "failed", string>>;
}

const all: Readonly<Record<InterfaceLanguage, PassingMessages>> = { uk, en };

/** The messages of passing on in a language. */
export const passingMessagesIn = (language: InterfaceLanguage): PassingMessages => all[language];
