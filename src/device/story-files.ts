import { toBase64url } from "../protocol/bytes.ts";
import { mediaTypes, type StoryId } from "../protocol/intake.ts";
import { unlessDamaged } from "./ciphers.ts";
import type { Store } from "./database.ts";
import { sha256 } from "./hashing.ts";
import { findStory, manifestOf } from "./outbox.ts";
import { leafListOf, readPart } from "./sealed-parts.ts";

/**
 * A sealed story as one file: what travels, and behind it the attachments (see `protocol/story-file.ts`). The story stays in
 * the line. Undefined where the story, or a byte of it, is not here any more.
 */
export async function storyFile(store: Store, id: StoryId): Promise<Blob | undefined> {
  const record = await findStory(store, id);
  if (record === undefined) return undefined;
  const { text, parts } = manifestOf(record);
  const pieces: BlobPart[] = [record.manifest, "\n"];
  const sealed = await unlessDamaged(readPart(store, id, 0, text.bytes));
  if (sealed === undefined) return undefined;
  pieces.push(sealed);
  for (const [index, part] of parts.entries()) {
    const bytes = await unlessDamaged(readPart(store, id, index + 1, part.bytes));
    // What the disk gives is what goes out: a file that the newsroom would refuse helps nobody.
    if (bytes === undefined || (await idOf(bytes)) !== part.id) return undefined;
    pieces.push(bytes);
  }
  return new Blob(pieces, { type: mediaTypes.story });
}

const idOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  toBase64url(await sha256(await leafListOf(bytes)));
