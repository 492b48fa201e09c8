import type { InterfaceLanguage } from "../../protocol/language.ts";
import { megabytes, plural } from "../messages/plurals.ts";
import type { RoomKind } from "./room-model.ts";

/** The words of the room screen. */
export interface RoomMessages {
  readonly kinds: Readonly<Record<RoomKind, string>>;
  /** The browser's own number: it may be out by a lot, and says so. */
  readonly free: (size: string) => string;
  readonly cap: string;
  readonly capChoice: (bytes: number) => string;
  readonly days: string;
  readonly daysChoice: (days: number | undefined) => string;
  readonly bySize: string;
  readonly noneToLetGo: string;
  readonly goes: string;
  readonly gone: (title: string) => string;
  readonly undo: string;
  readonly promise: string;
  readonly makeRoom: string;
  readonly freed: (size: string) => string;
  /** What the browser answered when it was asked to keep what is here. */
  readonly persisted: Readonly<Record<"kept" | "may-go" | "unknown", string>>;
  readonly lasting: (hours: number) => string;
}

const uk: RoomMessages = {
  kinds: {
    texts: "Тексти статей",
    pictures: "Фото до статей",
    app: "Сам застосунок",
    search: "Пошук",
    stories: "Чернетки й розповіді",
  },
  free: (size) => `Браузер каже, що вільно приблизно ${size}`,
  cap: "Скільки місця можна зайняти статтям",
  capChoice: (bytes) => `До ${megabytes("uk", bytes)}`,
  days: "Як довго тримати статті",
  daysChoice: (days) =>
    days === undefined
      ? "Усі"
      : `${days} ${plural("uk", days, { one: "день", few: "дні", many: "днів" })}`,
  bySize: "Що займає найбільше",
  noneToLetGo: "Прибирати нема чого. Те, що на полиці, лишається, доки не приберете",
  goes: "Прибрати",
  gone: (title) => `Прибрано: ${title}`,
  undo: "Повернути",
  promise:
    "Чернетки, розповіді, квитанції й полиця лишаються. Коли бракує місця, спершу йдуть фото до найдавніших статей, потім їхні тексти. Заголовки лишаються.",
  makeRoom: "Звільнити місце",
  freed: (size) => `Звільнено ${size}`,
  persisted: {
    kept: "Браузер обіцяв нічого тут не стирати сам",
    "may-go":
      "Браузер може стерти все сам, коли телефону бракуватиме місця. Додайте «Сонях» на екран: тоді він береже краще",
    unknown: "Цей браузер не каже, чи береже те, що тут лежить",
  },
  lasting: (hours) =>
    `Є що читати без мережі ${hours}\u00a0${plural("uk", hours, { one: "годину", few: "години", many: "годин" })}`,
};

const en: RoomMessages = {
  kinds: {
    texts: "Texts of articles",
    pictures: "Pictures of articles",
    app: "The app itself",
    search: "Search",
    stories: "Drafts and stories",
  },
  free: (size) => `The browser says that about ${size} are free`,
  cap: "How much room articles may take",
  capChoice: (bytes) => `Up to ${megabytes("en", bytes)}`,
  days: "How long articles are held",
  daysChoice: (days) => (days === undefined ? "All of them" : `${days} days`),
  bySize: "What takes most",
  noneToLetGo: "There is nothing to take off. The shelf stays until you take things off it",
  goes: "Take off",
  gone: (title) => `Taken off: ${title}`,
  undo: "Undo",
  promise:
    "Drafts, stories, receipts and the shelf stay. When room is short, pictures of the oldest articles go first, then their texts. Headlines stay.",
  makeRoom: "Make room",
  freed: (size) => `${size} freed`,
  persisted: {
    kept: "The browser promised to erase nothing here by itself",
    "may-go":
      "The browser may erase everything by itself when the phone is short of room. Put Soniakh on the home screen: it is kept better there",
    unknown: "This browser does not say whether it keeps what is here",
  },
  lasting: (hours) =>
    `Enough to read offline for ${hours}\u00a0${plural("en", hours, { one: "hour", few: "hours" })}`,
};

/** The room screen's messages of a language. */
export const roomMessagesIn = (language: InterfaceLanguage): RoomMessages => ({ uk, en })[language];
