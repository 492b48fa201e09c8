import {
  type DBSchema,
  type IDBPDatabase,
  type IDBPObjectStore,
  type IDBPTransaction,
  openDB,
  type StoreNames,
} from "idb";
import { putEntry } from "./entries.ts";
import { DeviceError } from "./errors.ts";
import type { StartPage } from "./start-page.ts";

/** Bytes as IndexedDB keeps them. Never Blobs: WebKit loses them. */
export type Bytes = ArrayBuffer;

/** An encrypted record: AES-256-GCM under the draft's key, a random 96-bit IV, AAD = store + key + schema version. */
export interface Cipher {
  readonly iv: Bytes;
  readonly data: Bytes;
}

/**
 * The stores. Whatever is personal is a {@link Cipher}; sealed parts are age files. Everything else is public.
 * Values are kept as the protocol's own lines and bytes, so that their hashes can be checked again.
 */
export interface Stores extends DBSchema {
  /** The entries of the edition held, and what the reader keeps beyond it. Written through `entries.ts` alone. */
  entries: { key: string; value: EntryRecord; indexes: { slug: string; under: string } };
  /** An article's file, byte for byte; of the last one read its page too. */
  articles: {
    key: string;
    value: { readonly hash: string; readonly json: string; readonly page?: StartPage };
  };
  /** A media file in parts of 256 KiB; `sameAs` points to another width or format of the same picture that is held instead. */
  media: {
    key: [string, number];
    value: {
      readonly hash: string;
      readonly part: number;
      readonly parts: number;
      readonly type: string;
      readonly bytes: Bytes;
      readonly sameAs?: string;
    };
  };
  /** Records of drafts: (draft slot, n). */
  drafts: {
    key: [string, number];
    value: {
      readonly draft: string;
      readonly n: number;
      readonly cipher: Cipher;
      /** In a draft's log: the number of its last snapshot, from which reading begins. */
      readonly base?: number;
    };
  };
  /** Stories in the outbox and after: sealing, states, receipts. */
  stories: { key: string; value: StoryRecord };
  /** Sealed bytes of a story: part 0 is the text, then attachments; in chunks. */
  parts: {
    key: [string, number, number];
    value: {
      readonly story: string;
      readonly part: number;
      readonly chunk: number;
      readonly bytes: Bytes;
    };
  };
  /** The search index in parts, made of public texts alone; it can always be built again. See `saved-index.ts`. */
  search: { key: string; value: { readonly name: string; readonly bytes: Bytes } };
  /** Single values: edition, keys, limits, lease, settings. */
  facts: { key: string; value: { readonly name: string; readonly value: unknown } };
}

/** What of an article is on this phone. */
export type Stored = "headline" | "text" | "complete";

/** One entry line, with what this phone knows of it. */
export interface EntryRecord {
  readonly id: string;
  readonly slug: string;
  readonly line: string;
  /** On the shelf. */
  readonly kept: boolean;
  readonly listed: boolean;
  /** What of it is here; true in every transaction, so that no list has to look. */
  readonly stored: Stored;
  /** What it is found under: the lists that it stands in, its text, its pictures, its work. See `entries.ts`. */
  readonly under: readonly string[];
  /**
   * True where the reader let go of its text and pictures: they are not fetched again before they are asked for. False where
   * they were asked for: then they stay, however old. Absent: it comes and goes by itself.
   */
  readonly spare?: boolean | undefined;
}

/** What the device must know of a story to deliver it; the author's own words about it are in `own`, encrypted. */
export interface StoryRecord {
  readonly id: string;
  /** Grows with each seal: the order of delivery. Never a time. */
  readonly order: number;
  /** The manifest's bytes, exactly as they are sent. */
  readonly manifest: Bytes;
  /** Where the story stands; see `outbox.ts` for the union behind it. */
  readonly state: unknown;
  /** Title, times, receipt: encrypted under the story's slot of the keyring. Absent where the phone keeps no key. */
  readonly own?: Cipher;
  /** The keyring's slot for `own`. */
  readonly slot: string;
  /** The author let go of it, and may still take that back: it is not sent meanwhile. */
  readonly discarded?: true;
  /** The author holds it back: nothing of it is sent until they say so. */
  readonly paused?: true;
  /** By which network its attachments may go, where the author chose for this story alone; see `sending-choices.ts`. */
  readonly media?: "any" | "wifi";
  /** The numbers of the attachments that are sound, from 1: another class than photos, and the manifest does not tell. */
  readonly sound?: readonly number[];
  /** Attachments that were refused and that the author let go of: the story is whole without them. */
  readonly letGo?: readonly number[];
  /**
   * The author took it back: nothing more of it is sent. `asking`: whether the newsroom has it at all is not known yet.
   * `there`: it does, and a note tells it. `never-went`: it does not.
   */
  readonly takenBack?: "asking" | "there" | "never-went";
}

export type Database = IDBPDatabase<Stores>;
export type StoreName = StoreNames<Stores>;
export type Transaction<Mode extends IDBTransactionMode = "readonly"> = IDBPTransaction<
  Stores,
  StoreName[],
  Mode
>;

/** One store within a transaction that writes. */
export type ObjectStore<Name extends StoreName> = IDBPObjectStore<
  Stores,
  StoreName[],
  Name,
  "readwrite"
>;

/** The transaction in which the schema changes. */
export type Upgrade = IDBPTransaction<Stores, StoreName[], "versionchange">;
type Migration = (database: Database, transaction: Upgrade) => void | Promise<void>;

// A migration's place in this list is its version: append, never edit.
const migrations: readonly Migration[] = [
  (database) => {
    database.createObjectStore("entries", { keyPath: "id" }).createIndex("slug", "slug");
    database.createObjectStore("articles", { keyPath: "hash" });
    database.createObjectStore("media", { keyPath: ["hash", "part"] });
    database.createObjectStore("drafts", { keyPath: ["draft", "n"] });
    database.createObjectStore("stories", { keyPath: "id" });
    database.createObjectStore("parts", { keyPath: ["story", "part", "chunk"] });
    database.createObjectStore("facts", { keyPath: "name" });
  },
  (database) => {
    database.createObjectStore("search", { keyPath: "name" });
  },
  // Lists are read by pages: what a record is found under, and what of it is here, stands in it.
  async (_database, transaction) => {
    transaction.objectStore("entries").createIndex("under", "under", { multiEntry: true });
    await describeEntries(transaction);
  },
];

async function describeEntries(transaction: Upgrade): Promise<void> {
  for (const record of await transaction.objectStore("entries").getAll())
    await putEntry(transaction, record);
}

/** The version of the schema; part of every record's AAD. */
export const schemaVersion = migrations.length;

/** The one database of this origin; page and workers open the same. */
export const databaseName = "soniakh";

/** The device's database, behind a connection that mends itself. */
export interface Store {
  /**
   * Runs `work` in one transaction and resolves when it is complete, with what `work` returned. `work` must await
   * nothing but the transaction's own requests. Where the browser dropped the connection (WebKit does), it is
   * reopened and the whole of `work` is done again, at most 3 times: `work` must be repeatable.
   * Throws {@link DeviceError} `storage-full` on QuotaExceededError and `storage-lost` when reopening did not help.
   */
  transact<T, Mode extends "readonly" | "readwrite">(
    stores: readonly StoreName[],
    mode: Mode,
    work: (transaction: Transaction<Mode>) => Promise<T> | T,
    durability?: "relaxed" | "strict",
  ): Promise<T>;
  close(): void;
}

const mostTries = 3;

/**
 * Opens the device's database; `onNewer` is called when another tab wants to upgrade it and this one had to let go.
 * `page` is the window, where there is one: WebKit keeps a page that was left frozen with its transactions open, and
 * whoever else wants the store then waits for ever. So they are ended on the way out, and done again when the page is back.
 */
export function openStore(
  name: string,
  onNewer: () => void,
  page?: Pick<EventTarget, "addEventListener">,
): Store {
  let connection: Promise<Database> | undefined;
  const underWay: UnderWay = new Set();
  let awake: Promise<unknown> | undefined;
  page?.addEventListener("pagehide", (event) => {
    if (!("persisted" in event && event.persisted)) return;
    awake = new Promise((resolve) => page.addEventListener("pageshow", resolve, { once: true }));
    for (const transaction of underWay) abort(transaction);
  });
  const open = (): Promise<Database> => {
    connection ??= openConnection(name, onNewer, () => (connection = undefined));
    connection.catch(() => (connection = undefined));
    return connection;
  };
  return {
    async transact(stores, mode, work, durability = "relaxed") {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await awake;
          return await once(await open(), underWay, stores, mode, work, durability);
        } catch (error) {
          if (!isLostConnection(error)) throw asDeviceError(error);
          connection = undefined;
          if (attempt === mostTries) {
            throw new DeviceError("storage-lost", "not reopened", {
              cause: error,
            });
          }
        }
      }
    },
    close() {
      void connection?.then((database) => database.close());
      connection = undefined;
    },
  };
}

/** Transactions that are not finished. */
type UnderWay = Set<{ abort(): void }>;

async function once<T, Mode extends "readonly" | "readwrite">(
  database: Database,
  underWay: UnderWay,
  stores: readonly StoreName[],
  mode: Mode,
  work: (transaction: Transaction<Mode>) => Promise<T> | T,
  durability: "relaxed" | "strict",
): Promise<T> {
  const transaction = database.transaction([...stores], mode, { durability });
  underWay.add(transaction);
  // A failed request rejects `done` as well; whoever comes first tells the story, the other must not go unhandled.
  const done = transaction.done;
  done.catch(() => undefined);
  try {
    const result = await work(transaction as Transaction<Mode>);
    await done;
    return result;
  } catch (error) {
    // The requests of a transaction that the browser ended say no more than that; why it did stands on the transaction.
    const why = transaction.error ?? error;
    abort(transaction);
    throw why;
  } finally {
    underWay.delete(transaction);
  }
}

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // Already finished or aborted by the browser: then there is nothing left to undo.
  }
}

function openConnection(
  name: string,
  onNewer: () => void,
  onClosed: () => void,
): Promise<Database> {
  return openDB<Stores>(name, schemaVersion, {
    async upgrade(database, oldVersion, _newVersion, transaction) {
      try {
        for (const migrate of migrations.slice(oldVersion)) await migrate(database, transaction);
      } catch {
        // Half an upgrade is none: the old data stays as it was, and opening says so.
        abort(transaction);
      }
    },
    // Another tab brings a newer schema: hold it up, and its upgrade would be blocked for ever.
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onClosed();
      onNewer();
    },
    terminated: onClosed,
  });
}

// https://bugs.webkit.org/show_bug.cgi?id=197050 and its like: a connection that was fine a moment ago.
// Nobody here aborts a transaction of their own accord: one that was aborted went with its connection.
const isLostConnection = (error: unknown): boolean =>
  error instanceof Error &&
  ["InvalidStateError", "UnknownError", "AbortError"].includes(error.name);

function asDeviceError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "QuotaExceededError") {
    return new DeviceError("storage-full", "no room", { cause: error });
  }
  if (error.name === "VersionError") {
    return new DeviceError("storage-newer", "belongs to a newer version", {
      cause: error,
    });
  }
  return error;
}
