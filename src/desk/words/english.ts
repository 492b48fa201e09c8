import { wordsEn } from "../../rendering/words-en.ts";
import type { DeskWords } from "./words.ts";

const plural = new Intl.PluralRules("en");
const count = (n: number, one: string, many: string): string =>
  `${n} ${plural.select(n) === "one" ? one : many}`;
const { months } = wordsEn;
const languages: Readonly<Record<string, string>> = {
  uk: "Ukrainian",
  en: "English",
  ru: "Russian",
  crh: "Crimean Tatar",
  pl: "Polish",
  ro: "Romanian",
};
const dayOf = (day: string): string =>
  `${Number(day.slice(8))} ${months[Number(day.slice(5, 7)) - 1] ?? ""}`;

/** The desk in English. */
export const english: DeskWords = {
  language: "en",
  otherLanguage: "Українська",
  desk: "Newsroom",
  trialLabel: "Demonstration",
  trial: "Demonstration: this is a trial key. There must be no real stories here.",
  close: "Close",
  day: dayOf,
  today: "today",
  yesterday: "yesterday",
  time: (date) => date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }),
  languageName: (tag) => languages[tag.split("-")[0] ?? ""] ?? tag,

  signIn: {
    title: "Sign in to the newsroom",
    checking: "Checking the link…",
    why: {
      "no-link":
        "You come in here by a one-time link. Ask whoever looks after the server for one: it works for ten minutes.",
      "link-spent":
        "This link was used or is too old: it works once and for ten minutes. Ask for a new one.",
      ended: "You were signed in for as long as is allowed. Ask for a new link.",
      unreachable: "The newsroom’s server does not answer. Nothing is lost.",
      left: "You are signed out. The key is closed, and no opened stories are left on this computer.",
    },
    again: "Try again",
  },
  key: {
    title: "Open the newsroom’s key",
    lead: "Stories open here, on this computer. The key and its passphrase do not leave it, and the server never sees them.",
    file: "Key file",
    choose: "Choose a file",
    chosen: "A file is chosen",
    passphrase: "The key’s passphrase",
    show: "Show the passphrase",
    hide: "Hide the passphrase",
    open: "Open the key",
    opening: "Opening… this takes a few seconds",
    why: {
      "wrong-passphrase": "The passphrase does not fit. Check the keyboard’s language.",
      "not-a-key-file":
        "This is not the newsroom’s key file. It must be an age file with a passphrase.",
      time: "Eight hours have passed, and the key is closed. Open it again.",
    },
    openUntil: (time) => `Key open until ${time}`,
    close: "Close the key",
  },
  signOut: "Sign out",
  tabs: { new: "New", working: "In work", published: "Published", declined: "Declined" },
  tabsLabel: "Stories by state",
  list: {
    label: "Stories",
    search: (n) => `Search ${count(n, "story", "stories")}`,
    searchLabel: "Search the stories, or by receipt",
    empty: {
      new: "There are no new stories",
      working: "Nothing is being worked on",
      published: "No story has been published yet",
      declined: "No story has been declined",
    },
    nothing: "Nothing found. Try a shorter word",
    loading: "Looking what has come in…",
    unreachable: "The newsroom’s server does not answer. Nothing is lost.",
    again: "Try again",
    untitled: "Untitled",
    opening: "Opening…",
    closed: "Does not open with this key",
    broken: "There is no story inside",
    gone: "What was sealed has been taken off the server",
    notFetched: "Did not load",
    minor: "under 18",
    harm: "could harm others",
    photos: (n) => count(n, "photo", "photos"),
    recordings: (n) => count(n, "recording", "recordings"),
    receipt: (code) => `Receipt ${code}`,
    unread: "not read yet",
    state: { declined: "declined", withdrawn: "withdrawn" },
  },
  story: {
    choose: "Choose a story from the list",
    back: "To the list",
    received: (day) => `Received ${day}`,
    words: (n) => count(n, "word", "words"),
    part: "Goes on from another story",
    title: "Title",
    summary: "A short introduction (may stay empty)",
    text: (n) => `Part ${n} of the text`,
    photo: (n) => `Photo ${n}`,
    alt: "Description for those who do not see it",
    altHint: "What the photo shows, in one sentence",
    caption: "Caption",
    include: "Keep in the article",
    photoNewsroom: "Photo for the newsroom only: it does not go into the article",
    recording: (n) => `Recording ${n}`,
    includeSound: "Put the recording into the article",
    soundState: {
      awaited: "The recording has not arrived yet",
      closed: "The recording does not open with this key",
      "not-as-said":
        "The recording is damaged or was swapped: it is not the one that the story names",
      "not-a-recording": "This is not a recording of a voice",
      missing: "The story has no such recording",
      loading: "Opening the recording…",
    },
    photoState: {
      awaited: "The photo has not arrived yet",
      closed: "The photo does not open with this key",
      "not-as-said": "The photo is damaged or was swapped: it is not the one that the story names",
      "not-a-picture": "This is not a photo",
      "too-large": "The photo is too large to be shown safely",
      missing: "The story has no such photo",
      loading: "Opening the photo…",
    },
    cut: "Take out selection",
    undo: "Undo",
    language: "Language of the text",
    verified: "What was verified (printed under the title)",
    warning: "A warning before the text, if it is hard to read",
    preview: "As readers will see it",
    edit: "Back to editing",
    previewPhoto: (alt) => `Photo: ${alt}`,
    brokenTitle: "This story could not be opened",
    closedText:
      "It was not sealed for this key, or was damaged on its way. Try the recovery key; what was sealed stays on the server.",
    brokenText: "It opens, but inside is not what Soniakh sends. Nothing of it was shown or run.",
    goneText: "The newsroom took it off the server before; it is in the exported files.",
    notFetchedText: "The network broke off. Try again.",
    technical: (why) => `For whoever looks after the server: ${why}`,
  },
  terms: {
    title: "Terms",
    publish: "Publish",
    publishIs: { publish: "Yes", "read-only": "No, only read it" },
    approval: "Finished text",
    approvalIs: {
      "show-first": "Show before publication",
      "no-need": "Publish without asking again",
    },
    signature: "Name",
    ownName: (name) => `${name} (own name)`,
    otherName: (name) => `${name} (another name)`,
    noName: "No name",
    photos: "Photos",
    photosAre: { publish: "Yes", "newsroom-only": "No, for the newsroom only" },
    voice: "Voice",
    voiceIs: { "may-be-heard": "May be heard", "words-only": "No, only in words" },
    place: "Place",
    placeIs: { town: "Town or village", region: "Region only", none: "Do not name it" },
    when: "When",
    notBefore: (day) => `Not before ${day}`,
    age: "Age",
    adult: "18 or over",
    minor: "Under 18",
    harm: "Could it harm",
    harmIs: { no: "No", "remove-marks": "Remove what identifies people", "not-sure": "Not sure" },
    unset: "Not said, so no",
    note: "They hold until the author changes them.",
    wording: "As it stood on the author’s screen",
  },
  notes: {
    withdrawn:
      "The story was taken back from its author’s phone. It is taken down and deleted; it must not be printed.",
    changed: "The terms were changed from the author’s phone. The new ones hold.",
    former: "What the terms were",
    outByFormer:
      "The article came out by the former terms. Check name and photos; if they are not allowed any more, take it down.",
    unreadable: (n) =>
      `${n} ${n === 1 ? "note" : "notes"} about this story could not be read: not signed by the author, or for a newer desk page.`,

    listChanged: "terms changed",
    overdue: "waiting for over 14 days",
  },
  checklist: {
    title: "Before publication",
    lines: {
      people: "Names and marks of people who did not consent are out",
      troops: "Nothing on positions, movement or equipment of troops",
      place: "The place is no more exact than allowed",
      faces: "No faces and no addresses in the photos",
      facts: "Facts are verified or marked",
      alt: "Every photo is described",
    },
    secondEditor: "A second editor has read it",
    voiceOut:
      "The recording does not go into the article: the author did not allow it. What it says may be told.",
    photosOut: "The photos do not go into the article: they are for the newsroom only.",
  },
  publish: {
    button: "Publish",
    busy: "Publishing…",
    done: "Published. Readers’ phones take it with the next news.",
    open: "Open the article",
    refused: (why) => `The server did not publish it: ${why}`,
    unreachable:
      "The server does not answer. The text is still here; try again, it will not be published twice.",
    cannot: "It cannot be published yet",
    why: (obstacle) => {
      switch (obstacle.kind) {
        case "read-only":
          return "The author allowed only reading.";
        case "show-first":
          return "The author wants to see the finished text first. Approving it on the phone comes with the next version, so it cannot be printed yet.";
        case "not-before":
          return `The author asks for not before ${dayOf(obstacle.day)}.`;
        case "decided":
          return obstacle.state === "declined"
            ? "The story was declined."
            : "The story was withdrawn.";
        case "title":
          return "There is no title.";
        case "empty":
          return "There is no text.";
        case "language":
          return "The language of the text is not written right: “uk”, “en”, “ru”.";
        case "unticked":
          return "Not every line is ticked.";
        case "second-editor":
          return "A second editor has to read it.";
        case "alt":
          return `Photo ${obstacle.photo} has no description.`;
        case "sound-not-ready":
          return `Recording ${obstacle.sound} is not open yet: wait, or take it out of the article.`;
        case "photo-not-ready":
          return `Photo ${obstacle.photo} is not open: wait for it, or take it out of the article.`;
      }
    },
  },
  decline: {
    button: "Decline",
    sure: "Decline it? The author’s phone will say “Will not be published”.",
    yes: "Decline",
    no: "Keep",
    done: "Declined",
  },
  retract: {
    button: "At author’s request",
    sure: "Mark it as withdrawn at its author’s request? It cannot be published after that.",
    yes: "Mark it",
    no: "Keep",
    done: "Withdrawn",
  },
  withdraw: {
    button: "Take it down",
    sure: "Take it down? The article leaves phones as soon as they catch up. It cannot come back under this number.",
    yes: "Take it down",
    no: "Keep",
  },
  keys: {
    move: "next, previous",
    cut: "take out selection",
    undo: "undo",
  },
};
