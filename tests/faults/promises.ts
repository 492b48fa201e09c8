import { createHash } from "node:crypto";
import { toBase64url } from "../../src/protocol/bytes.ts";
import { leafSize, parseManifest, parseReceipt, type StoryId } from "../../src/protocol/intake.ts";
import { parseSignedFile, signedBytes } from "../../src/protocol/signed-file.ts";
import { findStory, openReceipt, readStories, stateOf } from "../../src/device/outbox.ts";
import { createVerify } from "../../src/server/signing.ts";
import type { World } from "./simulator.ts";

const sha256 = (bytes: Uint8Array | ArrayBuffer): string =>
  toBase64url(createHash("sha256").update(new Uint8Array(bytes)).digest());

/**
 * What is wrong in a world, by the three promises, in sentences; none where all is well. I1 nothing lost: every sealed
 * story is on the phone or at the newsroom, whole, with the same hash. I2 nothing doubled. I3 author told: what the
 * outbox says follows from what is on disk, here and there.
 */
export async function findViolations(
  world: World,
  sealed: readonly StoryId[],
): Promise<readonly string[]> {
  const wrong: string[] = [];
  const rows = await world.intake.storage.list();
  if (new Set(rows.map(({ id }) => id)).size !== rows.length) wrong.push("I2: an id has two rows");
  if (rows.length > sealed.length)
    wrong.push(`I2: ${rows.length} rows for ${sealed.length} stories`);
  for (const id of sealed) wrong.push(...(await findLoss(world, id)));
  for (const record of await readStories(world.disk))
    wrong.push(...(await findLie(world, record.id as StoryId)));
  return wrong;
}

async function findLoss(world: World, id: StoryId): Promise<readonly string[]> {
  const row = (await world.intake.storage.find([id]))[0];
  if (row?.parts.every(({ held }) => held) === true) return [];
  const record = await findStory(world.disk, id);
  if (record === undefined) return [`I1: ${id} is on neither side`];
  return findDamage(world, id);
}

/** The sealed bytes on the phone, against the manifest. */
async function findDamage(world: World, id: StoryId): Promise<readonly string[]> {
  const record = (await findStory(world.disk, id))!;
  const manifest = parseManifest(new TextDecoder().decode(record.manifest));
  if (!manifest.ok) return [`I1: ${id} has no manifest`];
  const chunks = await world.disk.transact(["parts"], "readonly", (t) =>
    t.objectStore("parts").getAll(IDBKeyRange.bound([id, 0, 0], [id, 99, Infinity])),
  );
  const bytesOf = (part: number): Buffer =>
    Buffer.concat(
      chunks
        .filter((one) => one.part === part && one.chunk >= 0)
        .map(({ bytes }) => new Uint8Array(bytes)),
    );
  const wrong =
    sha256(bytesOf(0)) === manifest.value.text.hash ? [] : [`I1: the text of ${id} is not whole`];
  for (const [index, part] of manifest.value.parts.entries()) {
    const bytes = bytesOf(index + 1);
    const leaves: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += leafSize) {
      leaves.push(
        createHash("sha256")
          .update(bytes.subarray(at, at + leafSize))
          .digest(),
      );
    }
    if (sha256(Buffer.concat(leaves)) !== part.id)
      wrong.push(`I1: part ${index + 1} of ${id} is not whole`);
  }
  return wrong;
}

async function findLie(world: World, id: StoryId): Promise<readonly string[]> {
  const record = (await findStory(world.disk, id))!;
  const state = stateOf(record);
  if (state.kind === "waiting" || (state.kind === "needs-you" && state.receipt === undefined))
    return [];
  const file = await openReceipt(world.keyring, record);
  if (file === undefined) return [`I3: ${id} is ${state.kind} without a receipt on disk`];
  const signed = parseSignedFile(file, "receipt");
  if (!signed.ok) return [`I3: the receipt of ${id} is no receipt`];
  const { keyId, signature, body } = signed.value;
  const verify = createVerify([world.intake.signer.public]);
  const receipt = parseReceipt(new TextDecoder().decode(body));
  const fits =
    receipt.ok && receipt.value.story === id && receipt.value.manifest === sha256(record.manifest);
  if (!fits || !(await verify(keyId, signature, signedBytes("receipt", body))))
    return [`I3: the receipt of ${id} does not fit`];
  const row = (await world.intake.storage.find([id]))[0];
  if (row === undefined) return [`I3: ${id} is ${state.kind}, and the newsroom has nothing`];
  // What was refused, and what its author let go of, is no part of the story any more.
  const isThere = ({ held }: { readonly held: boolean }, at: number): boolean =>
    held || record.letGo?.includes(at + 1) === true;
  return state.kind === "sent" && !row.parts.every(isThere)
    ? [`I3: ${id} is sent, and parts are missing`]
    : [];
}
