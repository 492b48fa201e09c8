import type { Article } from "../../../protocol/article.ts";
import { dayInWords } from "../../../rendering/dates.ts";
import type { PageWords } from "../../../rendering/words.ts";

export interface Quoted {
  readonly text: string;
  readonly article: Pick<Article, "title" | "byline" | "date">;
  /** The newsroom's name. */
  readonly name: string;
  readonly address: string;
  readonly words: PageWords;
}

const marks = { uk: ["«", "»"], en: ["“", "”"] } as const;

/** What is quoted, in quotation marks, and below it who wrote what, where, when, and the address. */
export function quoteWithSource({ text, article, name, address, words }: Quoted): string {
  const [open, close] = marks[words.language];
  const author = article.byline === undefined ? "" : `${article.byline}. `;
  const source = `— ${author}${article.title}. ${name}, ${dayInWords(article.date, words, true)}`;
  return `${open}${text.trim().replace(/\n{3,}/g, "\n\n")}${close}\n${source}\n${address}`;
}
