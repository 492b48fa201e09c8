import { createHash } from "node:crypto";
import { toBase64url } from "../../src/protocol/bytes.ts";
import { leafSize, parseManifest, parseReceipt, type StoryId } from "../../src/protocol/intake.ts";
import { parseSignedFile, signedBytes } from "../../src/protocol/signed-file.ts";
import type { StoryRecord } from "../../src/device/database.ts";
import { findStory, openReceipt, readStories, stateOf } from "../../src/device/outbox.ts";
import { createVerify } from "../../src/server/signing.ts";
import type { StoredStory } from "../../src/server/storage/intake-storage.ts";
import type { World } from "./simulator.ts";

const sha256 = (bytes: Uint8Array | ArrayBuffer): string =>
  toBase64url(createHash("sha256").update(new Uint8Array(bytes)).digest());

/** What else is known of the stories in a world. */
export interface Known {
  /** Destroyed by their author: the phone need not have them. */
  readonly destroyed?: ReadonlySet<string>;
  /** Opened at the desk, which holds them from then on. */
  readonly opened?: ReadonlySet<string>;
  /** The newsroom was put back to an older copy, and the phone has not asked since. */
  readonly forgot?: boolean;
}

/**
 * What is wrong in a world, by the three promises, in sentences; none where all is well. I1 nothing lost: every sealed
 * story is on the phone or at the newsroom, whole, with the same hash. I2 nothing doubled. I3 author told: what the
 * outbox says follows from what is on disk, here and there.
 */
export async function findViolations(
  world: World,
  sealed: readonly StoryId[],
  known: Known = {},
): Promise<readonly string[]> {
  const wrong: string[] = [];
  const listed = await world.intake.storage.list();
  if (new Set(listed.map(({ id }) => id)).size !== listed.length)
    wrong.push("I2: an id has two rows");
  for (const { id } of listed)
    if (!sealed.includes(id)) wrong.push(`I2: a row for ${id}, which nobody sealed`);
  const records = await readStories(world.disk);
  const asked = new Set([...sealed, ...records.map(({ id }) => id as StoryId)]);
  const found = await world.intake.storage.find([...asked]);
  const rows = new Map(found.map((row) => [row.id, row]));
  for (const id of sealed) {
    if (known.destroyed?.has(id) === true || known.opened?.has(id) === true) continue;
    if (rows.get(id)?.parts.every(({ held }) => held) === true) continue;
    if (records.some((record) => record.id === id)) wrong.push(...(await findDamage(world, id)));
    else wrong.push(`I1: ${id} is on neither side`);
  }
  for (const record of records) {
    if (known.destroyed?.has(record.id) === true) continue;
    const mayBeGone = known.forgot === true || known.opened?.has(record.id) === true;
    wrong.push(...(await findLie(world, record, rows.get(record.id as StoryId), mayBeGone)));
  }
  return wrong;
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

async function findLie(
  world: World,
  record: StoryRecord,
  row: StoredStory | undefined,
  mayBeGone: boolean,
): Promise<readonly string[]> {
  const id = record.id;
  const state = stateOf(record);
  if (state.kind === "waiting" || (state.kind === "needs-you" && state.receipt === undefined))
    return [];
  const file = await openReceipt(world.keyring, record);
  if (file === undefined) return [`I3: ${id} is ${state.kind} without a receipt on disk`];
  const signed = parseSignedFile(file, "receipt");
  if (!signed.ok) return [`I3: the receipt of ${id} is no receipt`];
  const { keyId, signature, body } = signed.value;
  const verify = createVerify([...world.newsroom.keys, world.intake.signer.public]);
  const receipt = parseReceipt(new TextDecoder().decode(body));
  const fits =
    receipt.ok && receipt.value.story === id && receipt.value.manifest === sha256(record.manifest);
  if (!fits || !(await verify(keyId, signature, signedBytes("receipt", body))))
    return [`I3: the receipt of ${id} does not fit`];
  if (mayBeGone) return [];
  if (row === undefined) return [`I3: ${id} is ${state.kind}, and the newsroom has nothing`];
  // What was refused, and what its author let go of, is no part of the story any more.
  const isThere = ({ held }: { readonly held: boolean }, at: number): boolean =>
    held || record.letGo?.includes(at + 1) === true;
  return state.kind === "sent" && !row.parts.every(isThere)
    ? [`I3: ${id} is sent, and parts are missing`]
    : [];
}
