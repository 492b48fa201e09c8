import fc from "fast-check";
import { expect, test } from "vitest";
import {
  divide,
  heldBytes,
  type RoomArticle,
  type RoomPicture,
} from "../../src/device/making-room.ts";

const day = (n: number): string => new Date(Date.UTC(2026, 0, n)).toISOString().slice(0, 10);

/** The n-th article: the higher, the newer. Text 10 bytes, lead 100, one more picture 50. */
const anArticle = (n: number, change: Partial<RoomArticle> = {}): RoomArticle => ({
  id: `${n}`,
  rank: String(1_000 - n).padStart(4, "0"),
  date: day(n),
  kept: false,
  spare: false,
  text: { hash: `text-${n}`, bytes: 10, here: true },
  pictures: [aPicture(`lead-${n}`, 100, true), aPicture(`inside-${n}`, 50, false)],
  ...change,
});

const aPicture = (key: string, bytes: number, lead: boolean): RoomPicture => ({
  key,
  lead,
  files: [key],
  here: [{ hash: key, bytes, width: 360 }],
  wanted: bytes,
});

const names = (articles: readonly RoomArticle[]): readonly string[] =>
  articles.map(({ id }) => id).sort();
const keys = (pictures: readonly RoomPicture[]): readonly string[] =>
  pictures.map(({ key }) => key).sort();

test("where there is room, nothing goes and nothing is out of bounds", () => {
  const { texts, pictures, freed, bounds } = divide([anArticle(1), anArticle(2)], { bytes: 320 });

  expect([texts, pictures, freed]).toEqual([[], [], 0]);
  expect(bounds).toEqual({ texts: undefined, leads: undefined, others: undefined });
});

test("pictures inside texts go before lead pictures, the oldest first", () => {
  const { pictures } = divide([anArticle(1), anArticle(2)], { bytes: 280 });

  expect(keys(pictures)).toEqual(["inside-1"]);
});

test("no text goes while a picture is there", () => {
  const { texts, pictures } = divide([anArticle(1), anArticle(2)], { bytes: 20 });

  expect(texts).toEqual([]);
  expect(keys(pictures)).toEqual(["inside-1", "inside-2", "lead-1", "lead-2"]);
});

test("of texts the oldest go", () => {
  const { texts } = divide([anArticle(1), anArticle(2), anArticle(3)], { bytes: 20 });

  expect(names(texts)).toEqual(["1"]);
});

test("the wide file goes before any picture does", () => {
  const wide = { hash: "wide", bytes: 400, width: 720 };
  const two: RoomPicture = {
    ...aPicture("lead-1", 100, true),
    files: ["lead-1", "wide"],
    here: [{ hash: "lead-1", bytes: 100, width: 360 }, wide],
  };
  const { narrowed, pictures, texts } = divide([anArticle(1, { pictures: [two] })], { bytes: 200 });

  expect(keys(narrowed)).toEqual(["lead-1"]);
  expect([pictures, texts]).toEqual([[], []]);
});

test("what is on the shelf stays, whatever it takes, and a picture that it shares with others too", () => {
  const kept = anArticle(1, { kept: true });
  const sharing = anArticle(2, { pictures: kept.pictures });
  const { texts, pictures } = divide([kept, sharing], { bytes: 0 });

  expect(names(texts)).toEqual(["2"]);
  expect(pictures).toEqual([]);
});

test("articles of before the day go, those on the shelf stay", () => {
  const articles = [anArticle(1), anArticle(2, { kept: true }), anArticle(3)];

  const { texts, bounds } = divide(articles, { bytes: 10_000, since: day(3) });

  expect(names(texts)).toEqual(["1"]);
  // Nothing older comes back by itself.
  expect(anArticle(1).rank >= (bounds.texts ?? "")).toBe(true);
  expect(anArticle(3).rank >= (bounds.texts ?? "")).toBe(false);
});

test("what the reader let go of goes, and takes no room from others", () => {
  const { texts, freed } = divide([anArticle(1, { spare: true }), anArticle(2)], { bytes: 10_000 });

  expect(names(texts)).toEqual(["1"]);
  expect(freed).toBe(160);
});

const articles = fc
  .array(
    fc.record({
      kept: fc.boolean(),
      spare: fc.boolean(),
      here: fc.boolean(),
      bytes: fc.integer({ min: 1, max: 50 }),
      pictures: fc.array(
        fc.record({
          key: fc.integer({ min: 0, max: 12 }),
          lead: fc.boolean(),
          here: fc.boolean(),
        }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 12 },
  )
  .map((all): readonly RoomArticle[] => {
    const held = new Map<number, boolean>();
    for (const { key, here } of all.flatMap(({ pictures }) => pictures))
      if (!held.has(key)) held.set(key, here);
    return all.map(({ kept, spare, here, bytes, pictures }, n) =>
      anArticle(n + 1, {
        kept,
        spare: spare && !kept,
        text: { hash: `text-${n}`, bytes, here },
        pictures: pictures.map(({ key, lead }) => {
          const picture = aPicture(`picture-${key}`, 10 + key, lead);
          return held.get(key) ? picture : { ...picture, here: [] };
        }),
      }),
    );
  });

/** What is left once the division was carried out. */
const after = (
  all: readonly RoomArticle[],
  { texts, pictures }: ReturnType<typeof divide>,
): readonly RoomArticle[] => {
  const gone = new Set(texts.map(({ id }) => id));
  const dropped = new Set(pictures.map(({ key }) => key));
  return all.map((article) => ({
    ...article,
    text: { ...article.text, here: article.text.here && !gone.has(article.id) },
    pictures: article.pictures.map((picture) =>
      dropped.has(picture.key) ? { ...picture, here: [] } : picture,
    ),
  }));
};

test("for any library and any limit: the shelf is whole, the cap holds, and doing it again changes nothing", () => {
  fc.assert(
    fc.property(articles, fc.integer({ min: 0, max: 400 }), (all, bytes) => {
      const division = divide(all, { bytes });
      const left = after(all, division);

      const kept = all.filter((article) => article.kept);
      expect(division.texts.filter((article) => article.kept)).toEqual([]);
      const shelved = new Set(kept.flatMap(({ pictures }) => pictures.map(({ key }) => key)));
      expect(division.pictures.filter(({ key }) => shelved.has(key))).toEqual([]);
      expect(heldBytes(left)).toBeLessThanOrEqual(Math.max(bytes, heldBytes(kept)));
      expect(heldBytes(all) - heldBytes(left)).toBe(division.freed);
      const again = divide(left, { bytes });
      expect([again.freed, again.bounds]).toEqual([0, division.bounds]);
    }),
  );
});

test("for any library and any limit: no newer text goes while an older one stays", () => {
  fc.assert(
    fc.property(articles, fc.integer({ min: 0, max: 400 }), (all, bytes) => {
      const { texts } = divide(all, { bytes });
      const loose = all.filter(({ kept, spare, text }) => !kept && !spare && text.here);
      const gone = new Set(texts.map(({ id }) => id));
      const newestGone = Math.max(
        0,
        ...loose.filter(({ id }) => gone.has(id)).map(({ id }) => +id),
      );
      const stays = loose.filter(({ id }) => !gone.has(id)).map(({ id }) => +id);
      expect(stays.filter((id) => id < newestGone)).toEqual([]);
    }),
  );
});
