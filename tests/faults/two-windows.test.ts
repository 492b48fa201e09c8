// Two windows write in one draft: whatever comes in between, every letter of both is on the disk.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Change } from "../../src/device/draft-content.ts";
import { createDrafts, type Drafts } from "../../src/device/drafts.ts";
import type { Draft } from "../../src/device/draft.ts";
import { EarlierModel } from "../../src/app/writing/earlier/earlier-model.ts";
import { listStories, titleOf } from "../../src/app/writing/stories.ts";
import { aDisk, countedIds, type Disk } from "../support/device.ts";
import { aPage } from "../support/writing.ts";
import { createFaults, keyringWithFaults, withFaults } from "./fault-shim.ts";

/** Drafts as one window has them; it dies at the request with this number. */
function aWindow(
  disk: Disk,
  newId: () => ReturnType<ReturnType<typeof countedIds>>,
  killAt?: number,
) {
  const faults = createFaults(killAt);
  const drafts: Drafts = createDrafts({
    store: withFaults(disk.store(), faults),
    keyring: keyringWithFaults(disk.keyring, faults),
    newId,
    now: () => 1_000,
    announce: () => undefined,
  });
  return { drafts, faults };
}

const behind = (draft: Draft, put: string): Change => ({
  kind: "text",
  piece: 0,
  at: textOf(draft).length,
  cut: 0,
  put,
});

const textOf = ({ content }: Pick<Draft, "content">): string =>
  content.pieces.map((piece) => (piece.kind === "text" ? piece.text : "")).join("");

async function textsOn(disk: Disk): Promise<readonly string[]> {
  const { drafts } = aWindow(disk, countedIds());
  const listed = await drafts.list();
  return Promise.all(listed.map(async ({ id }) => textOf((await drafts.open(id))!)));
}

test("11: two windows type in one draft at the same time, in any order: all that was kept of both is there, and the later is a fork in the list", async () => {
  const turns = fc.array(fc.constantFrom(0, 1, 2), { minLength: 2, maxLength: 24 });
  await fc.assert(
    fc.asyncProperty(turns, async (order) => {
      const disk = aDisk();
      const newId = countedIds();
      const { drafts } = aWindow(disk, newId);
      const first = await drafts.create();
      await first.change(behind(first, "Разом. "));
      const windows = [first, (await aWindow(disk, newId).drafts.open(first.id))!] as const;
      const waiting: Promise<unknown>[] = [];
      const written = ["", ""];

      for (const turn of order) {
        // Two of three: a window writes. Else both go on until all is on disk.
        if (turn === 2) await Promise.all(waiting.splice(0));
        else {
          const letter = String.fromCharCode((turn === 0 ? 97 : 65) + (written[turn]!.length % 26));
          written[turn] += letter;
          const draft = windows[turn]!;
          waiting.push(draft.change(behind(draft, letter)));
        }
      }
      await Promise.all(waiting);

      const texts = await textsOn(disk);
      for (const [at, own] of written.entries()) {
        if (own === "") continue;
        // What each window shows is on the disk, and has all that was written in it.
        expect(texts).toContain(textOf(windows[at]!));
        expect(textOf(windows[at]!)).toBe(`Разом. ${own}`);
      }
      const forks = (await drafts.list()).filter(({ forkOf }) => forkOf !== undefined);
      expect(texts.length).toBe(1 + forks.length);
      expect(forks.length).toBe(written.every((own) => own !== "") ? 1 : 0);
    }),
    { numRuns: 40 },
  );
});

test("11: the window that forks dies at any request in turn: what was kept of both is there", async () => {
  for (let killAt = 0; ; killAt += 1) {
    const disk = aDisk();
    const newId = countedIds();
    const one = aWindow(disk, newId);
    const first = await one.drafts.create();
    await first.change(behind(first, "Разом. "));
    const other = aWindow(disk, newId, killAt);
    const second = await Promise.race([other.drafts.open(first.id), other.faults.died]);
    await first.change(behind(first, "Одне."));
    let isKept = false;
    if (second) {
      const kept = second.change(behind(second, "Інше.")).then(() => (isKept = true));
      await Promise.race([kept, other.faults.died]);
    }

    const texts = await textsOn(disk);
    expect(texts).toContain("Разом. Одне.");
    if (isKept) expect(texts).toContain("Разом. Інше.");
    if (!other.faults.dead) {
      expect(isKept).toBe(true);
      expect(killAt).toBeGreaterThan(5);
      return;
    }
  }
});

test("11: the page says that it goes on as its own, and 'My stories' shows both with their words; both open", async () => {
  const disk = aDisk();
  const newId = countedIds();
  const one = aPage(aWindow(disk, newId).drafts.create());
  one.type(0, "Разом. ");
  await expect.poll(() => one.isUnsaved.value).toBe(false);
  const { id } = (await one.opened())!;
  const other = aPage(aWindow(disk, newId).drafts.open(id), false);
  await other.opened();

  one.type(0, "Разом. Одне вікно.");
  await expect.poll(() => one.isUnsaved.value).toBe(false);
  other.type(0, "Разом. Зовсім інше вікно.");
  await expect.poll(() => other.isUnsaved.value).toBe(false);

  expect([one.forked.value, other.forked.value]).toEqual([false, true]);
  const { drafts } = aWindow(disk, newId);
  const rows = listStories(await drafts.list(), []);
  const told = rows.map((row) => [titleOf(row), row.draft?.words, row.draft?.forkOf]);
  expect(told).toHaveLength(2);
  expect(told).toContainEqual(["Разом. Одне вікно.", 3, undefined]);
  expect(told).toContainEqual(["Разом. Зовсім інше вікно.", 4, id]);
  for (const row of rows) expect(await drafts.open(row.draft!.id)).toBeDefined();
  // Neither has lost how it was before.
  for (const page of [one, other]) {
    const earlier = new EarlierModel(page);
    await earlier.open();
    expect(earlier.pages.value).toBeDefined();
  }
});
