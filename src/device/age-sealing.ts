import { Encrypter } from "age-encryption";
import { DeviceError } from "./errors.ts";

/** Bytes of plain text in one chunk of an age file, and of the tag behind each (age-encryption.org/v1, payload). */
const ageChunk = 65_536;
const tag = 16;

/** Seals to a fixed set of recipients. Never gives anything but an age file of the size asked for. */
export interface AgeSealer {
  /** The least of `sizes` whose age file can hold `bytes`, and how many bytes it holds exactly. Undefined where none can. */
  fit(
    bytes: number,
    sizes: readonly number[],
  ): { readonly sealed: number; readonly room: number } | undefined;
  /** An age file of exactly `sealed` bytes. Throws {@link DeviceError} `sealing-refused` where it would be another size. */
  seal(plain: Uint8Array<ArrayBuffer>, sealed: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Bytes before the first chunk, by recipients: as many in every file to the same ones. */
const heads = new Map<string, number>();

async function measureHead(encrypter: Encrypter, recipients: readonly string[]): Promise<number> {
  const head = (await encrypter.encrypt(new Uint8Array(0))).length - tag;
  heads.set(recipients.join(), head);
  return head;
}

/** A sealer for these recipients (`age1…`). */
export async function createAgeSealer(recipients: readonly string[]): Promise<AgeSealer> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const head = await (heads.get(recipients.join()) ?? measureHead(encrypter, recipients));
  return {
    fit(bytes, sizes) {
      for (const sealed of sizes) {
        const room = roomFor(sealed - head);
        if (room !== undefined && room >= bytes) return { sealed, room };
      }
      return undefined;
    },
    async seal(plain, sealed) {
      const file = Uint8Array.from(await encrypter.encrypt(plain));
      if (file.length === sealed) return file;
      throw new DeviceError("sealing-refused", "The sealed file has not the size of its bucket");
    },
  };
}

/** How many plain bytes a payload of this size holds exactly; undefined for the few sizes that no plain text gives. */
function roomFor(payload: number): number | undefined {
  if (payload <= tag) return undefined;
  const chunks = Math.ceil(payload / (ageChunk + tag));
  const room = payload - tag * chunks;
  return room > ageChunk * (chunks - 1) ? room : undefined;
}
