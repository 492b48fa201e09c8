import type { InterfaceLanguage } from "../../../protocol/language.ts";
import type { HintKind } from "./patterns.ts";

/** What the hints say. */
export interface HintsWords {
  readonly title: (count: number) => string;
  readonly kinds: Readonly<Record<HintKind, string>>;
  readonly quoted: (words: string) => string;
  readonly takeOut: string;
  readonly leaveIn: string;
  readonly taken: string;
  readonly undo: string;
}

const uk: HintsWords = {
  title: (count) => `Варто перечитати (${count})`,
  kinds: {
    phone: "Схоже на номер телефону. За ним можна знайти людину",
    email: "Схоже на адресу в мережі. За нею можна знайти людину",
    coordinates: "Схоже на координати. За ними можна знайти місце",
    address: "Схоже на адресу. За нею можна знайти людину",
    document: "Схоже на номер документа чи рахунку. За ним можна знайти людину",
    name: "Схоже на ім’я. За ним можна знайти людину",
    troops: "Тут про військових. Це небезпечно для вас, і редакція такого не збирає",
  },
  quoted: (words) => `«${words}»`,
  takeOut: "Прибрати",
  leaveIn: "Лишити",
  taken: "Прибрано.",
  undo: "Повернути",
};

const en: HintsWords = {
  title: (count) => `Worth reading again (${count})`,
  kinds: {
    phone: "Looks like a phone number. It can lead to someone",
    email: "Looks like an address on the net. It can lead to someone",
    coordinates: "Looks like coordinates. They can lead to a place",
    address: "Looks like an address. It can lead to someone",
    document: "Looks like the number of a document or an account. It can lead to someone",
    name: "Looks like a name. It can lead to someone",
    troops: "This is about troops. It is dangerous for you, and we do not collect it",
  },
  quoted: (words) => `“${words}”`,
  takeOut: "Take out",
  leaveIn: "Leave in",
  taken: "Taken out.",
  undo: "Undo",
};

export const hintsWordsIn = (language: InterfaceLanguage): HintsWords =>
  language === "en" ? en : uk;
