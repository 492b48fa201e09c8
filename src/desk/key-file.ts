import { armor, Decrypter } from "age-encryption";

/** The desk's private key, open in this page's memory and nowhere else. */
export interface DeskKey {
  /** Opens a sealed file; rejects where it was not sealed for this key, or was changed on its way. */
  open(sealed: Uint8Array): Promise<Uint8Array>;
}

/** How opening a key file ended. */
export type OpenedKey =
  | { readonly kind: "open"; readonly key: DeskKey }
  /** No file of the desk's: not age, or not protected by a passphrase. */
  | { readonly kind: "not-a-key-file" }
  | { readonly kind: "wrong-passphrase" };

/** A key file is a few hundred bytes; whatever is longer is something else. */
export const longestKeyFile = 64 * 1024;

/**
 * Opens an age identity file that is protected by a passphrase (`age-keygen | age -p`, armored or not). Nothing of it
 * leaves the page. Takes about a second: scrypt is meant to.
 */
export async function openKeyFile(file: Uint8Array, passphrase: string): Promise<OpenedKey> {
  const sealed = readSealed(file);
  if (sealed === undefined) return { kind: "not-a-key-file" };
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  let text: string;
  try {
    text = await decrypter.decrypt(sealed, "text");
  } catch {
    // age says no more than that it did not open; the header was right, so it is the passphrase.
    return { kind: "wrong-passphrase" };
  }
  const identities = text.split(/\r?\n/).filter((line) => line.startsWith("AGE-SECRET-KEY-"));
  return identities.length === 0 ? { kind: "not-a-key-file" } : openWith(identities);
}

function openWith(identities: readonly string[]): OpenedKey {
  const opener = new Decrypter();
  try {
    for (const identity of identities) opener.addIdentity(identity.trim());
  } catch {
    return { kind: "not-a-key-file" };
  }
  return { kind: "open", key: { open: (sealed) => opener.decrypt(sealed) } };
}

const protectedHeader = "age-encryption.org/v1\n-> scrypt ";

/** The binary age file, where its header says that a passphrase protects it. */
function readSealed(file: Uint8Array): Uint8Array | undefined {
  if (file.length > longestKeyFile) return undefined;
  const sealed = startsWith(file, "-----BEGIN AGE") ? unarmored(file) : file;
  return sealed !== undefined && startsWith(sealed, protectedHeader) ? sealed : undefined;
}

function unarmored(file: Uint8Array): Uint8Array | undefined {
  try {
    return armor.decode(new TextDecoder().decode(file));
  } catch {
    return undefined;
  }
}

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  Array.from(text).every((letter, at) => bytes[at] === letter.charCodeAt(0));
