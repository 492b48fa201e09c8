import { plural } from "../../messages/plurals.ts";
import type { SearchMessages } from "../search-messages.ts";

const articles = (count: number): string =>
  `${count} ${plural("uk", count, { one: "стаття", few: "статті", many: "статей" })}`;

export const uk: SearchMessages = {
  search: "Пошук",
  placeholder: "Слово або «кілька слів»",
  clear: "Стерти",
  hint: "Форми слова знайдуться самі. Слова в лапках знайдуться поряд",
  kept: "Шукає сам телефон. Що саме шукали, «Сонях» не зберігає",
  filters: "Де шукати",
  language: "Мова",
  anyLanguage: "Усі мови",
  languages: { uk: "Українською", en: "Англійською" },
  tag: "Тема",
  anyTag: "Усі теми",
  year: "Рік",
  anyYear: "Усі роки",
  onPhone: "На телефоні",
  found: (count) => `Знайдено: ${articles(count)}`,
  nothing: "Нічого не знайшлося. Спробуйте коротше слово",
  building: (done, all) =>
    `Готується пошук: ${done} з ${all} ${plural("uk", all, { one: "статті", few: "статей", many: "статей" })}`,
  more: "Показати ще",
  absent: "Щоб шукати, потрібна мережа, раз і ненадовго",
  tryNow: "Спробувати зараз",
  marks: "Знайдене в тексті",
  mark: (number, count) => `${number} з ${count}`,
  nextMark: "Наступне місце",
  previousMark: "Попереднє місце",
  clearMarks: "Зняти позначки",
};
