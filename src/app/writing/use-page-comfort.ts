import { signal } from "@preact/signals";

type PageComfort = typeof import("./comfort/page-comfort.tsx");

const comfort = signal<PageComfort | undefined>(undefined);

/** What makes a page comfortable, once it is here; nobody waits for it. */
export const usePageComfort = (): PageComfort | undefined => comfort.value;

/** Brings it; where it cannot be had now, the page is a plain one, and the next visit tries again. */
export const bringPageComfort = (): Promise<PageComfort | undefined> =>
  import("./comfort/page-comfort.tsx")
    .then(async (part) => {
      await part.dressPageComfort();
      return (comfort.value = part);
    })
    .catch(() => undefined);
