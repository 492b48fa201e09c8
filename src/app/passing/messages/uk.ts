import { plural } from "../../messages/plurals.ts";
import type { PassingMessages } from "./messages.ts";

const articles = (count: number): string =>
  `${count} ${plural("uk", count, { one: "стаття", few: "статті", many: "статей" })}`;
const articlesTaken = (count: number): string =>
  `${count} ${plural("uk", count, { one: "статтю", few: "статті", many: "статей" })}`;
const nothingAdded = "Нічого не додано";

export const uk: PassingMessages = {
  title: "Передати або взяти",
  passOn: "Передати",
  passOnWhy:
    "Статті складаються в один файл. Його можна передати через Bluetooth, кабель, картку пам’яті чи месенджер: мережа не потрібна. Прочитати файл можна й без застосунку.",
  what: "Що передати?",
  whole: (count) => `Усе, що є: ${articles(count)}`,
  shelf: (count) => `Полицю: ${articles(count)}`,
  some: "Вибрати статті",
  chosen: (count) => `Вибрано: ${count}`,
  more: "Раніші статті",
  pictures: "Фото",
  withPictures: "З фото",
  textAlone: "Лише текст",
  make: "Скласти файл",
  making: "Файл складається. Не закривайте",
  made: (name, size) => `Файл ${name}, ${size}`,
  inside: (count) => `Усередині ${articles(count)} з підписом редакції`,
  left: (count) =>
    `Не ввійшло: ${articles(count)}. Їхнього тексту немає на телефоні або редакція більше їх не показує`,
  share: "Поділитися файлом",
  save: "Зберегти файл",
  shared: "Файл передано",
  saved: (name) => `Файл ${name} — у завантаженнях`,
  nothing:
    "Передати файлом нема чого: тексту немає на телефоні або редакція більше його не показує",
  noEdition: "Щоб скласти файл, потрібна мережа, раз і ненадовго",
  asLink: "Посиланням",
  asLinkWhy: "Коротке. Щоб відкрити, потрібна мережа",
  asFile: "Файлом",
  asFileWhy: "Читається без мережі, з фото",
  copied: "Посилання скопійовано",
  copyFailed: "Скопіювати не вдалося. Посилання:",
  close: "Закрити",
  takeIn: "Взяти з файлу",
  takeInWhy:
    "Підійде файл .html, складений так само на іншому телефоні. Перед тим як щось додати, застосунок перевірить підпис редакції.",
  drop: "На комп’ютері файл можна просто перетягнути у вікно.",
  checking: "Файл перевіряється. Не закривайте",
  checked: (newsroom) => `Перевірено: від редакції «${newsroom}»`,
  dated: (day) => `Новини за ${day}`,
  fates: {
    newer: "новіша, ніж на телефоні",
    here: "уже на телефоні",
    older: "на телефоні є новіша, її не змінено",
    withdrawn: "цю статтю відкликано, її не взято",
    unlisted: "редакція більше її не показує",
    headline: "лише заголовок",
  },
  take: "Взяти",
  notNow: "Не брати",
  takingIn: "Статті додаються. Не закривайте",
  takenToShelf: (count) => `Взято ${articlesTaken(count)}. Шукайте на полиці`,
  takenToList: (count) => `Взято ${articlesTaken(count)}. Шукайте в розділі «Читати»`,
  nothingNew: "Нового у файлі немає: усе це вже на телефоні",
  open: (title) => `Відкрити «${title}»`,
  again: "Взяти з іншого файлу",
  unfit: {
    damaged: `Файл пошкоджено або підроблено. ${nothingAdded}`,
    "not-ours": `Цього взяти не можна. Підійде файл .html зі статтями, складений у «Передати» на іншому телефоні. ${nothingAdded}`,
    "too-big": `Файл завеликий: можна взяти до 40\u00a0МБ. ${nothingAdded}`,
    "other-newsroom": `Це файл іншої редакції, його відкриє її застосунок. ${nothingAdded}`,
    newer: `Файл складено в новішій версії. Оновіть застосунок, коли буде мережа, і спробуйте ще раз. ${nothingAdded}`,
    full: `На телефоні бракує місця. Звільніть трохи й спробуйте ще раз. ${nothingAdded}`,
    failed: `Щось зламалося. ${nothingAdded}. Спробуйте ще раз`,
  },
};
