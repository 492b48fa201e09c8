/** What stands in an article for a thing that stays elsewhere. */
export interface EmbedWords {
  readonly video: string;
  readonly sound: string;
  readonly embedded: string;
  readonly file: string;
  /** Before the name of the site where the whole text is. */
  readonly readOn: string;
}

const uk: EmbedWords = {
  video: "Відео",
  sound: "Аудіо",
  embedded: "Вбудований матеріал",
  file: "Файл",
  readOn: "Читати повністю на",
};

const en: EmbedWords = {
  video: "Video",
  sound: "Sound",
  embedded: "Embedded content",
  file: "File",
  readOn: "Read the whole text at",
};

/** In the article's language, else in the one that its readers are likelier to know. */
export const embedWordsFor = (language: string): EmbedWords =>
  /^(uk|ru|be|crh)\b/.test(language) ? uk : en;
