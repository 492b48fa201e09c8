import { generateKeyPairSync, randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { armor, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import type { KeyList } from "../protocol/keys.ts";
import { createSigner, type Signer } from "./signing.ts";

/** A new Ed25519 private key, PEM (PKCS #8). */
export function makeSigningKey(): string {
  const { privateKey } = generateKeyPairSync("ed25519");
  return privateKey.export({ format: "pem", type: "pkcs8" }).toString();
}

/** Who can open what is sealed: an identity file as `age-keygen` writes it, and its public half. */
interface OpeningKey {
  readonly recipient: string;
  readonly identityFile: string;
}

/** A new X25519 identity (age-encryption.org/v1). */
async function makeOpeningKey(): Promise<OpeningKey> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  return { recipient, identityFile: `# public key: ${recipient}\n${identity}\n` };
}

/**
 * An identity file behind a passphrase, armored, as `age -p -a` writes it: stock age takes it with `-i`.
 * `workFactor` is scrypt's log₂ N; age's own is 18, about a second and 256 MB.
 */
async function lockWithPassphrase(
  identityFile: string,
  passphrase: string,
  workFactor: number,
): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(workFactor);
  encrypter.setPassphrase(passphrase);
  return armor.encode(await encrypter.encrypt(identityFile));
}

// No letter that is taken for another on paper: 31 letters, 25 of them are 123 bits.
const letters = "abcdefghijkmnpqrstuvwxyz2345679";

/** A passphrase of five groups of five letters. */
function makePassphrase(): string {
  const group = (): string =>
    Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");
  return Array.from({ length: 5 }, group).join("-");
}

/** All that a new newsroom has: private keys as files' contents, and the key list that its root has signed. */
export interface KeySet {
  /** PEM. */
  readonly root: string;
  readonly edition: string;
  readonly receipt: string;
  /** The desk's identity behind `passphrase`, as {@link lockWithPassphrase} makes it. */
  readonly desk: string;
  readonly passphrase: string;
  /** An identity file. */
  readonly recovery: string;
  /** base64url. */
  readonly rootKey: string;
  readonly listFile: Uint8Array<ArrayBuffer>;
}

/** Makes a newsroom's keys; the list is good for a year from `now`. `workFactor` as in {@link lockWithPassphrase}. */
export async function makeKeySet(now: Date, workFactor: number): Promise<KeySet> {
  const [root, edition, receipt] = [makeSigningKey(), makeSigningKey(), makeSigningKey()];
  const [desk, recovery] = [await makeOpeningKey(), await makeOpeningKey()];
  const passphrase = makePassphrase();
  const signer = createSigner(root);
  return {
    root,
    edition,
    receipt,
    desk: await lockWithPassphrase(desk.identityFile, passphrase, workFactor),
    passphrase,
    recovery: recovery.identityFile,
    rootKey: signer.public.key,
    listFile: signKeyList(signer, {
      format: 1,
      epoch: 1,
      edition: [createSigner(edition).public],
      receipt: [createSigner(receipt).public],
      desk: [
        { recipient: desk.recipient, holder: "desk" },
        { recipient: recovery.recipient, holder: "recovery" },
      ],
      notAfter: aYearAfter(now),
    }),
  };
}

/** The key list as phones take it, signed by the root. */
export const signKeyList = (root: Signer, list: KeyList): Uint8Array<ArrayBuffer> =>
  root.sign("keys", new TextEncoder().encode(`${JSON.stringify(list)}\n`));

/** A year from `now`: after that, a list has to be signed anew. */
export function aYearAfter(now: Date): string {
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + 1);
  return end.toISOString().slice(0, 10);
}

/** A file that only its owner reads (mode 600). Never overwrites: throws where there is one. */
export function writePrivate(path: string, content: string | Uint8Array): void {
  writeFileSync(path, content, { mode: 0o600, flag: "wx" });
}
