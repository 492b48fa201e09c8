import type { Messages } from "./messages.ts";
import { plural } from "./plurals.ts";

const articles = (count: number): string =>
  `${count} ${plural("uk", count, { one: "стаття", few: "статті", many: "статей" })}`;

export const uk: Messages = {
  offline: "Без мережі.",
  newsAsOf: (when) => `Новини за ${when}`,
  today: (time) => `сьогодні, ${time}`,
  yesterday: (time) => `учора, ${time}`,
  updating: (done, all) => `Оновлення: ${done} з ${all}`,
  updated: (time) => `Оновлено, ${time}`,
  articles,
  ready: (count) => `На телефоні ${articles(count)}. Можна читати без мережі`,
  headlinesAndTexts: (texts, all) =>
    `Усі заголовки, ${texts} з ${all} ${plural("uk", all, { one: "тексту", few: "текстів", many: "текстів" })}`,
  forged: "Отримане не від редакції. Нічого не додано",
  olderApp: "Новини чекають на нову версію. Відкрийте «Сонях» ще раз, коли буде мережа",
  noRoom: "На телефоні бракує місця",
  tryNow: "Спробувати зараз",
  keep: "На полицю",
  kept: "На полиці",
  look: "Вигляд",
  passOn: "Передати",
  actions: "Дії зі статтею",
  takeIn: "Взяти з файлу",
  settings: "Налаштування",
  search: "Пошук",
  notHere: "Цієї статті ще немає на телефоні",
  fetchLater: "Завантажити, коли буде мережа",
  willFetch: "З’явиться мережа — стаття завантажиться",
  newerText: "Цю статтю написано для новішої версії. Оновіть «Сонях», коли буде мережа",
  absent: "Потрібна мережа, раз і ненадовго",
  writeAbsentMore: "Написане раніше лишається на телефоні",
  failed: "Щось зламалося. Збережене на телефоні не зачеплено",
  reload: "Відкрити знову",
};
