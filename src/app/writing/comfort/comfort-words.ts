import type { InterfaceLanguage } from "../../../protocol/language.ts";

/** What this part says beside the page's own words. */
export interface PageComfortWords {
  readonly photoTools: (number: number) => string;
  readonly paintOver: string;
  /** The part is not on the phone, or the photo is gone. */
  readonly cannotPaint: string;
  readonly higher: string;
  readonly lower: string;
  readonly moveHigher: (number: number) => string;
  readonly moveLower: (number: number) => string;
  /** Said to those who do not see it move. */
  readonly moved: (number: number) => string;
  readonly addPhoto: string;
  readonly takeNow: string;
  readonly choose: string;
  readonly keys: string;
  /** What a key does, and the key. */
  readonly keyRows: readonly (readonly [what: string, key: string])[];
}

const uk: PageComfortWords = {
  photoTools: (number) => `Що зробити з фото ${number}`,
  paintOver: "Замалювати обличчя",
  cannotPaint: "Замалювати зараз не вийде. Потрібна мережа, раз і ненадовго",
  higher: "Вище",
  lower: "Нижче",
  moveHigher: (number) => `Пересунути фото ${number} вище`,
  moveLower: (number) => `Пересунути фото ${number} нижче`,
  moved: (number) => `Фото ${number} пересунуто`,
  addPhoto: "Додати фото",
  takeNow: "Сфотографувати",
  choose: "Вибрати з телефона",
  keys: "Клавіші",
  keyRows: [
    ["Надіслати", "Ctrl або ⌘ + Enter"],
    ["Скасувати", "Ctrl або ⌘ + Z"],
    ["Зробити знову", "Ctrl або ⌘ + Shift + Z"],
    ["Сховати", "Esc"],
    ["До сусіднього тексту чи підпису", "↑ ↓"],
    ["Прибрати фото перед курсором", "Backspace двічі"],
  ],
};

const en: PageComfortWords = {
  photoTools: (number) => `What to do with photo ${number}`,
  paintOver: "Paint over faces",
  cannotPaint: "It cannot be painted over now. A network is needed, once and briefly",
  higher: "Higher",
  lower: "Lower",
  moveHigher: (number) => `Move photo ${number} higher`,
  moveLower: (number) => `Move photo ${number} lower`,
  moved: (number) => `Photo ${number} was moved`,
  addPhoto: "Add a photo",
  takeNow: "Take a photo",
  choose: "Choose from this phone",
  keys: "Keys",
  keyRows: [
    ["Send", "Ctrl or ⌘ + Enter"],
    ["Undo", "Ctrl or ⌘ + Z"],
    ["Redo", "Ctrl or ⌘ + Shift + Z"],
    ["Hide", "Esc"],
    ["To the next text or caption", "↑ ↓"],
    ["Remove the photo before the caret", "Backspace twice"],
  ],
};

const all: Readonly<Record<InterfaceLanguage, PageComfortWords>> = { uk, en };

export const pageComfortWordsIn = (language: InterfaceLanguage): PageComfortWords => all[language];
