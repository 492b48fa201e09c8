/** What another app shared with this one, to become a draft. */
export interface Shared {
  readonly title: string;
  readonly text: string;
  readonly photos: readonly Blob[];
}

/** What a page asks the worker for, with a port for the answer: a {@link Shared}, or undefined where it holds none. */
export const takeSharedMessage = "TAKE_SHARED";
