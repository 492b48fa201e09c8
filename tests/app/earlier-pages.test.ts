// @vitest-environment happy-dom
import { h, render } from "preact";
import { expect, test, vi } from "vitest";
import { EarlierModel } from "../../src/app/writing/earlier/earlier-model.ts";
import { EarlierSheet } from "../../src/app/writing/earlier/EarlierSheet.tsx";
import { uk } from "../../src/app/writing/messages/uk.ts";
import { aDisk, type Disk, draftsOn } from "../support/device.ts";
import { aPage, wordsOf } from "../support/writing.ts";
import { aRoot } from "../support/root.ts";

const day = 86_400_000;
const noon = new Date(2026, 2, 19, 12).getTime();

const root = aRoot();

/** A draft that was left yesterday with a photo, and is another today. */
async function aPageOfTwoDays(disk: Disk) {
  let now = noon - day;
  const yesterday = aPage(draftsOn(disk, () => now).create());
  const { id } = (await yesterday.opened())!;
  yesterday.type("title", "Хліб");
  yesterday.type(0, "Ми пекли хліб.\nНа всіх.");
  yesterday.caretAt(0, 23);
  await yesterday.addPhotos([new Blob(["…"])]);
  await yesterday.close();
  now = noon;
  const page = aPage(draftsOn(disk, () => now).open(id), false, undefined, noon);
  await page.opened();
  page.type("title", "Сіль");
  page.type(0, "Стерто");
  await vi.waitFor(() => expect(page.isUnsaved.value).toBe(false));
  now = noon + 60_000;
  return { page, id };
}

test("the list has the times and words of what was, newest first, and not the page as it is", async () => {
  const { page } = await aPageOfTwoDays(aDisk());
  const model = new EarlierModel(page);

  await model.open();

  expect(model.pages.value?.map(({ time, words }) => [time, words])).toEqual([[noon - day, 5]]);
});

test("what was can be read, and put back in one step that undo takes back, photos included", async () => {
  const disk = aDisk();
  const { page, id } = await aPageOfTwoDays(disk);
  const now = wordsOf(page.content.value);
  const model = new EarlierModel(page);
  await model.open();

  await model.read(model.pages.value![0]!);
  expect(wordsOf(model.reading.value!.content!)).toEqual([
    "Хліб",
    "Ми пекли хліб.\nНа всіх.",
    "",
    "",
  ]);
  await model.goBack();
  await vi.waitFor(() => expect(page.isUnsaved.value).toBe(false));

  const onDisk = (await draftsOn(disk).open(id))!;
  expect(wordsOf(onDisk.content)).toEqual(["Хліб", "Ми пекли хліб.\nНа всіх.", "", ""]);
  expect(await page.findPhoto(1)).toBeDefined();
  await page.undo();
  expect(wordsOf(page.content.value)).toEqual(now);
});

test("the sheet leads from the list to the words and back, and says what pressing means", async () => {
  const { page } = await aPageOfTwoDays(aDisk());
  const onClose = vi.fn();
  render(h(EarlierSheet, { page, messages: uk, language: "uk", onClose }), root);

  const row = await vi.waitFor(() => button("учора, 12:00 · 5\u00a0слів"));
  row.click();
  await vi.waitFor(() =>
    expect(root.querySelector(".earlier-page p")?.textContent).toBe("Ми пекли хліб.\nНа всіх."),
  );
  expect(root.querySelector("h2")?.textContent).toBe("учора, 12:00");
  expect(document.activeElement).toBe(root.querySelector(".earlier-page"));
  expect(root.textContent).toContain("Теперішній текст не зникне");

  button("До списку").click();
  await vi.waitFor(() => expect(root.querySelector("h2")?.textContent).toBe("Як було раніше"));
  button("учора").click();
  (await vi.waitFor(() => button("Зробити, як було"))).click();

  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(page.content.value.title).toBe("Хліб");
});

test("a page that is as it always was says so", async () => {
  const page = aPage(draftsOn(aDisk()).create());
  page.type(0, "Слово");
  await vi.waitFor(() => expect(page.isUnsaved.value).toBe(false));

  render(h(EarlierSheet, { page, messages: uk, language: "uk", onClose: () => undefined }), root);

  await vi.waitFor(() => expect(root.textContent).toContain("Поки що є лише теперішній текст"));
});

function button(name: string): HTMLButtonElement {
  const found = [...root.querySelectorAll("button")].find(({ textContent }) =>
    textContent.includes(name),
  );
  if (found === undefined) throw new Error(`no button «${name}» in: ${root.textContent}`);
  return found;
}
