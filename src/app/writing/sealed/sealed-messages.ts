import type { Told } from "./telling.ts";
import type { WritingMessages } from "../writing-messages.ts";

/** What a story carries beside its text. */
export type MediaNames = "photos" | "sound" | "both";

/** The words about stories that were sealed; both languages have the same keys by type. */
export interface SealedWords {
  readonly noNetwork: string;
  readonly goesWithNetwork: string;
  readonly portal: string;
  readonly portalMore: string;
  readonly openLogin: string;
  readonly newsroomSilent: string;
  readonly nextTry: (time: string) => string;

  readonly path: string;
  readonly sealed: string;
  readonly onlyNewsroomOpens: string;
  readonly textFirst: string;
  readonly textThere: string;
  readonly textRefused: string;
  readonly receipt: (code: string) => string;
  readonly receiptForAll: (code: string) => string;
  readonly mediaOnTheWay: (names: MediaNames, done: string, all: string) => string;
  readonly mediaToGo: (names: MediaNames, size: string) => string;
  readonly mediaThere: (names: MediaNames) => string;
  readonly fromTheSamePlace: string;
  readonly waitsForWifi: string;
  readonly willRead: string;
  readonly hasNotRead: string;
  readonly hasRead: string;
  readonly hasAnswered: string;
  readonly published: string;
  readonly declined: string;
  readonly withdrawn: string;
  readonly hasNotReadMore: string;

  readonly changeTerms: string;
  readonly termsAgain: string;
  readonly sealTerms: string;
  readonly termsWait: string;
  readonly termsThere: string;
  readonly withdraw: string;
  readonly withdrawQuestion: string;
  readonly withdrawMore: string;
  readonly withdrawalWaits: string;
  readonly withdrawalThere: string;
  readonly neverWent: string;
  readonly noteRefused: string;
  readonly notTold: Readonly<Record<Exclude<Told, "told">, string>>;

  readonly paused: string;
  readonly reasons: {
    readonly tooBigText: string;
    readonly tooBigPhoto: (number: number, size: string) => string;
    readonly tooBigSound: (size: string) => string;
    readonly damagedPhoto: (number: number) => string;
    readonly damagedSound: string;
    readonly outdated: string;
    readonly full: string;
    readonly conflict: string;
    readonly notTaken: string;
    readonly garbled: string;
    readonly damaged: string;
    readonly sealedAgain: string;
  };

  readonly updateApp: string;
  readonly tryNow: string;
  readonly anyNetworkNow: string;
  readonly removePhotoFromStory: (number: number) => string;
  readonly removeSoundFromStory: string;
  readonly pause: string;
  readonly pauseMore: string;
  readonly resume: string;
  readonly discardCopy: string;
  readonly discardCopyQuestion: string;
  readonly discardCopySent: string;
  readonly discardCopyUnsent: string;

  readonly networkForPhotos: string;
  readonly networkForSound: string;
  readonly networkForStory: string;
  readonly asForAll: string;
  readonly anyNetwork: string;
  readonly wifiOnly: string;
  readonly textGoesAlways: string;
  readonly networkNotTold: string;
}

/** All that the part of the sealed stories says. */
export type SealedMessages = WritingMessages & SealedWords;
