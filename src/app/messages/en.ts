import type { Messages } from "./messages.ts";
import { plural } from "./plurals.ts";

const articles = (count: number): string =>
  `${count} ${plural("en", count, { one: "article", few: "articles" })}`;

export const en: Messages = {
  offline: "Offline.",
  newsAsOf: (when) => `News as of ${when}`,
  today: (time) => `today, ${time}`,
  yesterday: (time) => `yesterday, ${time}`,
  updating: (done, all) => `Updating: ${done} of ${all}`,
  updated: (time) => `Updated, ${time}`,
  articles,
  ready: (count) => `${articles(count)} on this phone. You can read offline`,
  headlinesAndTexts: (texts, all) =>
    `All headlines, ${texts} of ${all} ${plural("en", all, { one: "text", few: "texts" })}`,
  forged: "What came was not from the newsroom. Nothing was added",
  olderApp: "The news is waiting for a new version. Open Soniakh again when there is a network",
  noRoom: "This phone is short of room",
  tryNow: "Try now",
  keep: "Put on shelf",
  kept: "On the shelf",
  look: "Text",
  passOn: "Pass on",
  actions: "What to do with the article",
  takeIn: "Take from a file",
  settings: "Settings",
  search: "Search",
  notHere: "This article is not on your phone yet",
  fetchLater: "Get it when there is a network",
  willFetch: "The article will come when there is a network",
  newerText: "This article was written for a newer version. Update Soniakh when there is a network",
  absent: "A network is needed, once and briefly",
  writeAbsentMore: "What you wrote before is still on this phone",
  failed: "Something broke. What is saved on this phone was not touched",
  reload: "Open again",
};
