/** What is really on disk. `bytes` counts what this run has kept, before compression. */
export interface Progress {
  readonly texts: { readonly have: number; readonly all: number };
  readonly pictures: { readonly have: number; readonly all: number };
  readonly bytes: number;
}

/** Puts the counts of texts and pictures into one progress. */
export interface ProgressCounter {
  readonly texts: (count: { readonly have: number; readonly all: number }, bytes: number) => void;
  readonly pictures: (
    count: { readonly have: number; readonly all: number },
    bytes: number,
  ) => void;
}

/** A counter that tells of every change. */
export function createProgress(tell: (progress: Progress) => void): ProgressCounter {
  let progress: Progress = { texts: { have: 0, all: 0 }, pictures: { have: 0, all: 0 }, bytes: 0 };
  const change = (part: Partial<Progress>, bytes: number): void => {
    progress = { ...progress, ...part, bytes: progress.bytes + bytes };
    tell(progress);
  };
  return {
    texts: (texts, bytes) => change({ texts }, bytes),
    pictures: (pictures, bytes) => change({ pictures }, bytes),
  };
}
