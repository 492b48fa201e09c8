import type { Store } from "./database.ts";
import { isFull } from "./errors.ts";
import { createFacts } from "./facts.ts";
import type { Wants } from "./wanted.ts";

/**
 * Writes what matters more than cached articles. Where the phone is full, what is worth least goes and it is written again;
 * rejects with `storage-full` only once there is nothing left to let go.
 */
export async function withRoom<T>(store: Store, write: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isFull(error) || !(await freeRoom(store))) throw error;
    }
  }
}

/**
 * Lets go of what is worth least; resolves to the bytes that it took. Seldom needed, hence a part of its own: where that is
 * not on the phone yet, there is little to let go.
 */
export const freeRoom = (store: Store, room: "text" | "picture" = "text"): Promise<number> =>
  import("./room.ts").then(
    (part) => part.makeRoom(store, 0, room),
    () => 0,
  );

/** What this phone wants, where it does not want everything. A part of its own: most phones have room. */
export const findWants = async (store: Store): Promise<Wants | undefined> =>
  (await createFacts(store).get("room")) &&
  import("./wanted.ts").then(
    (part) => part.readWants(store),
    () => undefined,
  );
