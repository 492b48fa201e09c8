import type { InterfaceLanguage } from "../../../protocol/language.ts";

/** What the part about earlier pages says beside the page's own words. */
export interface EarlierWords {
  readonly title: string;
  /** Nothing was kept yet. */
  readonly none: string;
  readonly list: string;
  /** What pressing the button means. */
  readonly promise: string;
  readonly goBack: string;
  readonly toList: string;
  readonly sound: string;
  /** It was let go, or does not open. */
  readonly gone: string;
}

const uk: EarlierWords = {
  title: "Як було раніше",
  none: "Тут можна буде прочитати, якою розповідь була раніше. Поки що є лише теперішній текст",
  list: "Оберіть час, щоб прочитати",
  promise: "Теперішній текст не зникне: його поверне «Скасувати»",
  goBack: "Зробити, як було",
  toList: "До списку",
  sound: "Запис голосу",
  gone: "Цього вже немає",
};

const en: EarlierWords = {
  title: "How it was before",
  none: "How your story was before will be kept here. So far it is only as it is now",
  list: "Choose a time to read",
  promise: "The text as it is now is not lost: Undo brings it back",
  goBack: "Make it as it was",
  toList: "To the list",
  sound: "Voice recording",
  gone: "This is gone",
};

const all: Readonly<Record<InterfaceLanguage, EarlierWords>> = { uk, en };

export const earlierWordsIn = (language: InterfaceLanguage): EarlierWords => all[language];
