import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { plural } from "../../messages/plurals.ts";

/** What a passed-on file itself says. */
export interface FileWords {
  readonly articles: (count: number) => string;
  readonly newsAsOf: (day: string) => string;
  readonly contents: string;
  /** How the articles get into the app; `app` is the newsroom's name. */
  readonly toKeep: (app: string) => string;
  readonly toRead: string;
  readonly opening: string;
  readonly tooOld: string;
  readonly broken: string;
  readonly search: string;
  readonly found: (count: number) => string;
  readonly nothing: string;
  readonly all: string;
  readonly headline: string;
  readonly otherLanguage: string;
}

const uk: FileWords = {
  articles: (count) =>
    `${count} ${plural("uk", count, { one: "стаття", few: "статті", many: "статей" })}`,
  newsAsOf: (day) => `Новини за ${day}`,
  contents: "У цьому файлі",
  toKeep: (app) =>
    `Щоб перевірити, що це справді від редакції, і лишити статті на телефоні, відкрийте «${app}», далі Полиця → Передати або взяти → Взяти з файлу. Мережа для цього не потрібна.`,
  toRead:
    "Щоб прочитати, відкрийте цей файл у Chrome чи іншому браузері. У самому лише перегляді файлів статей не видно.",
  opening: "Статті відкриваються",
  tooOld:
    "Цей браузер застарий, щоб відкрити статті. Спробуйте новіший Chrome, Firefox або Safari.",
  broken: "Файл пошкоджено, тож статті не відкрилися. Попросіть передати його ще раз.",
  search: "Пошук",
  found: (count) => `Знайдено: ${count}`,
  nothing: "Нічого не знайшлося. Спробуйте коротше слово",
  all: "До всіх статей",
  headline: "лише заголовок",
  otherLanguage: "English",
};

const en: FileWords = {
  articles: (count) =>
    `${count} ${plural("en", count, { one: "article", few: "articles", many: "articles" })}`,
  newsAsOf: (day) => `News as of ${day}`,
  contents: "In this file",
  toKeep: (app) =>
    `To check that this is really from the newsroom, and to keep the articles on your phone, open ${app}, then Shelf → Pass on or take in → Take from a file. No network is needed.`,
  toRead:
    "To read, open this file in Chrome or another browser. A file preview alone does not show the articles.",
  opening: "The articles are being opened",
  tooOld: "This browser is too old to open the articles. Try a newer Chrome, Firefox or Safari.",
  broken: "The file is damaged, so the articles could not be opened. Ask for it again.",
  search: "Search",
  found: (count) => `Found: ${count}`,
  nothing: "Nothing found. Try a shorter word",
  all: "All articles",
  headline: "headline only",
  otherLanguage: "Українська",
};

/** The words of a file in one language. */
export const fileWords: Readonly<Record<InterfaceLanguage, FileWords>> = { uk, en };
