/**
 * What an editor vouches for before a story is published, in this order. The desk shows a line for each, and the
 * newsroom publishes nothing while one is open.
 */
export const checklist = [
  /** Names and marks of people who did not consent are out. */
  "people",
  /** Nothing on positions, movement or equipment of troops. */
  "troops",
  /** The place is named no more exactly than the author allowed. */
  "place",
  /** No faces and no addresses in the pictures. */
  "faces",
  /** Facts are verified, or it is said that they are not. */
  "facts",
  /** Every picture is described in words. */
  "alt",
] as const;
export type ChecklistLine = (typeof checklist)[number];
