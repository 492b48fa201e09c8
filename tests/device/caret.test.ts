import { expect, test } from "vitest";
import { findCaret, keepCaret } from "../../src/device/caret.ts";
import type { Change } from "../../src/device/draft-content.ts";
import type { Draft } from "../../src/device/draft.ts";
import { aClock, aDisk, draftsOn } from "../support/device.ts";
import { aPage, someTimers } from "../support/writing.ts";

const put = (words: string, at: number): Change => ({
  kind: "text",
  piece: 0,
  at,
  cut: 0,
  put: words,
});

async function aDraft() {
  const disk = aDisk();
  const clock = aClock();
  const draft = await draftsOn(disk, clock.now).create();
  await draft.change(put("Ми пекли хліб.", 0));
  const again = async (): Promise<Draft> => (await draftsOn(disk, clock.now).open(draft.id))!;
  return { disk, clock, draft, again };
}

test("the caret is where it was left, also after a restart", async () => {
  const { draft, again } = await aDraft();

  await keepCaret(draft, { piece: 0, at: 3 });
  await keepCaret(draft, { piece: 0, at: 8 });

  expect(await findCaret(await again())).toMatchObject({ piece: 0, at: 8 });
});

test("after words that were typed since, or where none was kept, the caret is behind those words", async () => {
  const { draft, again, clock } = await aDraft();
  expect(await findCaret(await again())).toEqual({ piece: 0, at: 14 });
  await keepCaret(draft, { piece: 0, at: 3 });

  clock.turn(5_000);
  await draft.change(put("вчора ", 3));

  expect(await findCaret(await again())).toEqual({ piece: 0, at: 9 });
});

test("what is on the disk of a caret says nothing, and goes with its draft", async () => {
  const { disk, draft } = await aDraft();
  await keepCaret(draft, { piece: 0, at: 1 });
  const all = () =>
    disk.store().transact(["drafts"], "readonly", (t) => t.objectStore("drafts").getAll());

  expect(JSON.stringify(await all())).not.toContain("piece");
  await draftsOn(disk).destroy(draft.id);

  expect(await all()).toEqual([]);
});

test("a page keeps the caret once it rests, never at a key stroke, and the next window finds it", async () => {
  const disk = aDisk();
  const timers = someTimers();
  const page = aPage(draftsOn(disk).create(), true, timers.after);
  const draft = (await page.opened())!;
  page.type(0, "Ми пекли хліб.");
  await draft.keep();
  const records = (): Promise<number> =>
    disk.store().transact(["drafts"], "readonly", (t) => t.objectStore("drafts").count());
  page.caretAt(0, 14);
  page.caretAt(0, 2);
  expect(await records()).toBe(1);

  timers.run();
  await expect.poll(records).toBe(2);

  const other = aPage(draftsOn(disk).open(draft.id), false);
  await other.opened();
  expect(other.startsAt.value).toMatchObject({ piece: 0, at: 2 });
  other.caretAt(0, 5);
  expect(other.startsAt.value).toBeUndefined();
  await other.close();
  expect(await findCaret((await draftsOn(disk).open(draft.id))!)).toMatchObject({ at: 5 });
});

test("a page that stayed blank keeps no caret: it leaves nothing", async () => {
  const disk = aDisk();
  const page = aPage(draftsOn(disk).create());
  await page.opened();
  page.caretAt(0, 0);

  await page.close();

  const left = await disk
    .store()
    .transact(["drafts"], "readonly", (t) => t.objectStore("drafts").count());
  expect(left).toBe(0);
});
