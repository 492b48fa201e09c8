// Whatever bytes somebody hands over: no crash, no hang, nothing added, and no more memory than the limits allow.
import fc from "fast-check";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { gunzip, pack, unpack } from "../../src/device/packing.ts";
import { fromCodes, toCodes } from "../../src/device/words-once.ts";
import { aStore } from "../support/device.ts";
import { aLibraryServer, articleNumber, articles } from "../support/library-fixture.ts";
import { noRest, openOn, passOnFrom, sealed } from "../support/passed-on.ts";
import { aReadingDevice } from "../support/reading-device.ts";
import { processorTime } from "../support/processor-time.ts";

const server = aLibraryServer();
const store = aStore();
const longest = 1_000;
let edition: string;
let few: string;

beforeAll(async () => {
  const lead = { ...server.picture("bread", 900), alt: "Хліб" };
  server.publish([...articles(12), articleNumber(13, { lead })]);
  const phone = aReadingDevice(server);
  await phone.catchingUp.catchUp();
  const text = async (what: Parameters<typeof passOnFrom>[1]) =>
    new TextDecoder().decode(await passOnFrom(phone.store, what)).replace(/<!--sha256[^]*/, "");
  edition = await text("all");
  few = await text([articleNumber(13).id, articleNumber(2).id]);
});

/** Opens a file and says how that ended; fails where it took too long. */
async function ending(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const begun = processorTime();
  const opened = await openOn(store, server.rootKey, bytes);
  expect(processorTime() - begun).toBeLessThan(longest);
  return opened.kind === "unfit" ? opened.why : opened.kind;
}

const refusals = ["not-ours", "too-big", "damaged", "other-newsroom", "newer"];

test("random bytes and random text are refused", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 5_000 }),
        fc
          .string({ unit: "binary", maxLength: 2_000 })
          .map((text) => new TextEncoder().encode(text)),
      ),
      async (bytes) => {
        expect(refusals).toContain(await ending(Uint8Array.from(bytes)));
      },
    ),
    { numRuns: 300 },
  );
});

test("random blocks with a right check sum are refused", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.base64String({ maxLength: 400 }), { minLength: 1, maxLength: 5 }),
      fc.constantFrom("articles", "edition"),
      async (packs, kind) => {
        const blocks = packs.map(
          (p) => `<script type="text/plain" data-soniakh="1" data-kind="${kind}">${p}</script>\n`,
        );
        expect(refusals).toContain(await ending(await sealed(blocks.join(""))));
      },
    ),
    { numRuns: 300 },
  );
});

test("a real file that was cut, or changed anywhere by one who puts the check sum right, brings nothing that was not signed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
      fc.nat(30),
      async (whole, where, put, gone) => {
        const text = whole ? edition : few;
        const at = Math.floor(where * text.length);
        const changed = text.slice(0, at) + put + text.slice(at + gone);
        const bytes = await sealed(changed);
        const end = await ending(bytes);
        expect([...refusals, "fits"]).toContain(end);
        // What still fits was changed outside of what is read: the page around the blocks.
        if (end !== "fits") return;
        const opened = await openOn(store, server.rootKey, bytes);
        const titles =
          opened.kind === "fits" ? opened.contents.articles.map(({ title }) => title) : [];
        expect(titles.every((title) => /^Стаття \d+$/.test(title))).toBe(true);
      },
    ),
    { numRuns: 250 },
  );
});

test("lines in any order, doubled or missing are refused or are the same articles", async () => {
  const packed = /data-kind="edition">([^<]*)</.exec(edition)?.[1] ?? "";
  const lines = (await unpack(packed, noRest)) ?? [];
  expect(lines.length).toBeGreaterThan(20);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(lines.length - 1),
      fc.nat(lines.length - 1),
      fc.constantFrom("swap", "double", "drop", "json"),
      async (one, other, how) => {
        const bent = [...lines];
        if (how === "swap") [bent[one], bent[other]] = [bent[other]!, bent[one]!];
        else if (how === "double") bent.splice(other, 0, bent[one]!);
        else if (how === "drop") bent.splice(one, 1);
        else bent[one] = '{"format":1,"__proto__":{"a":[[[[[[]]]]]]}}';
        const block = `<script type="text/plain" data-soniakh="1" data-kind="edition">${await pack(bent, noRest)}</script>\n`;
        const end = await ending(await sealed(block));
        expect([...refusals, "fits"]).toContain(end);
        if (how === "json" || how === "swap") expect(one === other || end !== "fits").toBe(true);
      },
    ),
    { numRuns: 200 },
  );
  expect(
    await store.transact(["entries"], "readonly", (t) => t.objectStore("entries").count()),
  ).toBe(0);
});

test("a bomb of zeros is left alone after the first megabytes", async () => {
  const bomb = Uint8Array.from(gzipSync(Buffer.alloc(200_000_000)));
  const before = process.memoryUsage().rss;

  expect(await gunzip(bomb, 1_000_000, noRest)).toBeUndefined();
  const block = `<script type="text/plain" data-soniakh="1" data-kind="edition">${Buffer.from(bomb).toString("base64")}</script>`;
  expect(await ending(await sealed(block))).toBe("damaged");

  expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
});

test("codes of one long word, again and again, end at the limit", async () => {
  const list = new TextEncoder().encode(`${JSON.stringify(["а".repeat(64)])}\n`);
  const codes = Uint8Array.from([...list, ...new Uint8Array(8_000_000)]);

  expect(await fromCodes(codes, 6_000_000, noRest)).toBeUndefined();
});

test("random codes never throw", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ maxLength: 8 }), { maxLength: 300 }),
      fc.uint8Array({ maxLength: 500 }),
      async (pieces, codes) => {
        const list = new TextEncoder().encode(`${JSON.stringify(pieces)}\n`);
        const text = await fromCodes(Uint8Array.from([...list, ...codes]), 5_000, noRest);
        expect(text === undefined || text.length <= 5_000).toBe(true);
      },
    ),
  );
});

test("whatever the lines say, they come back the same", async () => {
  const line = fc
    .string({ unit: "grapheme", maxLength: 200 })
    .map((text) => text.replaceAll("\n", " ").toWellFormed());
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), async (lines) => {
      expect(await unpack(await pack(lines, noRest), noRest)).toEqual(lines);
      const text = await fromCodes(await toCodes(lines, noRest), 100_000, noRest);
      expect(text).toBe(lines.map((one) => `${one}\n`).join(""));
    }),
  );
});
