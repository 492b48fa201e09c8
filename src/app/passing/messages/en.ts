import { plural } from "../../messages/plurals.ts";
import type { PassingMessages } from "./messages.ts";

const articles = (count: number): string =>
  `${count} ${plural("en", count, { one: "article", few: "articles" })}`;
const nothingAdded = "Nothing was added";

export const en: PassingMessages = {
  title: "Pass on or take in",
  passOn: "Pass on",
  passOnWhy:
    "The articles are put into one file. It can be handed on by Bluetooth, a cable, a memory card or a messenger: no network is needed. The file can be read without the app, too.",
  what: "What to pass on?",
  whole: (count) => `All there is: ${articles(count)}`,
  shelf: (count) => `The shelf: ${articles(count)}`,
  some: "Choose articles",
  chosen: (count) => `Chosen: ${count}`,
  more: "Earlier articles",
  pictures: "Pictures",
  withPictures: "With pictures",
  textAlone: "Text only",
  make: "Make the file",
  making: "The file is being made. Keep this open",
  made: (name, size) => `File ${name}, ${size}`,
  inside: (count) => `Inside: ${articles(count)} with the newsroom’s signature`,
  left: (count) =>
    `Left out: ${articles(count)}. Their text is not on this phone, or the newsroom lists them no more`,
  share: "Share the file",
  save: "Save the file",
  shared: "The file was handed on",
  saved: (name) => `The file ${name} is in your downloads`,
  nothing:
    "There is nothing to pass on as a file: the text is not on this phone, or the newsroom lists it no more",
  noEdition: "To make a file, a network is needed, once and not for long",
  asLink: "As a link",
  asLinkWhy: "Short. A network is needed to open it",
  asFile: "As a file",
  asFileWhy: "Can be read without a network, with pictures",
  copied: "Link copied",
  copyFailed: "Copying did not work. The link:",
  close: "Close",
  takeIn: "Take from a file",
  takeInWhy:
    "An .html file that was made in the same way on another phone. Before anything is added, the app checks the newsroom’s signature.",
  drop: "On a computer you can simply drag the file into the window.",
  checking: "The file is being checked. Keep this open",
  checked: (newsroom) => `Checked: from the newsroom «${newsroom}»`,
  dated: (day) => `News as of ${day}`,
  fates: {
    newer: "newer than on this phone",
    here: "already on this phone",
    older: "this phone has a newer one, which stays",
    withdrawn: "this article has been withdrawn; it is not taken",
    unlisted: "the newsroom lists it no more",
    headline: "headline only",
  },
  take: "Take in",
  notNow: "Do not take",
  takingIn: "The articles are being added. Keep this open",
  takenToShelf: (count) => `${articles(count)} taken in. Look on the shelf`,
  takenToList: (count) => `${articles(count)} taken in. Look under Read`,
  nothingNew: "Nothing new in the file: all of it is on this phone already",
  open: (title) => `Open “${title}”`,
  again: "Take from another file",
  unfit: {
    damaged: `The file is damaged or forged. ${nothingAdded}`,
    "not-ours": `This cannot be taken. An .html file with articles fits, made under Pass on on another phone. ${nothingAdded}`,
    "too-big": `The file is too big: up to 40\u00a0MB can be taken. ${nothingAdded}`,
    "other-newsroom": `This file is from another newsroom; its own app opens it. ${nothingAdded}`,
    newer: `The file was made by a newer version. Update the app when there is a network, and try again. ${nothingAdded}`,
    full: `This phone is short of room. Make some and try again. ${nothingAdded}`,
    failed: `Something broke. ${nothingAdded}. Try again`,
  },
};
