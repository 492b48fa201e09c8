import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { ArticleId, Slug } from "../../../src/protocol/article.ts";
import { parseEntryLine, parseWithdrawn } from "../../../src/protocol/edition.ts";
import { parseSignedFile, signedBytes } from "../../../src/protocol/signed-file.ts";
import { nextNumber } from "../../../src/server/library/editions.ts";
import { createVerify } from "../../../src/server/signing.ts";
import { aLibrary, anArticle, aPicture, aSigner } from "./a-library.ts";

const sha = (data: string | Uint8Array) => createHash("sha256").update(data).digest();
const lines = (text: string) => text.split("\n").slice(0, -1);

test("an edition's number is the minutes since 2026, or one more than the last, whichever is greater", () => {
  const minutes = (count: number) => Date.UTC(2026, 0, 1) + count * 60_000;
  expect(nextNumber(0, minutes(500))).toBe(500);
  expect(nextNumber(500, minutes(500))).toBe(501);
  expect(nextNumber(900, minutes(500))).toBe(901);
  expect(nextNumber(3, Date.UTC(2020, 0, 1))).toBe(4);
});

test("a fresh library has an empty, signed edition", async () => {
  const { library, signer, head } = await aLibrary();
  const file = parseSignedFile(library.edition().head, "head");
  if (!file.ok) throw new Error(file.why);
  const { keyId, signature, body } = file.value;
  expect(await createVerify([signer.public])(keyId, signature, signedBytes("head", body))).toBe(
    true,
  );
  expect(head()).toMatchObject({ segments: [], restored: 0, publishedAt: "2026-11-23T14:05Z" });
  expect(new TextDecoder().decode(body)).toMatch(/^[^\n]+\n$/);
});

test("publishing puts articles into one new edition; publishing the same again changes nothing", async () => {
  const { library, head } = await aLibrary();
  const before = head().number;
  const article = anArticle();
  const published = await library.publish([article, anArticle({ slug: "inshyi" as never })]);
  expect(published).toMatchObject({ edition: before + 1, refused: [] });
  expect(head().segments).toMatchObject([{ id: "2026-11", count: 2 }]);
  await library.publish([article]);
  expect(head().number).toBe(before + 1);
});

test("a segment's hash is SHA-256 over the SHA-256s of its entry lines in order of id", async () => {
  const { library, head } = await aLibrary();
  const months = ["2026-11-20", "2026-11-02", "2026-10-30"];
  await library.publish(months.map((date, n) => anArticle({ date, slug: `a-${n}` as never })));
  const pack = new TextDecoder().decode(await library.pack(0, head().number, 0));
  const entries = lines(pack).slice(2, 5);
  for (const { id, count, hash } of head().segments) {
    const inside = entries.filter((line) =>
      (JSON.parse(line) as { date: string }).date.startsWith(id),
    );
    const idOf = (line: string) => (JSON.parse(line) as { id: string }).id;
    inside.sort((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
    expect(inside).toHaveLength(count);
    expect(sha(Buffer.concat(inside.map(sha))).toString("base64url")).toBe(hash);
  }
  expect(head().segments.map(({ id }) => id)).toEqual(["2026-11", "2026-10"]);
});

test("a pack is the head, entry lines newest first, then the articles byte for byte; skip leaves out lines after the head", async () => {
  const { library, head } = await aLibrary();
  await library.publish(
    ["2026-09-01", "2026-11-01", "2026-10-01"].map((date, n) =>
      anArticle({ date, slug: `a-${n}` as never }),
    ),
  );
  const { number } = head();
  const all = lines(new TextDecoder().decode(await library.pack(0, number, 0)));
  const entries = all.slice(2, 5).map((line) => {
    const parsed = parseEntryLine(line);
    if (!parsed.ok || "unlisted" in parsed.value) throw new Error("no entry");
    return parsed.value;
  });
  expect(`${all[0]}\n${all[1]}\n`).toBe(new TextDecoder().decode(library.edition().head));
  expect(entries.map(({ date }) => date)).toEqual(["2026-11-01", "2026-10-01", "2026-09-01"]);
  expect(all.slice(5).map((line) => sha(line).toString("base64url"))).toEqual(
    entries.map(({ article }) => article),
  );
  for (const entry of entries) {
    const file = await library.articleFile(entry.article);
    expect(Buffer.byteLength(file ?? "")).toBe(entry.bytes);
    expect(all).toContain(file);
  }
  const rest = lines(new TextDecoder().decode(await library.pack(0, number, 4)));
  expect(rest).toEqual([...all.slice(0, 2), ...all.slice(6)]);
});

test("a pack from an edition holds only what changed since, and says what is unlisted", async () => {
  const { library, head } = await aLibrary();
  const [first, second] = [
    anArticle({ slug: "a-1" as never }),
    anArticle({ slug: "a-2" as never }),
  ];
  await library.publish([first, second]);
  const from = head().number;
  await library.publish([{ ...second, title: "Інший заголовок" }]);
  await library.unlist([first.id]);
  const pack = lines(new TextDecoder().decode(await library.pack(from, head().number, 0))).slice(2);
  expect(pack.slice(0, 2).map((line) => parseEntryLine(line))).toEqual(
    expect.arrayContaining([
      { ok: true, value: { format: 1, id: first.id, unlisted: true } },
      { ok: true, value: expect.objectContaining({ id: second.id, title: "Інший заголовок" }) },
    ]),
  );
  expect(pack).toHaveLength(3);
  expect(await library.pack(from + 1_000, head().number, 0)).toBeUndefined();
  expect(await library.pack(0, from, 0)).toBeUndefined();
});

test("a withdrawn article leaves: its text and pictures are deleted, its id is in the signed list for ever", async () => {
  const { library, media, head, signer } = await aLibrary();
  const made = await media.addPicture(await aPicture());
  if (!made.ok) throw new Error(made.why);
  const article = anArticle({ lead: { ...made.picture, alt: "Хліб" } });
  const other = anArticle({ slug: "a-2" as never });
  await library.publish([article, other]);
  const file = made.picture.files[0]!;
  expect(await library.mediaFile(file.hash, file.type)).toBeDefined();
  const from = head().number;

  expect(await library.withdraw(article.id)).toBe(true);

  expect(await media.has(file.hash, file.type)).toBe(false);
  expect((await library.findBySlug(article.slug))?.json).toBe("");
  const list = await library.withdrawnList(head().withdrawn!);
  const signed = parseSignedFile(list!, "withdrawn");
  if (!signed.ok) throw new Error(signed.why);
  const { keyId, signature, body } = signed.value;
  expect(
    await createVerify([signer.public])(keyId, signature, signedBytes("withdrawn", body)),
  ).toBe(true);
  expect(parseWithdrawn(new TextDecoder().decode(body))).toEqual({
    ok: true,
    value: { format: 1, ids: [article.id] },
  });
  expect(sha(list!).toString("base64url")).toBe(head().withdrawn);
  expect(new TextDecoder().decode(await library.pack(from, head().number, 0))).not.toContain(
    article.title,
  );
  expect((await library.publish([article])).refused).toMatchObject([
    { refusal: { code: "withdrawn" } },
  ]);
  expect(await library.withdraw("x".repeat(22) as ArticleId)).toBe(false);
});

test("a slug belongs to one article, its earlier slugs too", async () => {
  const { library } = await aLibrary();
  const article = anArticle();
  await library.publish([article]);
  await library.publish([{ ...article, slug: "novyi" as never }]);
  const refused = await library.publish([
    anArticle({ slug: article.slug }),
    anArticle({ slug: "novyi" as never }),
  ]);
  expect(refused.refused.map(({ refusal }) => refusal)).toEqual([
    { code: "slug-taken", by: article.id },
    { code: "slug-taken", by: article.id },
  ]);
  expect(await library.chooseSlug("Хліб на всіх", article.id)).toBe("novyi");
  expect(await library.chooseSlug("Хліб на всіх", "y".repeat(22) as ArticleId)).toBe(
    "khlib-na-vsikh-2",
  );
});

test("an article with a picture that is not here is refused, the others are published", async () => {
  const { library, head } = await aLibrary();
  const files = [{ hash: "A".repeat(43), type: "avif", width: 360, height: 200, bytes: 10 }];
  const broken = anArticle({ lead: { files, colour: "#000000", alt: "" } as never });
  const published = await library.publish([broken, anArticle({ slug: "a-2" as never })]);
  expect(published.refused).toMatchObject([{ id: broken.id, refusal: { code: "media-missing" } }]);
  expect(head().segments).toMatchObject([{ count: 1 }]);
});

test("after a restart the edition is the same; with another key it is signed anew", async () => {
  const place = await aLibrary();
  await place.library.publish([anArticle()]);
  const again = await place.restart();
  expect(again.head()).toEqual(place.head());
  const renewed = await again.restart(aSigner());
  expect(renewed.head()).toMatchObject({
    number: place.head().number + 1,
    segments: place.head().segments,
  });
});

test("a restored server says so in a new edition, each time", async () => {
  const { library, head } = await aLibrary();
  await library.tellRestored();
  const { restored } = head();
  await library.tellRestored();
  expect(restored).toBeGreaterThan(0);
  expect(head().restored).toBeGreaterThan(restored);
});

test("a backup restored a second time says so too, to phones that saw the first time", async () => {
  const [first, second] = [await aLibrary(), await aLibrary()];
  await first.library.tellRestored();
  second.clock.now += 60_000;
  await second.library.tellRestored();
  expect(second.head().restored).toBeGreaterThan(first.head().restored);
});

test("a restored server's editions are above the lost ones, those of the same minute too", async () => {
  const [lost, backup] = [await aLibrary(), await aLibrary()];
  for (let number = 0; number < 20; number += 1)
    await lost.library.publish([anArticle({ slug: `bread-${number}` as Slug })]);

  await backup.library.tellRestored();

  expect(backup.head().number).toBeGreaterThan(lost.head().number);
});

test("a picture that nobody published is deleted at the second sweep, one that is shown stays", async () => {
  const { library, media } = await aLibrary();
  const [shown, unused] = [
    await media.addPicture(await aPicture()),
    await media.addPicture(await aPicture(500, 500)),
  ];
  if (!shown.ok || !unused.ok) throw new Error("no picture");
  const [kept, dropped] = [shown.picture.files[0]!, unused.picture.files[0]!];
  await library.publish([anArticle({ lead: { ...shown.picture, alt: "" } })]);
  await media.sweep();
  expect(await media.has(dropped.hash, dropped.type)).toBe(true);
  await media.sweep();
  expect(await media.has(dropped.hash, dropped.type)).toBe(false);
  expect(await media.has(kept.hash, kept.type)).toBe(true);
  expect(await media.addPicture(await aPicture(500, 500))).toEqual(unused);
  expect(await media.has(dropped.hash, dropped.type)).toBe(true);
});
