import { type ReadonlySignal, signal } from "@preact/signals";
import type { StoryId } from "../protocol/intake.ts";
import type { Attachment, Story } from "../protocol/story.ts";
import type { InboxLine } from "./inbox-line.ts";
import type { DeskKey } from "./key-file.ts";
import type { StoryWorld } from "./story-model.ts";

/** An attachment that was opened has an address of this page's own; others say why they were not. */
type Opened =
  | { readonly kind: "shown"; readonly url: string }
  | { readonly kind: "awaited" | "unusable" };

/** The attachments of one kind of the story on the table, by their numbers; those that are not looked at are not in memory. */
export interface AttachmentTable<One> {
  readonly opened: ReadonlySignal<ReadonlyMap<number, One>>;
  /** Fetches and opens them one after another; again for those that had not come. */
  show(): Promise<void>;
  /** Lets all of them go, and their addresses. */
  hide(): void;
}

/** Opens the attachments whose type begins with `type`. */
export function createAttachmentTable<One extends Opened>(
  { requests, desk }: Pick<StoryWorld, "requests" | "desk">,
  { id, story, line }: TableStory,
  type: "image/" | "audio/",
  open: (key: DeskKey, sealed: Uint8Array, attachment: Attachment) => Promise<One>,
): AttachmentTable<One | { readonly kind: "awaited" }> {
  type Held = One | { readonly kind: "awaited" };
  const opened = signal<ReadonlyMap<number, Held>>(new Map());
  const openOne = async (attachment: Attachment): Promise<Held> => {
    const part = line.peek()?.parts[attachment.number - 1];
    const key = desk.deskKey();
    if (part === undefined || !part.held || key === undefined) return { kind: "awaited" };
    const answer = await requests.part(id, part.id);
    if (answer.kind === "signed-out") desk.sessionEnded();
    return answer.kind === "done" ? open(key, answer.value, attachment) : { kind: "awaited" };
  };
  let looking = 0;
  return {
    opened,
    async show() {
      const turn = (looking += 1);
      for (const attachment of story.attachments.filter((one) => one.type.startsWith(type))) {
        if (opened.peek().get(attachment.number)?.kind === "shown") continue;
        const one = await openOne(attachment);
        // Another story is on the table by now: what is in this one must not stay in memory.
        if (turn !== looking) return revoke(one);
        opened.value = new Map(opened.peek()).set(attachment.number, one);
      }
    },
    hide() {
      looking += 1;
      for (const one of opened.peek().values()) revoke(one);
      opened.value = new Map();
    },
  };
}

/** The story that the attachments belong to. */
export interface TableStory {
  readonly id: StoryId;
  readonly story: Story;
  readonly line: ReadonlySignal<InboxLine | undefined>;
}

function revoke(one: Opened): void {
  if (one.kind === "shown") URL.revokeObjectURL(one.url);
}
