/** The words of saving to a file and opening one; both languages have the same keys by type. */
export interface FilesMessages {
  readonly close: string;
  /** On the buttons that lead here. */
  readonly save: string;
  readonly share: string;
  readonly shared: string;
  readonly saved: (name: string) => string;
  readonly made: (size: string) => string;

  readonly draftTitle: string;
  readonly draftWhy: string;
  readonly make: string;
  readonly making: string;
  readonly paper: string;
  readonly paperWhy: string;
  readonly missing: (count: number) => string;
  readonly draftTooBig: string;
  readonly notMade: string;
  /** Names tell nothing, and stay in download lists. */
  readonly draftName: string;

  readonly openTitle: string;
  readonly openWhy: string;
  readonly choose: string;
  readonly chosen: (size: string) => string;
  readonly words: string;
  readonly open: string;
  readonly opening: string;
  readonly wordsMiscounted: (count: number) => string;
  readonly trouble: {
    readonly "wrong-words": string;
    readonly "not-ours": string;
    readonly damaged: string;
    readonly newer: string;
    readonly "too-much": string;
    readonly "no-room": string;
    readonly failed: string;
  };

  readonly storyTitle: string;
  readonly storyWhy: string;
  readonly storyGoesToo: string;
  readonly contacts: string;
  readonly storyGone: string;
  readonly storyName: string;

  readonly shareTaken: string;
  readonly shareLost: string;
  readonly discard: string;
}
