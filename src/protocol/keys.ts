import {
  readDay,
  readCount,
  readFormat,
  readList,
  readMatch,
  readObject,
  readOneOf,
  parsingJson,
  fail,
  type Reader,
} from "./parsing.ts";

/** An Ed25519 public key that the newsroom signs with. */
export interface SigningKey {
  /** The first 8 bytes of SHA-256 over the raw public key, base64url: 11 characters. */
  readonly id: string;
  /** 32 bytes, base64url. */
  readonly key: string;
}

/** Someone who can open what is sealed. */
export interface Recipient {
  /** `age1…` (an X25519 recipient, age-encryption.org/v1). */
  readonly recipient: string;
  /** The desk's own, or the recovery key that is kept offline. */
  readonly holder: "desk" | "recovery";
}

/** The newsroom's keys, the body of the signed file of kind `keys`; the root signs it. */
export interface KeyList {
  readonly format: 1;
  /** Only grows; a phone refuses a lower one. */
  readonly epoch: number;
  /** What heads and lists of withdrawn articles are signed with. Old ones stay listed for checking. */
  readonly edition: readonly SigningKey[];
  /** What receipts and states are signed with. Old ones stay listed for checking. */
  readonly receipt: readonly SigningKey[];
  /** At least two. */
  readonly desk: readonly Recipient[];
  /** A day. Compared with the newest signed date that the phone holds, never with its clock. */
  readonly notAfter: string;
}

export const readKeyId = readMatch<string>(/^[A-Za-z0-9_-]{11}$/, "a key id");
export const readPublicKey = readMatch<string>(/^[A-Za-z0-9_-]{43}$/, "32 bytes");

const readSigningKeys = readList(readObject({ id: readKeyId, key: readPublicKey }), 100);
const readRecipients: Reader<readonly Recipient[]> = (input, at) => {
  const recipients = readList(
    readObject({
      recipient: readMatch<string>(/^age1[02-9ac-hj-np-z]{58}$/, "an age recipient"),
      holder: readOneOf("desk", "recovery"),
    }),
    20,
  )(input, at);
  const different = new Set(recipients.map(({ recipient }) => recipient));
  return different.size >= 2 ? recipients : fail(at, "fewer than two recipients");
};

/** The body of a key list, once the root's signature is checked. */
export const parseKeyList = parsingJson<KeyList>(
  readObject({
    format: readFormat,
    epoch: readCount(1),
    edition: readSigningKeys,
    receipt: readSigningKeys,
    desk: readRecipients,
    notAfter: readDay,
  }),
  "keys",
);
