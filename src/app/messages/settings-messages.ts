import type { InterfaceLanguage } from "../../protocol/language.ts";
import { settingsEn } from "./settings-en.ts";
import { settingsUk } from "./settings-uk.ts";

/** The words of the settings and of what the app seldom offers: a chunk of their own, fetched when they are called for. */
export interface SettingsMessages {
  readonly settings: string;
  readonly close: string;
  readonly install: string;
  readonly installTile: string;
  readonly installGuide: readonly string[];
  readonly language: string;
  readonly languages: Readonly<Record<InterfaceLanguage, string>>;
  readonly lookRow: string;
  readonly lookChoices: Readonly<Record<"phone" | "light" | "dark", string>>;
  readonly size: string;
  readonly sizes: readonly string[];
  readonly width: string;
  readonly widths: Readonly<Record<"narrow" | "usual" | "wide", string>>;
  readonly download: string;
  readonly downloadChoices: Readonly<Record<"everything" | "small" | "text", string>>;
  /** What each choice means. */
  readonly downloadMeans: Readonly<Record<"everything" | "small" | "text", string>>;
  /** Why the phone began with small pictures. */
  readonly downloadWhy: Readonly<Record<"saveData" | "cellular" | "littleRoom", string>>;
  readonly downloading: (done: number, all: number) => string;
  readonly downloaded: string;
  readonly downloadLater: string;
  readonly room: string;
  readonly checked: string;
  readonly checkedLimits: readonly string[];
  readonly checkedPrivate: string;
  readonly checkedPrivateSteps: readonly string[];
  readonly passing: string;
  /** An article was taken off the shelf, and can be put back. */
  readonly discarded: string;
  readonly undo: string;
  readonly about: string;
  readonly aboutText: (newsroom: string) => string;
  readonly aboutKeys: string;
  readonly contacts: string;
  readonly privacy: string;
  readonly version: (version: string) => string;
  readonly demonstration: string;
  readonly wiped: string;
  /** The update was asked for while a story is open in some window. */
  readonly updateHeld: string;
  /** It was asked for, and comes in a few seconds. */
  readonly updateComing: string;
  readonly newVersion: string;
  readonly update: string;
  readonly later: string;
  readonly installWhy: string;
  readonly inAppBrowser: (browser: string) => string;
}

const all: Readonly<Record<InterfaceLanguage, SettingsMessages>> = {
  uk: settingsUk,
  en: settingsEn,
};

/** The settings' messages of a language. */
export const settingsMessagesIn = (language: InterfaceLanguage): SettingsMessages => all[language];
