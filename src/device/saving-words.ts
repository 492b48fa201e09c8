import type { Store } from "./database.ts";
import { isFull } from "./errors.ts";
import type { Keyring } from "./keyring.ts";

/** Gives room back, and resolves to the bytes; 0 where there is nothing more to let go. */
export type Freeing = () => Promise<number>;

/** Writes what must be kept: where there is no room, something goes and it is written again, as long as anything goes. */
async function untilKept<T>(write: () => Promise<T>, free: Freeing): Promise<T> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isFull(error) || !(await free())) throw error;
    }
  }
}

/** The same store; each of its writes makes room where there is none, and rejects with `storage-full` once nothing goes. */
export const makingRoom = (store: Store, free: Freeing): Store => ({
  ...store,
  transact(stores, mode, work, durability) {
    const once = () => store.transact(stores, mode, work, durability);
    return mode === "readonly" ? once() : untilKept(once, free);
  },
});

/** The same keyring: a text that finds no room for its key finds none at all. */
export const keysMakingRoom = (keyring: Keyring, free: Freeing): Keyring => ({
  ...keyring,
  create: (slot) => untilKept(() => keyring.create(slot), free),
});
