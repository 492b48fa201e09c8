import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { Draft } from "../../src/device/draft.ts";
import { textOf } from "../../src/device/draft-content.ts";
import { DeviceError } from "../../src/device/errors.ts";
import type { Page } from "../../src/app/writing/page-model.ts";
import { aDisk, type Disk, draftsOn } from "../support/device.ts";
import { aPage, someTimers, wordsOf } from "../support/writing.ts";

const picture = new Blob(["…"]);

test("any sequence of edits, of any field and composed or not, gives the same words after a restart", async () => {
  const field = fc.constantFrom<"title" | number>("title", 0, 1, 2);
  const edit = fc.record({
    field,
    text: fc.string({ unit: "grapheme", maxLength: 30 }),
    composes: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { maxLength: 25 }), fc.nat(25), async (edits, opensAt) => {
      const disk = aDisk();
      const opening = Promise.withResolvers<void>();
      const page = aPage(opening.promise.then(() => draftsOn(disk).create()));
      // The title, the text, and once there is a photo its caption and the text behind it.
      const typed = ["", ""];
      for (const [index, { field: of, text, composes }] of edits.entries()) {
        if (index === opensAt) {
          opening.resolve();
          await page.opened();
          await page.addPhotos([picture]);
          typed.push("", "");
        }
        const place = of === "title" ? 0 : of + 1;
        page.composes(composes);
        page.type(of, text);
        if (place < typed.length) typed[place] = text;
      }
      opening.resolve();
      const { id } = (await page.opened())!;
      await page.close();

      const again = await draftsOn(disk).open(id);

      expect(wordsOf(page.content.value)).toEqual(typed);
      // A page that stayed blank leaves nothing.
      if (again === undefined) expect(typed).toEqual(["", ""]);
      else expect(wordsOf(again.content)).toEqual(typed);
    }),
    { numRuns: 60 },
  );
});

test("what is typed before the draft is open is on the page at once, and kept when it opens", async () => {
  const disk = aDisk();
  const opening = Promise.withResolvers<void>();
  const page = aPage(opening.promise.then(() => draftsOn(disk).create()));

  page.type(0, "Ми пек");
  page.type(0, "Ми пекли");
  expect(wordsOf(page.content.value)).toEqual(["", "Ми пекли"]);
  expect(page.saving.value.kind).toBe("blank");
  opening.resolve();

  await vi.waitFor(() => expect(page.saving.value).toEqual({ kind: "saved", at: 1_000 }));
  const id = (await page.opened())!.id;
  expect(wordsOf((await draftsOn(disk).open(id))!.content)).toEqual(["", "Ми пекли"]);
});

test("'saved' is said only after storage said so, and never for what it refused", async () => {
  const disk = aDisk();
  const store = disk.store();
  let isFull = false;
  const timers = someTimers();
  const refusing: typeof store = {
    ...store,
    transact: (...args) =>
      isFull ? Promise.reject(new DOMException("", "QuotaExceededError")) : store.transact(...args),
  };
  const page = aPage(draftsOn(disk, undefined, refusing).create(), true, timers.after);
  await page.opened();
  page.type(0, "перше");
  expect(page.saving.value.kind).toBe("blank");
  await vi.waitFor(() => expect(page.saving.value.kind).toBe("saved"));

  isFull = true;
  page.type(0, "перше і друге");
  await vi.waitFor(() => expect(page.saving.value.kind).toBe("not-saved"));
  expect(wordsOf(page.content.value)).toEqual(["", "перше і друге"]);
  isFull = false;
  timers.run();

  await vi.waitFor(() => expect(page.saving.value.kind).toBe("saved"));
  expect(page.isUnsaved.value).toBe(false);
  const id = (await page.opened())!.id;
  expect(wordsOf((await draftsOn(disk).open(id))!.content)).toEqual(["", "перше і друге"]);
});

test("a new page that storage has no place for says so, keeps what is typed, and saves it once there is one", async () => {
  const disk = aDisk();
  const { page, comeBack } = await aPageWithoutRoom(disk);
  await vi.waitFor(() =>
    expect(page.saving.value).toEqual({ kind: "not-saved", why: "no-room", missing: 12_000_000 }),
  );

  comeBack();

  await vi.waitFor(() => expect(page.saving.value.kind).toBe("saved"));
  const { id } = (await page.opened())!;
  expect(wordsOf((await draftsOn(disk).open(id))!.content)).toEqual(["", "Слово"]);
});

test("a page that was left while storage refused keeps its words, and puts them down when storage is back", async () => {
  const disk = aDisk();
  const { page, comeBack } = await aPageWithoutRoom(disk);
  expect(await page.close()).toBe(false);

  comeBack();
  await page.kept;

  const [draft] = await draftsOn(disk).list();
  expect(draft?.firstWords).toBe("Слово");
});

test("a draft that cannot be opened now is said to be away, and opens when storage is back", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  await draft.change({ kind: "text", piece: 0, at: 0, cut: 0, put: "Слово" });
  const timers = someTimers();
  let tries = 0;
  const open = (): Promise<Draft | undefined> =>
    (tries += 1) === 1
      ? Promise.reject(new DeviceError("storage-lost", ""))
      : draftsOn(disk).open(draft.id);
  const page = aPage(open, false, timers.after);
  await page.opened();
  expect(page.phase.value).toBe("away");

  timers.run();

  await vi.waitFor(() => expect(page.phase.value).toBe("open"));
  expect(wordsOf(page.content.value)).toEqual(["", "Слово"]);
});

test("'saved' is not said for a photo while the words that it parted are still on their way", async () => {
  const disk = aDisk();
  const real = disk.store();
  let gate: Promise<void> | undefined;
  const slow: typeof real = {
    ...real,
    transact: async (...args) => {
      await gate;
      return real.transact(...args);
    },
  };
  const draft = await draftsOn(disk, undefined, slow).create();
  const page = aPage(Promise.resolve(draft));
  await page.opened();
  page.type(0, "До. Після.");
  page.caretAt(0, 3);
  await vi.waitFor(() => expect(page.isUnsaved.value).toBe(false));
  const opening = Promise.withResolvers<void>();
  const { change } = draft;
  // The second change of a photo is the parting of the words.
  let changes = 0;
  draft.change = (...all) => {
    if ((changes += 1) === 2) gate = opening.promise;
    return change(...all);
  };

  await page.addPhotos([picture]);

  expect(page.isUnsaved.value).toBe(true);
  opening.resolve();
  await vi.waitFor(() => expect(page.isUnsaved.value).toBe(false));
});

test("a photo that comes in the middle of a composed word does not double the words behind the caret", async () => {
  const draft = await draftsOn(aDisk()).create();
  const page = aPage(Promise.resolve(draft));
  await page.opened();
  page.type(0, "До. Після.");
  page.caretAt(0, 3);
  // The keyboard begins a word while the photo is being kept.
  const { addPhoto } = draft;
  draft.addPhoto = (photo) => {
    page.composes(true);
    return addPhoto(photo);
  };

  await page.addPhotos([picture]);
  // The field was not written to, so it still holds all of its words.
  page.type(0, "До.А Після.");

  expect(kinds(page)).toEqual(["До.А Після.", "photo 1", ""]);
});

test("a photo that is still being taken in when the page is left belongs to the draft", async () => {
  const disk = aDisk();
  const page = aPage(draftsOn(disk).create());
  const { id } = (await page.opened())!;
  page.type(0, "Слово");

  void page.addPhotos([picture]);
  await page.close();

  expect((await draftsOn(disk).open(id))?.content.pieces).toHaveLength(3);
});

test("a photo stands where the caret was, and the words behind it follow", async () => {
  const disk = aDisk();
  const page = aPage(draftsOn(disk).create());
  await page.opened();
  page.type(0, "До. Після.");
  page.caretAt(0, 3);

  await page.addPhotos([picture]);

  expect(kinds(page)).toEqual(["До.", "photo 1", " Після."]);
  expect(page.adding.value).toBe(0);
});

test("several photos at once stand one behind the other", async () => {
  const page = aPage(draftsOn(aDisk()).create());
  await page.opened();
  page.type(0, "Слова");
  page.caretAt(0, 5);

  await page.addPhotos([picture, picture]);

  expect(kinds(page)).toEqual(["Слова", "photo 1", "", "photo 2", ""]);
});

test("a removed photo comes back to its place, with the words around it", async () => {
  const page = aPage(draftsOn(aDisk()).create());
  await page.opened();
  page.type(0, "До. Після.");
  page.caretAt(0, 3);
  await page.addPhotos([picture]);

  page.removePhoto(1);
  expect(kinds(page)).toEqual(["До.\n Після."]);
  page.putBack();

  expect(kinds(page)).toEqual(["До.", "photo 1", " Після."]);
  expect(page.removed.value).toBeUndefined();
});

test("a photo comes back without taking words along that were typed meanwhile", async () => {
  const page = aPage(draftsOn(aDisk()).create());
  await page.opened();
  page.type(0, "До.");
  page.caretAt(0, 3);
  await page.addPhotos([picture]);
  page.removePhoto(1);

  page.type(0, "До. І ще.");
  page.putBack();

  expect(kinds(page)).toEqual(["До. І ще.", "photo 1", ""]);
});

test("when another window wrote in the draft, the page says that it goes on as its own", async () => {
  const disk = aDisk();
  const one = aPage(draftsOn(disk).create());
  one.type(0, "Разом.");
  await vi.waitFor(() => expect(one.saving.value.kind).toBe("saved"));
  const other = aPage(draftsOn(disk).open((await one.opened())!.id), false);
  await other.opened();

  one.type(0, "Разом. Одне.");
  await vi.waitFor(() => expect(one.isUnsaved.value).toBe(false));
  other.type(0, "Разом. Інше.");

  await vi.waitFor(() => expect(other.forked.value).toBe(true));
  expect(one.forked.value).toBe(false);
  expect(await draftsOn(disk).list()).toHaveLength(2);
});

test("undo takes back the last words, and the page shows it", async () => {
  const disk = aDisk();
  let now = 1_000;
  const page = aPage(draftsOn(disk, () => now).create());
  await page.opened();
  page.type(0, "Перше.");
  await vi.waitFor(() => expect(page.isUnsaved.value).toBe(false));
  now = 20_000;
  page.type(0, "Перше. Друге.");

  await page.undo();

  expect(kinds(page)).toEqual(["Перше."]);
  expect(page.canUndo.value).toBe(true);
});

test("a draft that is gone is said to be gone", async () => {
  const page = aPage(Promise.resolve(undefined), false);
  await page.opened();
  expect(page.phase.value).toBe("gone");
});

/** A new page with a word on it for which storage has no room, until it comes back. */
async function aPageWithoutRoom(disk: Disk) {
  const timers = someTimers();
  let isAway = true;
  const page = aPage(
    () =>
      isAway
        ? Promise.reject(new DeviceError("storage-full", "no room for a key"))
        : draftsOn(disk).create(),
    true,
    timers.after,
  );
  page.type(0, "Слово");
  await page.opened();
  const comeBack = (): void => {
    isAway = false;
    timers.run();
  };
  return { page, comeBack };
}

const kinds = (page: Page): readonly string[] =>
  page.content.value.pieces.map((piece) =>
    piece.kind === "photo" ? `photo ${piece.photo}` : textOf(piece),
  );
