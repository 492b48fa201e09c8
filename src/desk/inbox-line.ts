import { readArticleId, readSlug } from "../protocol/article.ts";
import { readBlobId, readStoryId, storyStates } from "../protocol/intake.ts";
import {
  parsing,
  readBoolean,
  readCount,
  readDay,
  readList,
  readObject,
  readOneOf,
  readString,
} from "../protocol/parsing.ts";

const readLine = readObject({
  id: readStoryId,
  state: readOneOf(...storyStates),
  date: readDay,
  textBytes: readCount(0),
  pickedUp: readBoolean,
  parts: readList(readObject({ id: readBlobId, bytes: readCount(0), held: readBoolean }), 40),
  code: readObject({ uk: readString(12), en: readString(12) }),
  articles: readList(
    readObject({ article: readArticleId, slug: readSlug, withdrawn: readBoolean }),
    1_000,
  ),
  notes: readCount(0),
  overdue: readBoolean,
});

/** A story in the desk's list before it is opened: what the server knows of it. */
export type InboxLine = ReturnType<typeof readLine>;

/** The list out of the server's answer. Never throws. */
export const parseInbox = parsing(readObject({ stories: readList(readLine, 100_000) }), "inbox");

/** Where a story stands on the desk's tabs. */
export const tabs = ["new", "working", "published", "declined"] as const;
export type Tab = (typeof tabs)[number];

export function tabOf(state: InboxLine["state"]): Tab {
  switch (state) {
    case "received":
      return "new";
    case "opened":
    case "answered":
      return "working";
    case "published":
      return "published";
    case "declined":
    case "withdrawn":
      return "declined";
  }
}

/** True while a story can still be edited, published or declined. */
export const isUndecided = (state: InboxLine["state"]): boolean =>
  tabOf(state) === "new" || tabOf(state) === "working";
