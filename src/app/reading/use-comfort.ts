import { signal } from "@preact/signals";

type Comfort = typeof import("./comfort/comfort.tsx");

const comfort = signal<Comfort | undefined>(undefined);

/** What makes reading comfortable, once it is here; nobody waits for it. */
export const useComfort = (): Comfort | undefined => comfort.value;

/** Brings it; without a network that it needs, the next start does. */
export const bringComfort = (world: Parameters<Comfort["begin"]>[0]): Promise<void> =>
  import("./comfort/comfort.tsx")
    .then((part) => part.begin(world).then(() => void (comfort.value = part)))
    .catch(() => undefined);
