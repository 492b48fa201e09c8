import { afterEach, expect, test } from "vitest";
import { openStore, type Store } from "../../src/device/database.ts";
import { measureLibrary } from "../../src/device/room.ts";
import { aStore, aStoreName } from "../support/device.ts";
import { aLibraryServer, articleNumber } from "../support/library-fixture.ts";
import { aReadingDevice } from "../support/reading-device.ts";

const transaction = Reflect.get(IDBDatabase.prototype, "transaction") as IDBDatabase["transaction"];
const put = Reflect.get(IDBObjectStore.prototype, "put") as IDBObjectStore["put"];

afterEach(() => {
  IDBDatabase.prototype.transaction = transaction;
  IDBObjectStore.prototype.put = put;
});

/** The browser drops the connection the next `times` times that a transaction is begun, as WebKit does. */
function dropConnection(times: number, name: string): { begun: number } {
  const count = { begun: 0 };
  IDBDatabase.prototype.transaction = function (
    this: IDBDatabase,
    ...given: Parameters<typeof transaction>
  ) {
    count.begun += 1;
    if (count.begun <= times) throw new DOMException("The database connection is closing", name);
    return transaction.apply(this, given);
  } as typeof transaction;
  return count;
}

const save = (store: Store, hash: string): Promise<void> =>
  store.transact(["articles"], "readwrite", async (tx) => {
    await tx.objectStore("articles").put({ hash, json: "{}" });
  });

const savedHashes = (store: Store): Promise<readonly string[]> =>
  store.transact(["articles"], "readonly", (tx) => tx.objectStore("articles").getAllKeys());

test.each(["InvalidStateError", "UnknownError"])(
  "a connection lost twice with %s is reopened and the work done again",
  async (name) => {
    const store = aStore();
    await save(store, "before");
    const count = dropConnection(2, name);

    await save(store, "after");

    expect(count.begun).toBe(3);
    expect(await savedHashes(store)).toEqual(["after", "before"]);
  },
);

test("a database that cannot be reopened says storage-lost after three tries", async () => {
  const store = aStore();
  await save(store, "before");
  const count = dropConnection(99, "InvalidStateError");

  await expect(save(store, "after")).rejects.toMatchObject({ code: "storage-lost" });

  expect(count.begun).toBe(3);
});

test("work whose connection is closed in the middle of it is done again", async () => {
  const store = aStore();
  await save(store, "before");
  let puts = 0;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
    const request = put.apply(this, given);
    // As when a browser closes a connection: its transactions are aborted, and their requests say AbortError.
    if ((puts += 1) === 1) this.transaction.abort();
    return request;
  } as typeof put;

  await save(store, "after");

  expect(await savedHashes(store)).toEqual(["after", "before"]);
});

test("a full disk says storage-full and leaves nothing half done", async () => {
  const store = aStore();
  let puts = 0;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
    puts += 1;
    if (puts === 2) throw new DOMException("", "QuotaExceededError");
    return put.apply(this, given);
  } as typeof put;

  const both = store.transact(["articles"], "readwrite", async (tx) => {
    await tx.objectStore("articles").put({ hash: "one", json: "{}" });
    await tx.objectStore("articles").put({ hash: "two", json: "{}" });
  });

  await expect(both).rejects.toMatchObject({ code: "storage-full" });
  expect(await savedHashes(store)).toEqual([]);
});

test("an error of the work itself is handed on as it is, and its transaction undone", async () => {
  const store = aStore();

  const failing = store.transact(["articles"], "readwrite", async (tx) => {
    await tx.objectStore("articles").put({ hash: "one", json: "{}" });
    throw new RangeError("mine");
  });

  await expect(failing).rejects.toThrow(new RangeError("mine"));
  expect(await savedHashes(store)).toEqual([]);
});

test("a newer database is told apart: reload", async () => {
  const name = "newer-database";
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open(name, 99);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
  });

  await expect(
    save(
      openStore(name, () => undefined),
      "one",
    ),
  ).rejects.toMatchObject({ code: "storage-newer" });
});

test("a tab lets go of the database when another brings a newer schema", async () => {
  const name = "upgraded-database";
  let told = 0;
  const store = openStore(name, () => (told += 1));
  await save(store, "one");

  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open(name, 99);
    opening.onblocked = () => reject(new Error("blocked"));
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
  });

  expect(told).toBe(1);
});

/** Room runs out for records whose bytes are longer than `most`. */
function fillDisk(most: number): void {
  IDBObjectStore.prototype.put = function (
    this: IDBObjectStore,
    value: { bytes?: ArrayBuffer },
    ...rest
  ) {
    if ((value.bytes?.byteLength ?? 0) > most) throw new DOMException("", "QuotaExceededError");
    return put.call(this, value, ...rest);
  } as typeof put;
}

test("where pictures find no room, the texts are kept and the outcome says so", async () => {
  const server = aLibraryServer();
  const lead = { ...server.picture("field", 5_000), alt: "Поле" };
  server.publish([articleNumber(1, { lead })]);
  const { catchingUp, library } = aReadingDevice(server);
  fillDisk(1_000);

  expect(await catchingUp.catchUp()).toMatchObject({
    kind: "current",
    missingTexts: 0,
    pictures: "full",
  });
  expect((await library.list()).map(({ stored }) => stored)).toEqual(["text"]);
});

test("where text finds no room, pictures go first", async () => {
  const server = aLibraryServer();
  const lead = { ...server.picture("field", 5_000), alt: "Поле" };
  server.publish([articleNumber(1, { lead })]);
  const { catchingUp, library, store } = aReadingDevice(server);
  await catchingUp.catchUp();
  server.publish([articleNumber(1, { lead }), articleNumber(2)]);
  // Room for a text comes only once a picture has gone; none for the picture again.
  let refused = 0;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
    if (this.name === "media" || (this.name === "articles" && (refused += 1) === 1)) {
      throw new DOMException("", "QuotaExceededError");
    }
    return put.apply(this, given);
  } as typeof put;

  const outcome = await catchingUp.catchUp();

  expect(outcome).toMatchObject({ kind: "current", missingTexts: 0, pictures: "short" });
  expect((await library.list()).map(({ stored }) => stored)).toEqual(["complete", "text"]);
  expect(await measureLibrary(store)).toMatchObject({ pictures: 0 });
});

/** A page, as far as a store listens to it. */
function aPage(): EventTarget & { leave(persisted: boolean): void; comeBack(): void } {
  const page = new EventTarget();
  return Object.assign(page, {
    leave: (persisted: boolean) =>
      void page.dispatchEvent(Object.assign(new Event("pagehide"), { persisted })),
    comeBack: () => void page.dispatchEvent(new Event("pageshow")),
  });
}

/** A write that is under way when the promise resolves, and goes on until it is told to end. */
function longWrite(
  store: Store,
  hash: string,
): { begun: Promise<void>; end(): void; done: Promise<void> } {
  const { promise: begun, resolve: began } = Promise.withResolvers<void>();
  let ended = false;
  const done = store.transact(["articles"], "readwrite", async (tx) => {
    const articles = tx.objectStore("articles");
    do {
      await articles.put({ hash, json: "{}" });
      began();
    } while (!ended);
  });
  return { begun, end: () => (ended = true), done };
}

test("a page that is left and frozen holds nobody up, and does again what it was about when it is back", async () => {
  const name = aStoreName();
  const page = aPage();
  const [left, other] = [openStore(name, () => undefined, page), openStore(name, () => undefined)];
  const write = longWrite(left, "of the page that was left");
  await write.begun;

  page.leave(true);
  await save(other, "of another page");
  expect(await savedHashes(other)).toEqual(["of another page"]);

  write.end();
  page.comeBack();
  await write.done;
  expect(await savedHashes(other)).toEqual(["of another page", "of the page that was left"]);
});

test("what is begun while the page is frozen waits until it is back", async () => {
  const name = aStoreName();
  const page = aPage();
  const left = openStore(name, () => undefined, page);
  page.leave(true);
  const later = save(left, "later");
  const other = openStore(name, () => undefined);
  await save(other, "first");
  expect(await savedHashes(other)).toEqual(["first"]);
  page.comeBack();
  await later;
  expect(await savedHashes(other)).toEqual(["first", "later"]);
});

test("a page that goes for good ends its writes as the browser does", async () => {
  const name = aStoreName();
  const page = aPage();
  const store = openStore(name, () => undefined, page);
  const write = longWrite(store, "last words");
  await write.begun;
  page.leave(false);
  write.end();
  await write.done;
  expect(await savedHashes(store)).toEqual(["last words"]);
});
