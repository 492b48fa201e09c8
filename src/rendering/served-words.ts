import type { InterfaceLanguage } from "../protocol/language.ts";

/** Words that only the server says: the app has other ways to say it, or no need to. */
export interface ServedWords {
  readonly noScript: string;
  readonly frontDescription: string;
  readonly tagDescription: (tag: string) => string;
}

const all: Readonly<Record<InterfaceLanguage, ServedWords>> = {
  uk: {
    noScript:
      "Полиця й розповіді працюють там, де ввімкнено JavaScript. Статті можна читати й так.",
    frontDescription:
      "Статті, які можна читати без мережі, і місце, де можна написати свою розповідь.",
    tagDescription: (tag) => `Статті з міткою «${tag}», які можна читати без мережі.`,
  },
  en: {
    noScript: "The shelf and stories need JavaScript. Articles can be read without it.",
    frontDescription:
      "Articles that can be read without a network, and a place to write down your own story.",
    tagDescription: (tag) => `Articles tagged “${tag}” that can be read without a network.`,
  },
};

/** The server's own words in one of the interface's languages. */
export const servedWordsIn = (language: InterfaceLanguage): ServedWords => all[language];
