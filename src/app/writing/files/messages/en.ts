import type { FilesMessages } from "./messages.ts";

export const en: FilesMessages = {
  close: "Close",
  save: "Save the file",
  share: "Share",
  shared: "The file was handed over",
  saved: (name) => `Saved: ${name}`,
  made: (size) => `The file is ready, ${size}`,

  draftTitle: "Draft as a file",
  draftWhy:
    "The draft with all its photos and recordings becomes one file. It can be taken to another phone. Only the seven words that you will now see open it.",
  make: "Make the file",
  making: "Making it…",
  paper: "Write these seven words on paper",
  paperWhy:
    "Without them nobody can open the file. They are not kept here: once this closes, you cannot see them again.",
  missing: (count) =>
    `All of the text is in the file. Photos and recordings that the phone does not give now are not: ${count}`,
  draftTooBig: "There are too many photos and recordings for one file. The draft is safe",
  notMade: "The file could not be made: the phone is short of memory. The draft is safe",
  draftName: "notes.age",

  openTitle: "Open a draft from a file",
  openWhy:
    "Choose the file and type the seven words from the paper. The draft stands beside the others; none of them changes.",
  choose: "Choose a file",
  chosen: (size) => `A file is chosen, ${size}`,
  words: "Seven words",
  open: "Open",
  opening: "Opening…",
  wordsMiscounted: (count) =>
    `There should be seven words; here ${count === 1 ? "is 1" : `are ${count}`}`,
  trouble: {
    "wrong-words": "These words do not fit this file. Check them against the paper",
    "not-ours": "This is not a draft’s file. Nothing was added",
    damaged: "The file is damaged. Nothing was added, and nothing is lost",
    newer: "The file was made by a newer version. Update Soniakh and open it again",
    "too-much": "The file is too big for this phone. Nothing was added",
    "no-room": "The phone is short of room. Nothing was added",
    failed: "It did not work now: the phone is short of memory or room. Nothing was added",
  },

  storyTitle: "Story as a file",
  storyWhy:
    "The file holds the whole sealed story. Only the newsroom can open it, so anybody may carry it: by e-mail, through the bot, on a card.",
  storyGoesToo:
    "The story stays here and goes on waiting for a network. If both arrive, the newsroom has it once.",
  contacts: "Where to send it",
  storyGone: "Not all of the story is on the phone any more: it makes no file",
  storyName: "story.soniakh",

  shareTaken: "This is a new draft of what you shared.",
  shareLost: "What you shared did not get here. Share it once more",
  discard: "Discard",
};
