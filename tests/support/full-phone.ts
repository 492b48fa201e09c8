import { afterEach } from "vitest";

const put = Reflect.get(IDBObjectStore.prototype, "put") as IDBObjectStore["put"];
const remove = Reflect.get(IDBObjectStore.prototype, "delete") as IDBObjectStore["delete"];

/** A phone whose disk runs full: every write is refused until something that lies there goes. */
export interface FullPhone {
  /** The browser's file system and its word on room. */
  readonly storage: Pick<StorageManager, "getDirectory" | "estimate">;
  /** What gave room while there was none, in order: a file's name, or the store of a deleted record. */
  readonly freed: readonly string[];
  /** How many writes there were. */
  readonly writes: () => number;
  /** From the write with this number on, from 0, the disk is full. */
  fillAt(write: number): void;
  fill(): void;
  /** Somebody makes room outside of the app. */
  empty(): void;
  /** What the browser says. Bytes. */
  estimated: { usage: number; quota: number };
  /** Names and sizes of the files. */
  readonly files: ReadonlyMap<string, number>;
}

afterEach(() => {
  IDBObjectStore.prototype.put = put;
  IDBObjectStore.prototype.delete = remove;
});

/** Each thing that goes makes room for so many writes. Until the end of the test every database of this process is on it. */
export function aFullPhone(writesForEach = Infinity): FullPhone {
  let left = Infinity;
  let writes = 0;
  let fullAt = Infinity;
  const freed: string[] = [];
  const files = new Map<string, number>();

  const free = (what: string): void => {
    if (left > 0) return;
    freed.push(what);
    left = writesForEach;
  };
  const write = (): void => {
    if (writes === fullAt) left = 0;
    writes += 1;
    if (left <= 0) throw new DOMException("", "QuotaExceededError");
    left -= 1;
  };
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
    write();
    return put.apply(this, given);
  } as typeof put;
  IDBObjectStore.prototype.delete = function (this: IDBObjectStore, key) {
    free(this.name);
    return remove.call(this, key);
  };
  const folder = {
    async getFileHandle(name: string, options?: { create?: boolean }) {
      if (!files.has(name) && options?.create !== true) throw new DOMException("", "NotFoundError");
      if (!files.has(name)) files.set(name, 0);
      let size = 0;
      return {
        getFile: async () => ({ size: files.get(name) }),
        createWritable: async () => ({
          async write(bytes: Uint8Array) {
            write();
            size = bytes.length;
          },
          close: async () => void files.set(name, size),
        }),
      };
    },
    async removeEntry(name: string) {
      if ((files.get(name) ?? 0) > 0) free(name);
      files.delete(name);
    },
  };
  const phone = {
    storage: {
      getDirectory: async () => folder as unknown as FileSystemDirectoryHandle,
      estimate: async () => phone.estimated,
    },
    freed,
    writes: () => writes,
    fillAt: (at: number) => void (fullAt = at),
    fill: () => void (left = 0),
    empty: () => void (left = fullAt = Infinity),
    estimated: { usage: 1_000_000, quota: 1_000_000_000 },
    files,
  };
  return phone;
}
