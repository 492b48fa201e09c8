import type { InterfaceLanguage } from "../../protocol/language.ts";
import { plural } from "../messages/plurals.ts";

/** The words of lists beyond their beginning, and of the shelf. */
export interface ListsMessages {
  /** The filter's name. */
  readonly onPhone: string;
  /** How long the texts on this phone last, without a network. */
  readonly lasting: (minutes: number) => string;
  readonly emptyShelf: string;
  readonly shelfRoom: (size: string) => string;
  readonly passing: string;
}

const hoursUk = { one: "годину", few: "години", many: "годин" };
const hoursEn = { one: "hour", few: "hours" };
const minutesUk = { one: "хвилину", few: "хвилини", many: "хвилин" };
const minutesEn = { one: "minute", few: "minutes" };

export const listsMessages: Readonly<Record<InterfaceLanguage, ListsMessages>> = {
  uk: {
    onPhone: "Лише на телефоні",
    lasting: (minutes) => {
      const hours = Math.floor(minutes / 60);
      return hours === 0
        ? `Є що читати без мережі ${minutes}\u00a0${plural("uk", minutes, minutesUk)}`
        : `Є що читати без мережі ${hours}\u00a0${plural("uk", hours, hoursUk)}`;
    },
    emptyShelf: "На полиці порожньо. Поставлене сюди лишається на телефоні, доки не приберете",
    shelfRoom: (size) => `На телефоні зайнято ${size}`,
    passing: "Передати або взяти",
  },
  en: {
    onPhone: "On this phone only",
    lasting: (minutes) => {
      const hours = Math.floor(minutes / 60);
      return hours === 0
        ? `Enough to read offline for ${minutes}\u00a0${plural("en", minutes, minutesEn)}`
        : `Enough to read offline for ${hours}\u00a0${plural("en", hours, hoursEn)}`;
    },
    emptyShelf: "The shelf is empty. What you put here stays on the phone until you take it off",
    shelfRoom: (size) => `${size} used on this phone`,
    passing: "Pass on or take in",
  },
};
