import { signal } from "@preact/signals";

type Comfort = typeof import("./comfort/comfort.tsx");

const comfort = signal<Comfort | undefined>(undefined);

/** What makes reading comfortable, once it is here; nobody waits for it. */
export const useComfort = (): Comfort | undefined => comfort.value;

let coming: Promise<unknown> | undefined;

/** Brings it, once; without a network that it needs, the next call does. */
export const bringComfort = (world: Parameters<Comfort["begin"]>[0]): unknown =>
  (coming ??= import("./comfort/comfort.tsx")
    .then((part) => part.begin(world).then(() => (comfort.value = part)))
    .catch(() => (coming = undefined)));
