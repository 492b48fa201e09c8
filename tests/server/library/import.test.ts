import { chmodSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import sharp from "sharp";
import { parseArticleJson } from "../../../src/protocol/article.ts";
import { createMarkdownReader } from "../../../src/server/library/import/markdown-reader.ts";
import { aFile, aLibrary, aPicture, type Place } from "./a-library.ts";

const imported = ({ library, content }: Place) => library.importFolder(content);

async function articleAt({ library }: Place, slug: string) {
  const parsed = parseArticleJson((await library.findBySlug(slug))?.json ?? "");
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.value;
}

test("Markdown files and plain texts become articles of one edition", async () => {
  const place = await aLibrary();
  place.write("uk/try-zymy.md", aFile({ work: "winters", tags: "[Дім]" }));
  place.write(
    "en/three-winters.md",
    aFile({ title: "Three winters", work: "winters" }, "Every evening.\n"),
  );
  place.write("Стара газета.txt", "Перше речення. Друге.");
  const before = place.head().number;

  const report = await imported(place);

  expect(report).toMatchObject({ articles: 3, read: 3, messages: [], edition: before + 1 });
  const [uk, en, old] = [
    await articleAt(place, "try-zymy"),
    await articleAt(place, "three-winters"),
    await articleAt(place, "stara-hazeta"),
  ];
  expect([uk.language, en.language, old.language]).toEqual(["uk", "en", "uk"]);
  expect(uk.work).toBe(en.work);
  expect(uk.id).not.toBe(en.id);
  expect(old).toMatchObject({ title: "Перше речення", provenance: "report" });
});

test("an unchanged file is not read again; a changed one keeps its id", async () => {
  const place = await aLibrary();
  place.write("a.md", aFile());
  place.write("b.md", aFile());
  await imported(place);
  const { id } = await articleAt(place, "a");
  const again = await imported(await place.restart());
  expect(again).toMatchObject({ articles: 2, read: 0, edition: place.head().number });

  place.write("a.md", aFile({ title: "Інший заголовок" }));
  const changed = await imported(place);

  expect(changed).toMatchObject({ articles: 2, read: 1, edition: again.edition + 1 });
  expect(await articleAt(place, "a")).toMatchObject({ id, title: "Інший заголовок" });
});

test("a changed slug leaves the old address leading to the article", async () => {
  const place = await aLibrary();
  place.write("a.md", aFile());
  await imported(place);
  place.write("a.md", aFile({ slug: "nova-adresa" }));
  await imported(place);
  const answer = await place.ask("/a/a");
  expect([answer.status, answer.headers.get("location")]).toEqual([308, "/a/nova-adresa"]);
});

test("of two files with one slug the second is refused by name, until the first is gone", async () => {
  const place = await aLibrary();
  place.write("en/a.md", aFile({ title: "First" }));
  place.write("uk/a.md", aFile({ title: "Другий" }));
  place.write("uk/b.md", aFile());
  expect((await imported(place)).messages).toEqual(["uk/a.md has the same slug as en/a.md: a."]);
  expect(await articleAt(place, "a")).toMatchObject({ title: "First" });
  expect((await imported(place)).messages).toHaveLength(1);

  // Not a letter of the second file has changed.
  place.remove("en/a.md");
  expect((await imported(place)).messages).toEqual([]);
  expect(await articleAt(place, "a")).toMatchObject({ title: "Другий" });
});

test("plain texts with one name get numbers, and keep them", async () => {
  const place = await aLibrary();
  place.write("один/текст.txt", "Перший.");
  place.write("два/текст.txt", "Другий.");
  expect((await imported(place)).messages).toEqual([]);
  const title = (await articleAt(place, "tekst-2")).title;
  place.write("один/текст.txt", "Перший, змінений.");
  place.write("два/текст.txt", "Другий, змінений.");
  await imported(place);
  expect((await articleAt(place, "tekst-2")).title).toContain(title);
});

test("a file that moved keeps its article", async () => {
  const place = await aLibrary();
  place.write("a.md", aFile({ slug: "adresa" }));
  place.write("b.md", aFile());
  await imported(place);
  const { id } = await articleAt(place, "adresa");
  place.remove("a.md");
  place.write("uk/c.md", aFile({ slug: "adresa" }));
  expect(await imported(place)).toMatchObject({ articles: 2, unlisted: 0, messages: [] });
  expect(await articleAt(place, "adresa")).toMatchObject({ id });
});

test("a file that has gone is unlisted; its page still answers; when it comes back it is the same article", async () => {
  const place = await aLibrary();
  for (const name of ["a", "b", "c"]) place.write(`${name}.md`, aFile({ title: name }));
  await imported(place);
  const { id } = await articleAt(place, "a");
  place.remove("a.md");
  expect(await imported(place)).toMatchObject({ unlisted: 1, articles: 2 });
  expect(place.head().segments).toMatchObject([{ count: 2 }]);
  expect((await place.ask("/a/a")).status).toBe(200);
  expect(await imported(place)).toMatchObject({ unlisted: 0 });

  place.write("a.md", aFile({ title: "a" }));
  await imported(place);
  expect(place.head().segments).toMatchObject([{ count: 3 }]);
  expect(await articleAt(place, "a")).toMatchObject({ id });
});

test("an emptied, missing or mostly emptied folder is one sentence and changes nothing", async () => {
  const place = await aLibrary();
  for (const name of ["a", "b", "c"]) place.write(`${name}.md`, aFile());
  await imported(place);
  const before = place.head();
  place.remove("a.md");
  place.remove("b.md");
  place.write("d.md", aFile());
  const most = await imported(place);
  expect(most.messages).toHaveLength(1);
  expect(most.messages[0]).toMatch(/2 of 3 articles .* more than half/);
  place.remove("c.md");
  place.remove("d.md");
  expect((await imported(place)).messages).toEqual([
    expect.stringMatching(/is empty; nothing was changed/),
  ]);
  place.remove(".");
  expect((await imported(place)).messages).toEqual([
    expect.stringMatching(/cannot be read \(ENOENT\)/),
  ]);
  expect(place.head()).toEqual(before);
});

test("withdrawn: true takes an article off for good, whatever the file says later", async () => {
  const place = await aLibrary();
  place.write("a.md", aFile());
  place.write("b.md", aFile());
  await imported(place);
  const { id } = await articleAt(place, "a");
  place.write("a.md", aFile({ withdrawn: "true" }));
  expect(await imported(place)).toMatchObject({ withdrawn: 1, unlisted: 0 });
  expect(place.head().withdrawn).toBeDefined();
  expect((await place.ask("/a/a")).status).toBe(410);
  expect(await imported(place)).toMatchObject({ withdrawn: 0 });

  place.write("a.md", aFile());
  expect((await imported(place)).messages).toEqual([
    expect.stringMatching(/^a\.md was withdrawn and stays so/),
  ]);
  const list = new TextDecoder().decode(await place.library.withdrawnList(place.head().withdrawn!));
  expect(list).toContain(id);
});

test("hostile files leave one sentence each that names them, and the rest is published", async () => {
  const place = await aLibrary();
  place.write("1-quotes.md", "> ".repeat(5_000_000));
  place.write("2-no-front.md", "<script>alert(1)</script>");
  place.write("3-deep.md", aFile({}, ">".repeat(400_000)));
  place.write("4-yaml.md", aFile({ title: "[".repeat(5_000) }));
  place.write("5-binary.md", Buffer.from([0x2d, 0x2d, 0x2d, 0xff, 0xfe]));
  place.write("6-empty.txt", "");
  place.write("7-many.md", aFile({}, "а\n\n".repeat(6_000)));
  place.write(
    "8-script.md",
    aFile(
      { title: "'<img src=x onerror=alert(1)>'" },
      "<script>alert(1)</script>\n\n[тут](javascript:alert(1)) <b onclick=x>слово</b>\n",
    ),
  );
  place.write("9-good.md", aFile());

  const { messages, articles } = await imported(place);

  expect(articles).toBe(2);
  expect(messages.map((message) => message.slice(0, 9))).toEqual([
    "1-quotes.",
    "2-no-fron",
    "3-deep.md",
    "4-yaml.md",
    "5-binary.",
    "6-empty.t",
    "7-many.md",
    "8-script.",
  ]);
  expect(messages[0]).toBe("1-quotes.md is too large (10.0 MB; the limit is 1.0 MB).");
  for (const message of messages) expect(message).toMatch(/^[^\n]+\.$/);
  const page = await (await place.ask("/a/8-script")).text();
  expect(page).not.toMatch(/<script>|<img src=x|javascript:|onclick/);
  expect(page).toContain("слово");
  expect((await imported(place)).messages).toEqual(messages);
});

test("pictures come from the content folder alone, in two widths and two formats, without metadata", async () => {
  const place = await aLibrary();
  place.write("pictures/a.jpg", await aPicture(1_000, 600, "jpeg"));
  place.write("pictures/b.webp", await aPicture(300, 200, "webp"));
  place.write(
    "uk/a.md",
    aFile({ picture: "../pictures/a.jpg", pictureAlt: "Хліб" }, "![Сіль](../pictures/b.webp)\n"),
  );

  expect((await imported(place)).messages).toEqual([]);

  const article = await articleAt(place, "a");
  expect(article.lead).toMatchObject({
    alt: "Хліб",
    colour: expect.stringMatching(/^#f[0-3]b[5-9]0[0-9a-f]$/),
  });
  expect(article.lead!.files.map(({ type, width, height }) => [type, width, height])).toEqual([
    ["avif", 360, 216],
    ["jpg", 360, 216],
    ["avif", 720, 432],
    ["jpg", 720, 432],
  ]);
  const [figure] = article.body;
  if (figure?.kind !== "figure" || figure.media.kind !== "picture") throw new Error("no figure");
  expect(figure.media.files.map(({ width }) => width)).toEqual([300, 300]);
  for (const { hash, type, bytes } of article.lead!.files) {
    const file = await place.library.mediaFile(hash, type);
    expect(file?.length).toBe(bytes);
    expect(Buffer.from(file!).includes("SENTINEL")).toBe(false);
    expect((await sharp(file).metadata()).exif).toBeUndefined();
  }
});

test("a photo that a camera laid on its side stands upright", async () => {
  const place = await aLibrary();
  const lying = await sharp(await aPicture(1_000, 600, "jpeg"))
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  place.write("a.jpg", lying);
  place.write("a.md", aFile({ picture: "a.jpg", pictureAlt: "Хліб" }));
  await imported(place);
  const { lead } = await articleAt(place, "a");
  expect(lead?.files.map(({ width, height }) => [width, height])).toEqual([
    [360, 600],
    [360, 600],
    [600, 1_000],
    [600, 1_000],
  ]);
});

test("a picture that cannot be had is left out with a sentence, and looked for again", async () => {
  const place = await aLibrary();
  writeFileSync(join(place.folder, "secret.png"), await aPicture());
  symlinkSync(join(place.folder, "secret.png"), join(place.content, "link.png"));
  place.write(
    "huge.png",
    await sharp({ create: { width: 9_000, height: 4_000, channels: 3, background: "#fff" } })
      .png()
      .toBuffer(),
  );
  place.write("drawing.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>');
  place.write("cut.png", (await aPicture()).subarray(0, 200));
  const wanted = [
    "none.png",
    "../secret.png",
    "link.png",
    "huge.png",
    "drawing.svg",
    "cut.png",
    "https://evil.example/x.png",
    "/etc/passwd",
  ];
  place.write(
    "a.md",
    aFile({ picture: "gone.png" }, wanted.map((path) => `![x](${path})`).join("\n\n")),
  );

  const { messages } = await imported(place);

  expect(
    messages.map((message) => /picture (\S+), which (.*);/.exec(message)?.slice(1).join(" ")),
  ).toEqual([
    "gone.png is not there",
    "none.png is not there",
    "../secret.png lies outside the content folder",
    "link.png lies outside the content folder",
    "huge.png has more than 25 million pixels",
    "drawing.svg is not a PNG, JPEG, GIF, WebP or AVIF picture",
    "cut.png is damaged",
    "https://evil.example/x.png lies outside the content folder",
    "/etc/passwd lies outside the content folder",
  ]);
  expect((await articleAt(place, "a")).body).toEqual([]);
  place.write("gone.png", await aPicture());
  await imported(place);
  expect((await articleAt(place, "a")).lead).toBeDefined();
});

test("a link that leads out of the content folder is no article", async () => {
  const place = await aLibrary();
  writeFileSync(join(place.folder, "keys.txt"), "SECRET");
  symlinkSync(join(place.folder, "keys.txt"), join(place.content, "a.txt"));
  place.write("b.md", aFile());
  expect((await imported(place)).messages).toEqual(["a.txt lies outside the content folder."]);
});

test.skipIf(process.getuid?.() === 0)("a file that may not be read is one sentence", async () => {
  const place = await aLibrary();
  place.write("a.md", aFile());
  place.write("b.md", aFile());
  chmodSync(join(place.content, "a.md"), 0);
  expect((await imported(place)).messages).toEqual(["a.md cannot be read (EACCES)."]);
});

test("Markdown that takes the parser too long costs its file and nothing else", async () => {
  const reader = createMarkdownReader(300);
  onTestFinished(() => reader.close());
  const slow = Array.from({ length: 900 }, (_, depth) => `${"  ".repeat(depth)}- a`).join("\n");
  expect(await reader.read(slow)).toEqual({
    ok: false,
    why: expect.stringContaining("takes too long"),
  });
  expect(await reader.read("слово")).toMatchObject({ ok: true });
});

test("Markdown that takes the parser more memory than there is costs its file and nothing else", async () => {
  const reader = createMarkdownReader();
  onTestFinished(() => reader.close());
  expect(await reader.read("[".repeat(990_000))).toEqual({
    ok: false,
    why: expect.stringContaining("too much memory"),
  });
  expect(await reader.read("слово")).toMatchObject({ ok: true });
});
