import type { Store } from "./database.ts";
import { ofHash } from "./media.ts";

const mediaTypes: Readonly<Record<string, string>> = {
  avif: "image/avif",
  jpg: "image/jpeg",
  webm: "audio/webm",
  mp4: "audio/mp4",
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
};

/** A media file as it is held: its type as HTTP writes it, and its bytes in parts. */
export interface HeldMedia {
  readonly type: string;
  readonly parts: readonly ArrayBuffer[];
}

/**
 * The file of that hash, or the one that stands in for it (another width or format of the same picture, which a page may
 * show in its place), or undefined.
 */
export async function findMedia(store: Store, hash: string): Promise<HeldMedia | undefined> {
  return store.transact(["media"], "readonly", async (transaction) => {
    const media = transaction.objectStore("media");
    let records = await media.getAll(ofHash(hash));
    const instead = records[0]?.sameAs;
    if (instead !== undefined) records = await media.getAll(ofHash(instead));
    const first = records[0];
    if (first === undefined || records.length !== first.parts) return undefined;
    return {
      type: mediaTypes[first.type] ?? "application/octet-stream",
      parts: records.map(({ bytes }) => bytes),
    };
  });
}
