import type { Provenance } from "../protocol/article.ts";
import { type InterfaceLanguage, interfaceLanguages } from "../protocol/language.ts";

/** The words that stand on served pages, and on the same pages in the app. */
export interface PageWords {
  readonly language: InterfaceLanguage;
  readonly name: string;
  readonly read: string;
  readonly shelf: string;
  readonly write: string;
  readonly places: string;
  readonly skip: string;
  readonly back: string;
  readonly minutes: (count: number) => string;
  readonly months: readonly string[];
  /** A day with its year: `11 листопада 2026`. */
  readonly day: (day: number, month: string, year?: string) => string;
  readonly updated: (day: string) => string;
  readonly provenance: Readonly<Record<Provenance, string>>;
  readonly verified: string;
  readonly warning: string;
  readonly openText: string;
  readonly corrections: string;
  readonly notes: string;
  readonly note: (number: number) => string;
  readonly backToText: string;
  readonly table: string;
  readonly recording: string;
  readonly seconds: (seconds: number) => string;
  readonly stored: Readonly<Record<"headline" | "text" | "complete", string>>;
  readonly otherLanguage: string;
  readonly inOtherLanguage: string;
  readonly older: string;
  readonly newsOf: (day: string) => string;
  readonly readAnywhere: string;
  readonly privacy: string;
  readonly privacyTitle: string;
  readonly withdrawn: string;
  readonly withdrawnMore: string;
  readonly missing: string;
  readonly missingMore: string;
  readonly toFront: string;
  readonly empty: string;
  readonly noScript: string;
  readonly frontTitle: (newsroom: string) => string;
  readonly frontDescription: string;
}

const twoDigits = (count: number): string => String(count).padStart(2, "0");
const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${twoDigits(seconds % 60)}`;

const uk: PageWords = {
  language: "uk",
  name: "Сонях",
  read: "Читати",
  shelf: "Полиця",
  write: "Писати",
  places: "Розділи",
  skip: "До тексту",
  back: "Назад",
  minutes: (count) => `${count}\u00a0хв`,
  months: [
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
  ],
  day: (day, month, year) => `${day}\u00a0${month}${year === undefined ? "" : `\u00a0${year}`}`,
  updated: (day) => `оновлено ${day}`,
  provenance: {
    "own-words": "Розповідь від першої особи.",
    "told-to-us": "Записано з розмови.",
    report: "Матеріал редакції.",
  },
  verified: "Що перевірено.",
  warning: "Це може бути важко читати.",
  openText: "Відкрити текст",
  corrections: "Виправлення",
  notes: "Примітки",
  note: (number) => `Примітка ${number}`,
  backToText: "Назад до тексту",
  table: "Таблиця, її можна гортати вбік",
  recording: "Запис",
  seconds: clock,
  stored: { headline: "лише заголовок", text: "текст на телефоні", complete: "усе на телефоні" },
  otherLanguage: "English",
  inOtherLanguage: "Read this in English",
  older: "Раніші статті",
  newsOf: (day) => `Новини за ${day}`,
  readAnywhere: "Статті, які можна читати без мережі",
  privacy: "Читання не лишає редакції нічого про вас. Що стається з надісланим\u00a0→",
  privacyTitle: "Що стається з надісланим",
  withdrawn: "Цю статтю відкликано",
  withdrawnMore: "Редакція зняла її з публікації. З телефонів вона теж зникне.",
  missing: "Такої сторінки немає",
  missingMore: "Можливо, в адресі описка або статтю перейменовано.",
  toFront: "До всіх статей",
  empty: "Тут будуть статті. Потрібна мережа, раз і ненадовго",
  noScript: "Полиця й розповіді працюють там, де ввімкнено JavaScript. Статті можна читати й так.",
  frontTitle: (newsroom) => `${newsroom}: новини, які лишаються з вами`,
  frontDescription:
    "Статті, які можна читати без мережі, і місце, де можна написати свою розповідь.",
};

const en: PageWords = {
  language: "en",
  name: "Soniakh",
  read: "Read",
  shelf: "Shelf",
  write: "Write",
  places: "Places",
  skip: "Skip to the text",
  back: "Back",
  minutes: (count) => `${count}\u00a0min`,
  months: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
  day: (day, month, year) => `${day}\u00a0${month}${year === undefined ? "" : `\u00a0${year}`}`,
  updated: (day) => `updated ${day}`,
  provenance: {
    "own-words": "In the author’s own words.",
    "told-to-us": "As told to the newsroom.",
    report: "A report by the newsroom.",
  },
  verified: "What was verified.",
  warning: "This may be hard to read.",
  openText: "Open the text",
  corrections: "Corrections",
  notes: "Notes",
  note: (number) => `Note ${number}`,
  backToText: "Back to the text",
  table: "A table; it scrolls sideways",
  recording: "Recording",
  seconds: clock,
  stored: { headline: "headline only", text: "text on this phone", complete: "all on this phone" },
  otherLanguage: "Українська",
  inOtherLanguage: "Читати українською",
  older: "Earlier articles",
  newsOf: (day) => `News as of ${day}`,
  readAnywhere: "Articles that can be read without a network",
  privacy: "Reading leaves us nothing about you. What happens to what you send\u00a0→",
  privacyTitle: "What happens to what you send",
  withdrawn: "This article has been withdrawn",
  withdrawnMore: "The newsroom has taken it down. It will leave phones too.",
  missing: "There is no such page",
  missingMore: "The address may have a slip in it, or the article has a new name.",
  toFront: "To all articles",
  empty: "Articles will be here. A network is needed, once and briefly",
  noScript: "The shelf and stories need JavaScript. Articles can be read without it.",
  frontTitle: (newsroom) => `${newsroom}: news that stays with you`,
  frontDescription:
    "Articles that can be read without a network, and a place to write down your own story.",
};

const all: Readonly<Record<InterfaceLanguage, PageWords>> = { uk, en };

/** The words of a page in one of the interface's languages. */
export const wordsIn = (language: InterfaceLanguage): PageWords => all[language];

/** The interface's language for a text: its own where we have it, else the first. */
export const interfaceLanguageOf = (language: string): InterfaceLanguage =>
  interfaceLanguages.find((one) => language === one || language.startsWith(`${one}-`)) ?? "uk";

/** The language that the switch leads to. */
export const otherLanguage = (language: InterfaceLanguage): InterfaceLanguage =>
  language === "uk" ? "en" : "uk";
