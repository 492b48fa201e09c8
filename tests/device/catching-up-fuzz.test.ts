// Whatever the wire makes of an answer, byte by byte: a run ends with a word, what the phone shows stays the newsroom's,
// and the next run over a good line is whole.
import fc from "fast-check";
import { expect, test } from "vitest";
import { createWritingParts } from "../../src/device/parts.ts";
import { aCacheStorage } from "../support/caches.ts";
import { bending, mutantOf } from "../support/fuzzing.ts";
import { articleNumber, articles, aLibraryServer } from "../support/library-fixture.ts";
import { aReadingDevice } from "../support/reading-device.ts";
import { processorTime } from "../support/processor-time.ts";

const second = 1_000;
const complete = { kind: "current", missingTexts: 0, pictures: "complete" };

/** A newsroom whose edition has every kind of file: a pack from nothing and from the edition before, a list of withdrawn ids. */
function aRichServer() {
  const server = aLibraryServer();
  const lead = { ...server.picture("field", 3_000), alt: "Поле" };
  const rows = [articleNumber(1, { lead }), ...articles(4).slice(1)];
  server.publish(rows);
  server.publish([...rows.slice(0, 3), articleNumber(12)], { gone: [rows[3]!.id] });
  return server;
}

const titlesHere = async ({ library }: ReturnType<typeof aReadingDevice>) =>
  (await library.list()).map(({ title }) => title);

test.each([
  ["head", /\/head$/],
  ["keys", /\/keys$/],
  ["withdrawn list", /\/withdrawn\//],
  ["pack", /\/packs\//],
  ["article file", /\/articles\/|\/packs\//],
  ["segment", /\/segments\/|\/packs\//],
  ["picture", /\/media\//],
])("bent bytes of the %s crash nothing, hang nothing and are never shown", async (_what, place) => {
  const server = aRichServer();
  const ours = ["Стаття 12", "Стаття 3", "Стаття 2", "Стаття 1"];
  await fc.assert(
    fc.asyncProperty(bending, async (bend) => {
      const phone = aReadingDevice(server);
      server.wire.bend = (path, bytes) => (place.test(path) ? bend(bytes) : bytes);
      const begun = processorTime();
      const outcome = await phone.catchingUp.catchUp();
      expect(processorTime() - begun).toBeLessThan(second);
      expect(["current", "unreachable", "refused", "outdated"]).toContain(outcome.kind);
      for (const title of await titlesHere(phone)) expect(ours).toContain(title);

      server.wire.bend = undefined;
      expect(await phone.catchingUp.catchUp()).toMatchObject(complete);
      expect(await titlesHere(phone)).toEqual(ours);
    }),
    { numRuns: 40 },
  );
});

/** The most that browsers hand over in one piece. */
const piece = 65_536;

/** Answers in the newsroom's place with so many bytes and no line break, as fast as they are taken. */
const endless = (total: number, counted: { taken: number }): Response =>
  new Response(
    new ReadableStream(
      {
        pull(controller) {
          if (counted.taken >= total) return controller.close();
          counted.taken += piece;
          controller.enqueue(new Uint8Array(piece).fill(97));
        },
      },
      { highWaterMark: 0 },
    ),
    { headers: { "content-type": "application/x-ndjson" } },
  );

test.each([/\/head$/, /\/keys$/, /\/segments\/|\/packs\//, /\/articles\/|\/packs\//])(
  "a body without an end at %s is not kept: no more than a few megabytes are taken in",
  async (place) => {
    const server = aRichServer();
    const counted = { taken: 0 };
    server.wire.instead = (path) =>
      place.test(path) && !/packs/.test(path)
        ? endless(200_000_000, counted)
        : place.test(path)
          ? new Response("", { status: 404 })
          : undefined;

    const outcome = await aReadingDevice(server).catchingUp.catchUp();

    expect(["unreachable", "refused", "current"]).toContain(outcome.kind);
    expect(counted.taken).toBeLessThanOrEqual(80_000_000);
  },
);

test("a pack that is one line without an end is dropped as it streams by, and the edition comes by other files", async () => {
  const server = aRichServer();
  const counted = { taken: 0 };
  const before = process.memoryUsage().arrayBuffers;
  server.wire.instead = (path) => (/packs/.test(path) ? endless(600_000_000, counted) : undefined);

  expect(await aReadingDevice(server).catchingUp.catchUp()).toMatchObject({ kind: "unreachable" });

  // Half of what streamed by, for a collector that takes its time.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(300_000_000);
});

test("whatever stands at parts.json, preparing to write ends with a word and fetches nothing but the app's own files", async () => {
  const parts = {
    build: "a".repeat(16),
    entry: "/assets/index-a.js",
    files: [{ url: "/assets/one.js", integrity: `sha384-${"A".repeat(64)}`, bytes: 10 }],
  };
  await fc.assert(
    fc.asyncProperty(fc.oneof(mutantOf(parts), fc.json(), fc.string()), async (list) => {
      const asked: string[] = [];
      const writing = createWritingParts({
        caches: aCacheStorage(),
        entry: parts.entry,
        fetch: async (path) => {
          asked.push(path as string);
          return new Response(path === "/parts.json" ? list : "script");
        },
      });
      expect(["ready", "unreachable"]).toContain(await writing.prepare());
      for (const path of asked) expect(path).toMatch(/^\/(parts\.json|assets\/[\w.-]+\.(js|css))$/);
    }),
    { numRuns: 500 },
  );
});
