import { plural } from "../../messages/plurals.ts";
import type { SearchMessages } from "../search-messages.ts";

const articles = (count: number): string =>
  `${count} ${plural("en", count, { one: "article", few: "articles" })}`;

export const en: SearchMessages = {
  search: "Search",
  placeholder: "A word or “a few words”",
  clear: "Clear",
  hint: "Forms of a word are found by themselves. Words in quotes are found side by side",
  kept: "The phone itself searches. Soniakh does not keep what you look for",
  filters: "Where to look",
  language: "Language",
  anyLanguage: "All languages",
  languages: { uk: "In Ukrainian", en: "In English" },
  tag: "Topic",
  anyTag: "All topics",
  year: "Year",
  anyYear: "All years",
  onPhone: "On this phone",
  found: (count) => `Found: ${articles(count)}`,
  nothing: "Nothing found. Try a shorter word",
  building: (done, all) =>
    `Getting search ready: ${done} of ${all} ${plural("en", all, { one: "article", few: "articles" })}`,
  more: "Show more",
  absent: "To search, a network is needed, once and briefly",
  tryNow: "Try now",
  marks: "Found in the text",
  mark: (number, count) => `${number} of ${count}`,
  nextMark: "Next place",
  previousMark: "Previous place",
  clearMarks: "Clear the marks",
};
