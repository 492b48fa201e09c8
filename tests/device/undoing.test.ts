import fc from "fast-check";
import { expect, test } from "vitest";
import { applyChange, type Change, type DraftContent } from "../../src/device/draft-content.ts";
import type { Draft } from "../../src/device/draft.ts";
import { aClock, aDisk, draftsOn } from "../support/device.ts";

const put = (words: string, at = 0, cut = 0): Change => ({
  kind: "text",
  piece: 0,
  at,
  cut,
  put: words,
});

test("redo makes again what undo took back, also after a restart", async () => {
  const disk = aDisk();
  const clock = aClock();
  const draft = await draftsOn(disk, clock.now).create();
  await draft.change(put("Перше. "));
  clock.turn(5_000);
  await draft.change(put("Друге.", 7));
  await draft.undo();
  await draft.undo();
  expect(textOf(draft)).toBe("");

  const again = (await draftsOn(disk, clock.now).open(draft.id))!;
  expect(again.canRedo).toBe(true);
  await again.redo();
  expect(textOf(again)).toBe("Перше. ");
  await again.redo();

  expect(textOf(again)).toBe("Перше. Друге.");
  expect(again.canRedo).toBe(false);
  expect(await again.redo()).toBeUndefined();
  expect(textOf((await draftsOn(disk).open(draft.id))!)).toBe("Перше. Друге.");
});

test("what is written after an undo ends what could be made again", async () => {
  const clock = aClock();
  const draft = await draftsOn(aDisk(), clock.now).create();
  await draft.change(put("Перше. "));
  clock.turn(5_000);
  await draft.change(put("Друге.", 7));
  await draft.undo();

  await draft.change(put("Інше.", 7));

  expect(draft.canRedo).toBe(false);
  expect(await draft.redo()).toBeUndefined();
  expect(textOf(draft)).toBe("Перше. Інше.");
});

test("letters of one breath are taken back, and made again, at once and in one record", async () => {
  const disk = aDisk();
  const clock = aClock();
  const draft = await draftsOn(disk, clock.now).create();
  for (const [at, letter] of Array.from("слово").entries()) {
    await draft.change(put(letter, at));
    clock.turn(150);
  }

  await draft.undo();
  expect(textOf(draft)).toBe("");
  await draft.redo();

  expect(textOf(draft)).toBe("слово");
  const records = await disk
    .store()
    .transact(["drafts"], "readonly", (t) => t.objectStore("drafts").count());
  expect(records).toBe(5 + 2);
});

test("a clock that was set back does not make one step of the whole draft", async () => {
  const clock = aClock(100_000_000);
  const draft = await draftsOn(aDisk(), clock.now).create();
  await draft.change(put("Перше. "));
  clock.turn(-3_600_000);
  await draft.change(put("Друге.", 7));

  await draft.undo();

  expect(textOf(draft)).toBe("Перше. ");
});

test("the oldest step that a long log still knows is taken back to what stood there", async () => {
  const disk = aDisk();
  const clock = aClock();
  const draft = await draftsOn(disk, clock.now).create();
  await draft.change(put("старе"));
  for (let n = 0; n < 700; n += 1) {
    clock.turn(5_000);
    // Each replaces what stood there: only the log knows that.
    await draft.change(put(`слово ${n}`, 0, textOf(draft).length));
  }

  const again = (await draftsOn(disk, clock.now).open(draft.id))!;
  let steps = 0;
  while (again.canUndo) {
    await again.undo();
    steps += 1;
    expect(textOf(again)).toBe(`слово ${699 - steps}`);
  }

  expect(steps).toBeGreaterThanOrEqual(255);
});

test("any sequence of writing, undo, redo and restarts does what a list of pages would", async () => {
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ at: fc.nat(12), cut: fc.nat(4), put: fc.string({ maxLength: 5 }) }),
    },
    { weight: 3, arbitrary: fc.constantFrom("undo" as const, "redo" as const) },
    { weight: 1, arbitrary: fc.constant("restart" as const) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const disk = aDisk();
      const clock = aClock();
      let draft = await draftsOn(disk, clock.now).create();
      const { id } = draft;
      let pages: DraftContent[] = [draft.content];
      let at = 0;
      for (const one of steps) {
        clock.turn(5_000);
        if (one === "restart") draft = (await draftsOn(disk, clock.now).open(id)) ?? draft;
        else if (one === "undo") at -= (await draft.undo()) === undefined ? 0 : 1;
        else if (one === "redo") at += (await draft.redo()) === undefined ? 0 : 1;
        else {
          const change = put(one.put, one.at, one.cut);
          pages = [...pages.slice(0, at + 1), applyChange(draft.content, change)];
          at += 1;
          await draft.change(change);
        }
        expect(draft.content).toEqual(pages[at]);
        expect([draft.canUndo, draft.canRedo]).toEqual([at > 0, at < pages.length - 1]);
      }
    }),
    { numRuns: 60 },
  );
});

function textOf(draft: Draft): string {
  const piece = draft.content.pieces[0];
  return piece?.kind === "text" ? piece.text : "";
}
