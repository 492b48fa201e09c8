import { armor, Encrypter, generateIdentity, identityToRecipient } from "age-encryption";
import { createHash } from "node:crypto";
import { type Hash, toBase64url } from "../../src/protocol/bytes.ts";
import type { BlobId } from "../../src/protocol/intake.ts";
import type { Attachment, Story } from "../../src/protocol/story.ts";
import type { InboxLine } from "../../src/desk/inbox-line.ts";
import { type DeskKey, openKeyFile } from "../../src/desk/key-file.ts";
import type { Requests } from "../../src/desk/requests.ts";
import { aHash, aStory } from "../support/makers.ts";

export const passphrase = "сім слів на папері";

/** A desk's key as `age-keygen | age -p` makes it, and what seals for it. The work factor is low: the tests do not test scrypt. */
export async function aKeyFile() {
  const identity = await generateIdentity();
  const recipient = await identityToRecipient(identity);
  const locker = new Encrypter();
  locker.setPassphrase(passphrase);
  locker.setScryptWorkFactor(10);
  const text = `# created: 2026-11-23\n# public key: ${recipient}\n${identity}\n`;
  const file = await locker.encrypt(text);
  return { identity, recipient, file, armored: new TextEncoder().encode(armor.encode(file)) };
}

export async function aKey(): Promise<{ readonly key: DeskKey; readonly recipient: string }> {
  const { file, recipient } = await aKeyFile();
  const opened = await openKeyFile(file, passphrase);
  if (opened.kind !== "open") throw new Error(opened.kind);
  return { key: opened.key, recipient };
}

/** Sealed for the desk and a recovery key, as a phone does. */
export async function seal(recipient: string, bytes: Uint8Array | string): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  encrypter.addRecipient(await identityToRecipient(await generateIdentity()));
  return encrypter.encrypt(bytes);
}

/** A sealed text part: story.json and spaces. */
export const sealStory = (recipient: string, story: Story): Promise<Uint8Array> =>
  seal(recipient, JSON.stringify(story).padEnd(16_000));

/** Bytes with the header of a JPEG of that size; nothing decodes it here. */
export function jpegBytes(width: number, height: number): Uint8Array<ArrayBuffer> {
  const frame = [0xff, 0xc0, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255, 3];
  return Uint8Array.from([
    0xff,
    0xd8,
    0xff,
    0xe0,
    0,
    4,
    0,
    0,
    ...frame,
    ...Array<number>(40).fill(7),
  ]);
}

export const anAttachment = (bytes: Uint8Array, change: Partial<Attachment> = {}): Attachment => ({
  number: 1,
  type: "image/jpeg",
  bytes: bytes.length,
  hash: toBase64url(createHash("sha256").update(bytes).digest()) as Hash,
  ...change,
});

export const aLine = (change: Partial<InboxLine> = {}): InboxLine => ({
  id: aStory().id,
  state: "received",
  date: "2026-11-23",
  textBytes: 16_384,
  pickedUp: false,
  parts: [{ id: aHash(5) as BlobId, bytes: 65_536, held: true }],
  code: { uk: "7К2-Ф4М", en: "7K2-F4M" },
  articles: [],
  notes: 0,
  overdue: false,
  ...change,
});

/** A server that does what a test says, and refuses the rest. */
export function aServer(change: Partial<Requests>): Requests {
  const refuse = async () =>
    ({ kind: "refused", code: "unknown", title: "not in this test" }) as const;
  return {
    signIn: refuse,
    session: refuse,
    signOut: refuse,
    stories: refuse,
    text: refuse,
    part: refuse,
    notes: refuse,
    setState: refuse,
    addPicture: refuse,
    addSound: refuse,
    publish: refuse,
    withdraw: refuse,
    ...change,
  };
}
