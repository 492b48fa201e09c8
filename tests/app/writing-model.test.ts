import { expect, test, vi } from "vitest";
import { aDisk, draftsOn } from "../support/device.ts";
import { aWritingWindow, putStory } from "../support/writing.ts";

test("a new story is a blank page at once, and nothing of it stays where nothing was written", async () => {
  const disk = aDisk();
  const { writing } = aWritingWindow(disk);
  await writing.stories.open();

  writing.newStory();
  expect(writing.way.screen.value.kind).toBe("page");
  expect(writing.open.value?.isNew).toBe(true);
  await writing.leavePage();

  expect(writing.stories.items.value).toEqual([]);
});

test("in a tab that may forget, the first new story shows where it is safe to write, and only the first", async () => {
  const disk = aDisk();
  const { writing } = aWritingWindow(disk, { guides: true });
  await writing.stories.open();
  writing.newStory();
  expect(writing.way.screen.value.kind).toBe("guide");
  writing.writeHere();
  expect(writing.way.screen.value.kind).toBe("page");
  writing.open.value!.page.type(0, "Слово");
  await writing.leavePage();

  const later = aWritingWindow(disk, { guides: true }).writing;
  await later.stories.open();
  later.newStory();

  expect(later.way.screen.value.kind).toBe("page");
});

test("a tap that is quicker than the list does not skip the guide, and the page is one step behind it", () => {
  const { writing } = aWritingWindow(aDisk(), { guides: true });

  writing.newStory();
  expect(writing.way.screen.value.kind).toBe("guide");
  writing.writeHere();
  writing.way.back();

  expect(writing.way.screen.value.kind).toBe("stories");
});

test("a window that writes holds an update off, and no longer", async () => {
  const { writing, held } = aWritingWindow(aDisk());
  await writing.stories.open();
  expect(held.value).toBe(0);

  writing.newStory();
  expect(held.value).toBe(1);
  await writing.leavePage();

  expect(held.value).toBe(0);
});

test("a draft that is discarded on its page leads to the list, which offers 'Undo'", async () => {
  const disk = aDisk();
  const { writing } = aWritingWindow(disk);
  await writing.stories.open();
  writing.newStory();
  writing.open.value!.page.type(0, "Слово");

  await writing.discardPage();
  expect(writing.way.screen.value.kind).toBe("stories");
  expect(writing.stories.items.value).toEqual([]);
  await writing.stories.undo();

  await vi.waitFor(() => expect(writing.stories.items.value).toHaveLength(1));
});

test("a draft that is discarded on its page does not take the story with it that was sealed from it", async () => {
  const disk = aDisk();
  const draft = await draftsOn(disk).create();
  await draft.change({ kind: "text", piece: 0, at: 0, cut: 0, put: "Слово" });
  await putStory(disk.store(), disk.keyring, draft.id);
  const { writing } = aWritingWindow(disk);
  await writing.stories.open();
  writing.openItem(writing.stories.items.value![0]!);

  await writing.discardPage();
  await writing.stories.settle();

  expect(writing.stories.items.value).toMatchObject([{ kind: "story", draft: undefined }]);
});

test("two quick taps open one page", async () => {
  const { writing, held } = aWritingWindow(aDisk());
  await writing.stories.open();

  writing.newStory();
  writing.newStory();

  expect(held.value).toBe(1);
  writing.way.back();
  expect(writing.way.screen.value.kind).toBe("stories");
  await writing.leavePage();
});

test("a draft that is opened again at once goes on as the same draft", async () => {
  const disk = aDisk();
  const { writing } = aWritingWindow(disk);
  await writing.stories.open();
  writing.newStory();
  writing.open.value!.page.type(0, "Слово");
  await writing.leavePage();
  const [item] = writing.stories.items.value!;
  writing.way.toStories();
  writing.openItem(item!);
  const { page } = writing.open.value!;
  await page.opened();
  page.type(0, "Слово за словом");

  const leaving = writing.leavePage();
  writing.way.toStories();
  writing.openItem(item!);
  const again = writing.open.value!.page;
  await again.opened();
  again.type(0, "Слово за словом.");
  await leaving;
  await writing.leavePage();

  expect(again.forked.value).toBe(false);
  expect(await draftsOn(disk).list()).toMatchObject([{ firstWords: "Слово за словом." }]);
});
