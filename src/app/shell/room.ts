import type { Store } from "../../device/database.ts";
import { measureLibrary } from "../../device/usage.ts";
import type { Room } from "../settings/room-model.ts";
import { bytesFree } from "./circumstances.ts";

/** Bytes by kind; what the browser counts beyond articles and pictures is 'the rest'. */
export async function measureRoom(browser: Navigator, store: Store): Promise<Room> {
  const [{ texts, pictures }, room] = await Promise.all([
    measureLibrary(store),
    bytesFree(browser),
  ]);
  return {
    texts,
    pictures,
    rest: Math.max(0, (room?.used ?? 0) - texts - pictures),
    free: room?.free,
  };
}

/** Lets go of what is worth least; answers with the bytes that it took. */
export const makeRoom = async (store: Store): Promise<number> =>
  (await import("../../device/room.ts")).makeRoom(store, 20_000_000);
