import type { MediaNames, SealedWords } from "../sealed-messages.ts";

const named: Readonly<Record<MediaNames, string>> = {
  photos: "Photos",
  sound: "Sound",
  both: "Photos and sound",
};
const theNewsroomHas: Readonly<Record<MediaNames, string>> = {
  photos: "The newsroom has the photos",
  sound: "The newsroom has the sound",
  both: "The newsroom has photos and sound",
};

export const en: SealedWords = {
  noNetwork: "No network.",
  goesWithNetwork: "Your story goes when there is one",
  portal: "The Wi-Fi wants a login.",
  portalMore: "Your story is safe on the phone",
  openLogin: "Open the login page",
  newsroomSilent: "The newsroom does not answer now. Your story is safe.",
  nextTry: (time) => `Next try ${time}`,

  path: "The story’s path",
  sealed: "Sealed",
  onlyNewsroomOpens: "Only the newsroom can open it",
  textFirst: "The text goes first",
  textThere: "The newsroom has the text",
  textRefused: "The text was not taken",
  receipt: (code) => `Receipt ${code}`,
  receiptForAll: (code) => `Receipt ${code}: the newsroom has everything`,
  mediaOnTheWay: (names, done, all) => `${named[names]}: ${done} of ${all}`,
  mediaToGo: (names, size) => `${named[names]}: ${size}`,
  mediaThere: (names) => theNewsroomHas[names],
  fromTheSamePlace: "Will go on from here",
  waitsForWifi: "Waiting for Wi-Fi",
  willRead: "The newsroom will read it",
  hasNotRead: "The newsroom has not read it yet",
  hasRead: "The newsroom has read it",
  hasAnswered: "The newsroom has answered",
  published: "Published",
  declined: "Will not be published",
  withdrawn: "Withdrawn",
  hasNotReadMore: "Over 14 days have passed. Your story is safe, and the newsroom is warned",

  changeTerms: "Change terms",
  termsAgain: "They replace the earlier ones as soon as they reach the newsroom.",
  sealTerms: "Seal the new terms",
  termsWait: "The new terms are waiting for a network",
  termsThere: "The newsroom has the new terms",
  withdraw: "Withdraw",
  withdrawQuestion: "Withdraw?",
  withdrawMore:
    "If not published it is deleted, if published taken down. Copies that people already have cannot be called back",
  withdrawalWaits: "The withdrawal is waiting for a network",
  withdrawalThere: "The newsroom has the withdrawal",
  neverWent: "The story never reached the newsroom, and will not go",
  noteRefused: "The newsroom has not taken it yet. It will be tried again",
  notTold: {
    "keys-out-of-date": "The newsroom’s keys are out of date. You can seal after an update",
    "no-key": "This story’s key is no longer on the phone. Write to the newsroom",
    failed: "It did not work. Nothing was changed; try again",
  },

  paused: "Paused",
  reasons: {
    tooBigText: "the text is too long. Make two stories of it",
    tooBigPhoto: (number, size) => `photo ${number} is too big: ${size}. The rest has gone`,
    tooBigSound: (size) => `the recording is too big: ${size}. The rest has gone`,
    damagedPhoto: (number) => `photo ${number} was damaged. Add it again`,
    damagedSound: "the recording was damaged. Add it again",
    outdated: "only a newer version can send it. Your story is safe on the phone",
    full: "the newsroom is short of room. Your story is safe and will be tried again",
    conflict: "the newsroom has another story under this receipt. Seal it once more",
    notTaken: "the newsroom could not take this story. Seal it once more",
    garbled: "something was damaged on the way. Seal the story once more",
    damaged: "something was damaged on this phone. Seal the story once more",
    sealedAgain: "this story was sealed again. The copy can be discarded",
  },

  updateApp: "Update",
  tryNow: "Try now",
  anyNetworkNow: "Send without Wi-Fi",
  removePhotoFromStory: (number) => `Remove photo ${number}`,
  removeSoundFromStory: "Remove the recording",
  pause: "Pause",
  pauseMore: "It does not go until you resume it. What the newsroom has stays there",
  resume: "Resume",
  discardCopy: "Discard copy",
  discardCopyQuestion: "Discard this copy?",
  discardCopySent:
    "The text and the receipt leave this phone. What was sent stays with the newsroom, but you cannot see from here what becomes of it.",
  discardCopyUnsent:
    "The newsroom does not have all of this story yet. A discarded copy will not go.",

  networkForPhotos: "Send photos",
  networkForSound: "Send sound",
  networkForStory: "Photos and sound of this story",
  asForAll: "As in all stories",
  anyNetwork: "Over any network",
  wifiOnly: "Over Wi-Fi only",
  textGoesAlways: "Text goes over any network, at once",
  networkNotTold:
    "This browser does not tell whether a network is Wi-Fi, so photos and sound go over any. To wait, pause the story",
};
