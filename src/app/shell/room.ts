import type { Store } from "../../device/database.ts";
import { letGoPictures } from "../../device/tidying.ts";
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

/** Lets pictures go, those of shelved articles last; answers with the bytes that they took. */
export async function makeRoom(store: Store): Promise<number> {
  const before = await measureLibrary(store);
  await letGoPictures(store);
  const after = await measureLibrary(store);
  return before.pictures - after.pictures;
}
