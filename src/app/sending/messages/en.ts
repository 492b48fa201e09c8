import { plural } from "../../messages/plurals.ts";
import type { SendingMessages } from "../sending-messages.ts";

const words = (count: number): string =>
  `${count}\u00a0${plural("en", count, { one: "word", few: "words" })}`;
const small = ["", "One", "Two", "Three", "Four", "Five", "Six"];

export const en: SendingMessages = {
  back: "Back",
  step: (step, of) => `${step} of ${of}`,
  next: "Next",
  leaves: "What leaves your phone",
  leavesOnly: "Only this, and nothing more. Not sent yet.",
  text: (count) => `Text, ${words(count)}`,
  noText: "No text",
  readIt: "Read it",
  foldIt: "Close it",
  photo: (size) => `Photo, ${size}`,
  paintOver: "Paint over faces",
  cannotPaint: "It cannot be painted over now. A network is needed, once and briefly",
  photoAlt: (number) => `Photo ${number} of the story`,
  sound: (length, size) => `Voice, ${length}, ${size}`,
  freed: "Place, time and phone model are removed from photos",
  freedSound: "The recording holds the voice alone: no time, no phone model",
  nothingElse: "No phone number, no e-mail address, not the place where you are.",
  troops:
    "Leave out troops: where they are, where they move, what they carry. It is dangerous for you, and we do not collect it.",
  terms: "Your terms",
  termsMore: "You can change them until the story is published.",
  asLastTime: "As last time",
  moreTerms: "More terms: place and date",
  moreTermsUnset: "If you choose nothing, no place is named.",
  words: {
    publish: {
      question: "What may be done with your story?",
      answers: { publish: "Yes, publish it", "read-only": "Only read it, do not publish" },
    },
    approval: {
      question: "Show you the finished text?",
      answers: {
        "show-first": "Yes. Do not publish without my consent",
        "no-need": "No, publish without asking again",
      },
    },
    signature: {
      question: "Whose name?",
      answers: { "own-name": "Mine", "other-name": "Another name", "no-name": "No name" },
    },
    photos: {
      question: "May the photos be published?",
      answers: { publish: "Yes", "newsroom-only": "No, for the newsroom only" },
    },
    voice: {
      question: "May your voice be heard?",
      answers: {
        "may-be-heard": "Yes, I may be recognised",
        "words-only": "No, only in words",
      },
    },
    adult: { question: "Are you 18 or over?", answers: { yes: "Yes", no: "No" } },
    harm: {
      question: "Could your story harm someone?",
      answers: {
        no: "No",
        "remove-marks": "Yes, remove what identifies them",
        "not-sure": "Not sure",
      },
    },
    place: {
      question: "How exact a place?",
      answers: { town: "Town or village", region: "Region only", none: "No place" },
    },
    when: {
      question: "When?",
      answers: { "as-soon-as-ready": "As soon as it is ready", "not-before": "Not before…" },
    },
  },
  name: "Name",
  day: "Day",
  openQuestions: (count, names) =>
    `${small[count] ?? count} more ${count === 1 ? "question" : "questions"}: ${names}`,
  questionNames: {
    publish: "what may be done",
    approval: "the finished text",
    signature: "the name",
    photos: "photos",
    voice: "your voice",
    adult: "age",
    harm: "harm",
    place: "place",
    when: "day",
  },
  answerThis: "Choose an answer",
  nameThis: "Fill in the name",
  envelope: "Your letter is ready",
  onlyNewsroom: "Only the newsroom can open it",
  copyStays: "Your copy stays here until you discard it",
  seal: "Seal and send",
  sealing: "Sealing…",
  keysOutOfDate:
    "The newsroom’s keys are out of date. You can seal after an update; your text is saved",
  changedElsewhere: "The text was just changed in another window. Look once more at what leaves",
  textTooBig: "The text is too long for one letter. Make two stories of it",
  photoTooBig: "One of the photos is too big. Remove it or add a smaller one",
  photoMissing: "One of the photos is no longer on this phone. Remove it from the story",
  soundTooBig: "One of the recordings is too big. Shorten or remove it",
  soundMissing: "One of the recordings is no longer on this phone. Remove it from the story",
  sealingFailed: "It could not be sealed. Nothing was sent; your text is saved",
  noRoom: "The phone is short of room. Nothing was sent; your text is saved",
  notSaved:
    "The phone does not take it. Nothing was sent, and your last words are not saved yet. Keep this open",
  toTheText: "To the text",
};
