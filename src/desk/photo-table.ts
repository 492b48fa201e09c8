import { type ReadonlySignal, signal } from "@preact/signals";
import type { StoryId } from "../protocol/intake.ts";
import type { Attachment, Story } from "../protocol/story.ts";
import type { InboxLine } from "./inbox-line.ts";
import { type OpenedPhoto, openPhoto } from "./photos.ts";
import type { StoryWorld } from "./story-model.ts";

/** The photos of the story on the table, by their numbers; those that are not looked at are not in memory. */
export interface PhotoTable {
  readonly photos: ReadonlySignal<ReadonlyMap<number, OpenedPhoto>>;
  /** Fetches, opens and draws them one after another; again for those that had not come. */
  showPhotos(): Promise<void>;
  /** Lets all of them go, and their addresses. */
  hidePhotos(): void;
}

export function createPhotoTable(
  world: Pick<StoryWorld, "requests" | "desk" | "drawing">,
  id: StoryId,
  story: Story,
  line: ReadonlySignal<InboxLine | undefined>,
): PhotoTable {
  const { requests, desk } = world;
  const photos = signal<ReadonlyMap<number, OpenedPhoto>>(new Map());
  const openOne = async (attachment: Attachment): Promise<OpenedPhoto | undefined> => {
    const part = line.peek()?.parts[attachment.number - 1];
    const key = desk.deskKey();
    if (part === undefined || !part.held || key === undefined) return { kind: "awaited" };
    const answer = await requests.part(id, part.id);
    if (answer.kind === "signed-out") desk.sessionEnded();
    return answer.kind === "done"
      ? openPhoto(key, answer.value, attachment, world.drawing)
      : { kind: "awaited" };
  };
  let looking = 0;
  const showPhotos = async (): Promise<void> => {
    const turn = (looking += 1);
    for (const attachment of story.attachments.filter(({ type }) => type.startsWith("image/"))) {
      if (photos.peek().get(attachment.number)?.kind === "shown") continue;
      const photo = await openOne(attachment);
      // Another story is on the table by now: its picture must not stay in memory.
      if (turn !== looking) return revoke(photo);
      if (photo !== undefined) photos.value = new Map(photos.peek()).set(attachment.number, photo);
    }
  };
  const hidePhotos = (): void => {
    looking += 1;
    for (const photo of photos.peek().values()) revoke(photo);
    photos.value = new Map();
  };

  return { photos, showPhotos, hidePhotos };
}

function revoke(photo: OpenedPhoto | undefined): void {
  if (photo?.kind === "shown") URL.revokeObjectURL(photo.url);
}
