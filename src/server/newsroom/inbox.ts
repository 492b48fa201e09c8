import type { ReadableStream } from "node:stream/web";
import { fromBase64url, type Hash } from "../../protocol/bytes.ts";
import {
  type BlobId,
  daysBetween,
  longWait,
  receiptCode,
  type StoryId,
  type StoryState,
} from "../../protocol/intake.ts";
import type { Publication } from "../storage/newsroom-storage.ts";

/** A story as the intake keeps it: all of it sealed. */
export interface SealedStory {
  readonly id: StoryId;
  readonly manifestHash: Hash;
  readonly date: string;
  readonly state: StoryState;
  readonly textBytes: number;
  /** The sealed bytes are gone from here, because the newsroom holds them elsewhere. */
  readonly pickedUp: boolean;
  readonly parts: readonly {
    readonly id: BlobId;
    readonly bytes: number;
    readonly held: boolean;
  }[];
}

/** What the desk asks of the intake: sealed bytes, sizes and states. */
export interface Inbox {
  /** In order of arrival. */
  list(): Promise<readonly SealedStory[]>;
  /** The manifest's bytes as they travelled. */
  findManifest(id: StoryId): Promise<Uint8Array | undefined>;
  /** The sealed text part; undefined where the story is unknown or was picked up. */
  findText(id: StoryId): Promise<Uint8Array | undefined>;
  /** A sealed attachment of that story; undefined where the story does not name it or it is not here. */
  readPart(id: StoryId, part: BlobId): Promise<ReadableStream<Uint8Array> | undefined>;
  /** False where the story is unknown. `opened` never undoes a later state. */
  setState(id: StoryId, state: Exclude<StoryState, "received">): Promise<boolean>;
  /** The sealed notes about a story, in order of arrival. */
  listNotes(id: StoryId): Promise<readonly { readonly file: Uint8Array }[]>;
  /** How many notes each story has; those without any are left out. */
  countNotes(): Promise<ReadonlyMap<StoryId, number>>;
  /** Removes the sealed bytes of a story that its author took back; its receipts stay. Again is the same as once. */
  erase(id: StoryId): Promise<void>;
}

/** A story in the desk's list, as it travels. No sequence and no time: only what an editor works with. */
export interface InboxLine {
  readonly id: StoryId;
  readonly state: StoryState;
  /** The day it came, UTC. */
  readonly date: string;
  readonly textBytes: number;
  readonly pickedUp: boolean;
  readonly parts: SealedStory["parts"];
  /** The receipt as its author sees it, in either alphabet. */
  readonly code: { readonly uk: string; readonly en: string };
  readonly articles: readonly Omit<Publication, "story">[];
  /** How many notes its author has sent about it. */
  readonly notes: number;
  /** It has lain unopened for {@link longWait} days: its author is told so, and so is the newsroom. */
  readonly overdue: boolean;
}

/** The list as the desk shows it, newest first. */
export function inboxLines(
  stories: readonly SealedStory[],
  published: readonly Publication[],
  notes: ReadonlyMap<StoryId, number>,
  today: string,
): readonly InboxLine[] {
  const articles = Map.groupBy(published, ({ story }) => story);
  return stories.toReversed().map((story) => ({
    id: story.id,
    state: story.state,
    date: story.date,
    textBytes: story.textBytes,
    pickedUp: story.pickedUp,
    parts: story.parts.map(({ id, bytes, held }) => ({ id, bytes, held })),
    code: codeOf(story.manifestHash),
    articles: (articles.get(story.id) ?? []).map(({ article, slug, withdrawn }) => ({
      article,
      slug,
      withdrawn,
    })),
    notes: notes.get(story.id) ?? 0,
    overdue: isOverdue(story, today),
  }));
}

/** True where nobody has opened it for so long that its author is told. */
const isOverdue = ({ state, date }: SealedStory, today: string): boolean =>
  state === "received" && daysBetween(date, today) >= longWait;

/** The sentence that warns an operator of stories which nobody has opened; undefined where there are none. Says no more than how many. */
export function tellOverdue(stories: readonly SealedStory[], today: string): string | undefined {
  const count = stories.filter((story) => isOverdue(story, today)).length;
  if (count === 0) return undefined;
  const [what, whose] =
    count === 1 ? ["1 story has", "its author is"] : [`${count} stories have`, "their authors are"];
  return `${what} been waiting unopened for ${longWait} days or longer, and ${whose} told so. Open the desk.`;
}

function codeOf(manifestHash: Hash): InboxLine["code"] {
  const bytes = fromBase64url(manifestHash) ?? new Uint8Array(32);
  return { uk: receiptCode(bytes, "uk"), en: receiptCode(bytes, "en") };
}

/**
 * The states that an editor may set by hand from the present one. `published` comes from publishing alone, and what is
 * published is taken down before its story can be anything else: the author's phone must never say what is not so.
 */
export function mayBecome(present: StoryState): readonly StoryState[] {
  switch (present) {
    case "received":
    case "opened":
    case "answered":
      return ["opened", "declined", "withdrawn"];
    case "declined":
      return ["declined", "withdrawn"];
    case "withdrawn":
      return ["withdrawn"];
    case "published":
      return ["opened"];
  }
}
