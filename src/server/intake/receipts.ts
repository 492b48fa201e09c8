import type { RandomId } from "../../protocol/bytes.ts";
import type { BlobId, Receipt, States } from "../../protocol/intake.ts";
import type { Signer } from "../signing.ts";
import type { StoredStory } from "../storage/intake-storage.ts";

const utf8 = new TextEncoder();

const heldParts = (story: StoredStory): readonly BlobId[] =>
  story.parts.filter(({ held }) => held).map(({ id }) => id);

/**
 * The signed receipt of a story. Nothing in it depends on when it is asked for: Ed25519 is deterministic
 * (RFC 8032), so the same story has the same bytes for ever, until a further part is held.
 */
export function writeReceipt(signer: Signer, story: StoredStory): Uint8Array<ArrayBuffer> {
  const receipt: Receipt = {
    format: 1,
    story: story.id,
    manifest: story.manifestHash,
    parts: heldParts(story),
    sequence: story.sequence,
    date: story.date,
  };
  return signer.sign("receipt", utf8.encode(JSON.stringify(receipt)));
}

/** The signed answer to 'which of these do you have?'. */
export function writeStates(
  signer: Signer,
  nonce: RandomId,
  date: string,
  stories: readonly StoredStory[],
): Uint8Array<ArrayBuffer> {
  const states: States = {
    format: 1,
    nonce,
    date,
    stories: stories.map((story) => ({
      id: story.id,
      state: story.state,
      manifest: story.manifestHash,
      parts: heldParts(story),
    })),
  };
  return signer.sign("states", utf8.encode(JSON.stringify(states)));
}
