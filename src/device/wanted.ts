import type { Entry } from "../protocol/edition.ts";
import type { Store } from "./database.ts";
import { askedKey, beginningWith, listPrefix, rankOf, spareKey } from "./entries.ts";
import type { RoomHeld } from "./facts.ts";
import type { RoomBounds } from "./making-room.ts";

/** Tells what is fetched and what is left where it is, so that nothing that was let go for room comes back by itself. */
export interface Wants {
  /** Whether a text, a lead picture or another picture of this article is wanted on this phone. */
  wants(entry: Pick<Entry, "id" | "date">, what: keyof RoomBounds): boolean;
  /** True where the phone once had less room than its reader allows. */
  readonly isShort: boolean;
}

/** What this phone wants, as its room allows and its reader said. */
export async function readWants(store: Store): Promise<Wants> {
  return store.transact(["entries", "facts"], "readonly", async (transaction) => {
    const under = transaction.objectStore("entries").index("under");
    const [room, spare, asked, kept] = await Promise.all([
      transaction.objectStore("facts").get("room"),
      under.getAllKeys(spareKey),
      under.getAllKeys(askedKey),
      under.getAllKeys(beginningWith(listPrefix("shelf"))),
    ]);
    // Written by `room.ts` alone.
    const bounds = (room?.value ?? {}) as RoomHeld;
    const pinned = new Set([...asked, ...kept]);
    const gone = new Set(spare);
    return {
      isShort: bounds.short !== undefined || bounds.shortOfTexts !== undefined,
      wants: (entry, what) =>
        pinned.has(entry.id) ||
        !(gone.has(entry.id) || rankOf(entry) >= (bounds[what] ?? "\uffff")),
    };
  });
}
