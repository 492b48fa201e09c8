import type { Picture, PictureFile, Sound } from "../../protocol/article.ts";
import type { Hash } from "../../protocol/bytes.ts";
import type { LibraryStorage, MediaRecord } from "../storage/library-storage.ts";
import type { MediaFiles } from "../storage/media-files.ts";
import { hashOf } from "./hashing.ts";
import { makePicture, pictureRecipe } from "./pictures.ts";

/** A picture of the library, or one clause that says why it could not become one. */
export type AddedPicture =
  | { readonly ok: true; readonly picture: Picture }
  | { readonly ok: false; readonly why: string };

/** Public pictures and recordings: made once, named by their hashes. */
export interface Media {
  /** Makes the files of a picture, or finds them made before. Does not reject for any bytes. */
  addPicture(source: Uint8Array): Promise<AddedPicture>;
  /** Keeps a recording as it is: what it must not tell was taken out before. `length` in seconds. */
  addSound(bytes: Uint8Array, type: Sound["type"], length: number): Promise<Sound>;
  /** The bytes of a file that some article shows, or undefined. */
  read(hash: Hash, type: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** True where the bytes are here. */
  has(hash: Hash, type: string): Promise<boolean>;
  /** Deletes files. */
  remove(records: readonly MediaRecord[]): Promise<void>;
  /**
   * Deletes what no article showed at the last sweep and none shows now: pictures that an editor uploaded and did not
   * publish, and files that a crash left behind.
   */
  sweep(): Promise<void>;
}

/** Media in `files`, remembered in `storage`. */
export function createMedia(storage: LibraryStorage, files: MediaFiles): Media {
  const has = async (hash: Hash, type: string) =>
    (await files.read(`${hash}.${type}`)) !== undefined;
  const keep = async (bytes: Uint8Array, type: string): Promise<Hash> => {
    const hash = hashOf(bytes);
    await files.write(`${hash}.${type}`, bytes);
    await storage.recordMedia({ hash, type });
    return hash;
  };
  const isWhole = async (picture: Picture) =>
    (await Promise.all(picture.files.map(({ hash, type }) => has(hash, type)))).every(Boolean);
  let unused: ReadonlySet<string> = new Set();
  return {
    async sweep() {
      const seen = new Set<string>();
      for (const name of await files.list()) {
        const hash = name.slice(0, name.indexOf(".")) as Hash;
        if (await storage.isShown(hash)) continue;
        if (!unused.has(name)) seen.add(name);
        else {
          await storage.forgetMedia([hash]);
          await files.remove(name);
        }
      }
      unused = seen;
    },
    async addPicture(source) {
      const key = hashOf(`${hashOf(source)} ${pictureRecipe}`);
      const before = await storage.findPicture(key);
      if (before !== undefined && (await isWhole(before))) return { ok: true, picture: before };
      const made = await makePicture(source);
      if (!made.ok) return made;
      const kept: PictureFile[] = [];
      for (const { type, width, height, bytes } of made.files) {
        kept.push({ hash: await keep(bytes, type), type, width, height, bytes: bytes.length });
      }
      const picture = { files: kept, colour: made.colour };
      await storage.recordPicture(key, picture);
      return { ok: true, picture };
    },
    async addSound(bytes, type, length) {
      return { hash: await keep(bytes, type), type, bytes: bytes.length, length };
    },
    has,
    read: async (hash, type) =>
      (await storage.isShown(hash)) ? files.read(`${hash}.${type}`) : undefined,
    async remove(records) {
      for (const { hash, type } of records) await files.remove(`${hash}.${type}`);
    },
  };
}
