import type { InterfaceLanguage } from "../../../protocol/language.ts";

/** What painting over says. */
export interface PaintingWords {
  readonly title: string;
  readonly close: string;
  readonly hide: string;
  readonly done: string;
  readonly burning: string;
  /** What it means. */
  readonly meaning: string;
  readonly brush: string;
  readonly box: string;
  readonly hand: string;
  readonly tools: string;
  readonly brushSize: string;
  readonly undo: string;
  readonly clear: string;
  readonly nearer: string;
  readonly farther: string;
  /** The frame, for whoever has a keyboard. */
  readonly frame: string;
  readonly photoAlt: (number: number) => string;
  readonly notDone: string;
  readonly failed: string;
  readonly noRoom: string;
  readonly painted: string;
  readonly putBack: string;
}

const uk: PaintingWords = {
  title: "Замалювати обличчя",
  close: "Закрити",
  hide: "Сховати",
  done: "Готово",
  burning: "Замальовується…",
  meaning: "Замальовуйте обличчя, номери, вивіски. З готового фото вже нічого не відновити.",
  brush: "Пензель",
  box: "Прямокутник",
  hand: "Рухати",
  tools: "Чим малювати",
  brushSize: "Товщина",
  undo: "Скасувати",
  clear: "Зняти все",
  nearer: "Ближче",
  farther: "Далі",
  frame: "Рамка: стрілки рухають, Shift і стрілки змінюють розмір, Enter замальовує",
  photoAlt: (number) => `Фото ${number}`,
  notDone: "Ще не замальовано. «Готово» замалює, «Закрити» лишить фото, як було",
  failed: "Замалювати не вдалося. Фото таке, як було",
  noRoom: "Бракує місця на телефоні. Фото таке, як було",
  painted: "Замальовано.",
  putBack: "Повернути",
};

const en: PaintingWords = {
  title: "Paint over faces",
  close: "Close",
  hide: "Hide",
  done: "Done",
  burning: "Painting over…",
  meaning: "Cover faces, number plates, signs. Nothing can be restored from the finished photo.",
  brush: "Brush",
  box: "Rectangle",
  hand: "Move",
  tools: "What to paint with",
  brushSize: "Width",
  undo: "Undo",
  clear: "Clear all",
  nearer: "Zoom in",
  farther: "Zoom out",
  frame: "Frame: arrows move it, Shift and arrows resize it, Enter paints it over",
  photoAlt: (number) => `Photo ${number}`,
  notDone: "Not painted over yet. Done paints it over, Close leaves the photo as it was",
  failed: "It could not be painted over. The photo is as it was",
  noRoom: "No room on the phone. The photo is as it was",
  painted: "Painted over.",
  putBack: "Undo",
};

const all: Readonly<Record<InterfaceLanguage, PaintingWords>> = { uk, en };

export const paintingWordsIn = (language: InterfaceLanguage): PaintingWords => all[language];
