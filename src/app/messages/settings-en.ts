import type { SettingsMessages } from "./settings-messages.ts";

export const settingsEn: SettingsMessages = {
  settings: "Settings",
  close: "Close",
  install: "Put on home screen",
  installTile: "Which icon?",
  installGuide: ["Tap Share at the bottom of the screen", "Choose Add to Home Screen", "Tap Add"],
  language: "Language",
  languages: { uk: "Українська", en: "English" },
  lookRow: "Look",
  lookChoices: { phone: "As the phone", light: "Light", dark: "Dark" },
  size: "Text size",
  sizes: ["Smaller", "Usual", "Larger", "Largest"],
  download: "What to download",
  downloadChoices: {
    everything: "Everything",
    small: "Text and small pictures",
    text: "Text only",
  },
  room: "Room",
  roomKinds: { texts: "Articles", pictures: "Pictures of articles", stories: "The rest" },
  roomFree: (size) => `${size} still free`,
  roomPromise:
    "Drafts, stories and the shelf stay. Pictures taken off come back when the article is wanted.",
  makeRoom: "Make room",
  madeRoom: (size) => `${size} freed`,
  checked: "If your phone may be checked",
  checkedLimits: [
    "Only our editors’ keys can open what you sealed. This phone cannot open it again.",
    "It can still show that you visited this site: in the browser’s history and in the list of apps.",
    "Whoever holds the phone unlocked and opens Soniakh can read a draft.",
    "The network operator sees the site’s address. What you read or write there it does not see.",
    "A keyboard may remember the words you type. Spyware on the phone sees everything.",
    "Discarding is not erasing: the phone’s memory may keep remains.",
  ],
  checkedPrivate: "A private window",
  checkedPrivateSteps: [
    "Open this site in a private window of the browser: when we checked Chrome and Firefox, nothing was left on the disk after it was closed.",
    "In a private window a draft lives while the window is open. Finish and send in one go.",
    "Do not put Soniakh on the home screen. An empty phone raises questions too, so let ordinary pages stay in the history.",
  ],
  about: "About the newsroom",
  aboutText: (newsroom) =>
    `${newsroom} collects people’s stories of what they have lived through. It is not a channel for military reporting: that is not collected here.`,
  aboutKeys:
    "A story is sealed on the phone for at least two keys of the newsroom. The key that opens it is with the newsroom alone, not on the server.",
  contacts: "How to reach us",
  privacy: "What happens to what you send",
  version: (version) => `Version ${version}`,
  demonstration: "Demonstration: do not send real stories",
  wiped:
    "The browser erased what was here. Articles will come back. What was sent is with the newsroom; drafts are gone",
  newVersion: "A new version is ready",
  update: "Update",
  later: "Later",
  installWhy: "It opens with one tap, without a network too.",
  inAppBrowser: (browser) => `This window may forget everything. Open it in ${browser}`,
};
