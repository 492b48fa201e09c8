import type { BlobId, StoryId } from "./intake.ts";
import type { NoteId } from "./note.ts";

/** The paths of sending. Methods stand beside those that are not GET. */
export const intakeRoutes = {
  limits: "/intake/limits",
  /** PUT (leaf list first, then leaves) and HEAD. */
  blob: (id: BlobId) => `/intake/blobs/${id}`,
  /** PUT. */
  story: (id: StoryId) => `/intake/stories/${id}`,
  /** POST: several in one body, each as it travels alone. */
  stories: "/intake/stories",
  /** PUT. */
  note: (id: NoteId) => `/intake/notes/${id}`,
  /** POST. */
  receipts: "/intake/receipts",
} as const;
