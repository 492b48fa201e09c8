// The device wing against the server's own library room: what one writes, the other believes.
import { expect, test } from "vitest";
import type { Article, Slug } from "../../src/protocol/article.ts";
import type { KeyList } from "../../src/protocol/keys.ts";
import { aLibrary, anArticle, type Place } from "../server/library/a-library.ts";
import { aSigner, type LibraryFixture } from "../support/library-fixture.ts";
import { aReadingDevice } from "../support/reading-device.ts";

const root = aSigner();

/** The server's library as a phone sees it over the wire, with a key list of its root's. */
function overTheWire(
  place: Place,
): Pick<LibraryFixture, "fetch" | "rootKey"> & { readonly asked: string[] } {
  const keys: KeyList = {
    format: 1,
    epoch: 1,
    edition: [place.signer.public],
    receipt: [],
    desk: [
      { recipient: `age1${"q".repeat(58)}`, holder: "desk" },
      { recipient: `age1${"p".repeat(58)}`, holder: "recovery" },
    ],
    notAfter: "2099-01-01",
  };
  const file = root.sign("keys", new TextEncoder().encode(`${JSON.stringify(keys)}\n`));
  const asked: string[] = [];
  return {
    rootKey: root.public.key,
    asked,
    fetch: async (input) => {
      const path = input as string;
      asked.push(path);
      return path === "/library/keys" ? new Response(file) : place.ask(path);
    },
  };
}

const published = (n: number, change: Partial<Article> = {}): Article =>
  anArticle({
    slug: `stattia-${n}` as Slug,
    title: `Стаття ${n}`,
    date: `2026-${String(1 + (n % 9)).padStart(2, "0")}-1${n % 9}`,
    ...change,
  });

test("a phone takes what the server published, what changed, and lets go what was withdrawn", async () => {
  const place = await aLibrary();
  const rows = Array.from({ length: 30 }, (_, n) => published(n));
  await place.library.publish(rows);
  const wire = overTheWire(place);
  const { catchingUp, library } = aReadingDevice(wire);

  expect(await catchingUp.catchUp()).toMatchObject({ kind: "current", missingTexts: 0 });
  expect(wire.asked).toHaveLength(3);
  expect((await library.list()).map(({ stored }) => stored)).toEqual(rows.map(() => "complete"));

  wire.asked.splice(0);
  place.clock.now += 60_000;
  await place.library.publish([{ ...rows[3]!, title: "Виправлена" }]);
  await place.library.withdraw(rows[4]!.id);
  expect(await catchingUp.catchUp()).toMatchObject({
    kind: "current",
    missingTexts: 0,
    changed: true,
  });

  const titles = (await library.list()).map(({ title }) => title);
  expect(titles).toHaveLength(29);
  expect(titles).toContain("Виправлена");
  expect(await library.isWithdrawn("stattia-4" as Slug)).toBe(true);
  expect(wire.asked.filter((path) => /articles|segments/.test(path))).toEqual([]);
  expect((await library.find("stattia-3" as Slug))?.article?.article.title).toBe("Виправлена");
});
