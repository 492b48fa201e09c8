// npm run export: the old copy is whole until the new one is, and nothing that is not ours is ever replaced.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  aDataFolder,
  aFolder,
  root,
  start,
  startServer,
  addressOf,
  usual,
} from "./server-support.ts";

const command = join(root, "src/server/commands/export.ts");

async function runExport(folder: string, env: Readonly<Record<string, string>>, ...more: string[]) {
  return start(process.execPath, [command, folder, ...more], { ...usual(), ...env }).ended;
}

/** Every file of a folder with its bytes. */
function filesIn(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return new Map(files.toSorted().map((path) => [path, readFileSync(path, "base64")]));
}

test("an export is the whole reading side, says how far it is, and can be made again with the same bytes", async () => {
  const [dataDir, folder] = [await aDataFolder(), join(aFolder(), "out")];
  const env = {
    DATA_DIR: dataDir,
    CONTENT_DIR: usual().CONTENT_DIR,
    ORIGIN: "https://copy.example",
  };

  const first = await runExport(folder, env);
  expect(first).toMatchObject({ code: 0 });
  expect(first.text).toMatch(/Published: 1 articles/);
  expect(first.text).toMatch(/\d+ files of the library\n +\d+ pages\n/);
  expect(first.text).toContain("https://copy.example");
  const before = filesIn(folder);
  for (const path of [
    "index.html",
    "uk/index.html",
    "a/seeds/index.html",
    "library/head",
    "404.html",
  ])
    expect(before.has(join(folder, path)), path).toBe(true);
  expect(readFileSync(join(folder, "a/seeds/index.html"), "utf8")).toContain(
    '<link rel="canonical" href="https://copy.example/a/seeds"/>',
  );

  expect(await runExport(folder, env)).toMatchObject({ code: 0 });
  expect(filesIn(folder)).toEqual(before);
  expect(readdirSync(join(folder, "..")).toSorted()).toEqual(["out"]);
});

test("what is no longer published is no longer there", async () => {
  const [dataDir, folder, { CONTENT_DIR }] = [await aDataFolder(), join(aFolder(), "out"), usual()];
  const bread = (front: string) =>
    writeFileSync(
      join(CONTENT_DIR, "bread.md"),
      `---\ntitle: Bread\ndate: 2026-11-09\n${front}---\n\nBread is shared.\n`,
    );
  bread("");
  await runExport(folder, { DATA_DIR: dataDir, CONTENT_DIR });
  expect(readFileSync(join(folder, "sitemap.xml"), "utf8")).toContain("/a/bread");
  bread("withdrawn: true\n");
  await runExport(folder, { DATA_DIR: dataDir, CONTENT_DIR });

  const texts = [...filesIn(folder).keys()].filter((path) =>
    /\.(html|xml|json|ndjson)$/.test(path),
  );
  const naming = texts.filter((path) => readFileSync(path, "utf8").includes("Bread is shared"));
  expect(naming).toEqual([]);
});

test("a folder with something else in it is left alone, in one sentence", async () => {
  const [dataDir, folder] = [await aDataFolder(), aFolder()];
  writeFileSync(join(folder, "photo.jpg"), "mine");

  const { code, text } = await runExport(folder, { DATA_DIR: dataDir });

  expect([code, readdirSync(folder)]).toEqual([1, ["photo.jpg"]]);
  expect(text.trim().split("\n")).toHaveLength(1);
  expect(text).toContain(`${folder} is not empty and is no export of Soniakh; nothing was changed`);
});

test("an export that is interrupted leaves the old one whole, and the next one clears up after it", async () => {
  const [dataDir, parent, { CONTENT_DIR }] = [await aDataFolder(), aFolder(), usual()];
  const folder = join(parent, "out");
  const env = { DATA_DIR: dataDir, CONTENT_DIR };
  await runExport(folder, env);
  const before = filesIn(folder);

  writeFileSync(join(CONTENT_DIR, "more.txt"), "Something more. The rest of the text stays.");
  const killed = start(process.execPath, [command, folder], { ...usual(), ...env });
  await killed.says(/files of the library/);
  killed.kill("SIGKILL");
  await killed.ended;
  expect(filesIn(folder)).toEqual(before);

  expect(await runExport(folder, env)).toMatchObject({ code: 0 });
  expect(existsSync(join(folder, "a/more/index.html"))).toBe(true);
  expect(readdirSync(parent)).toEqual(["out"]);
});

test("killed between taking the old one away and putting the new one there, the old one comes back", async () => {
  const [dataDir, parent] = [await aDataFolder(), aFolder()];
  const folder = join(parent, "out");
  await runExport(folder, { DATA_DIR: dataDir });
  const before = filesIn(folder).size;
  renameSync(folder, join(parent, ".out.former"));
  // The next one cannot even begin.
  mkdirSync(join(parent, ".out.coming"));
  writeFileSync(join(parent, ".out.coming/photo.jpg"), "mine");

  const { code } = await runExport(folder, { DATA_DIR: dataDir });

  expect(code).toBe(1);
  expect(filesIn(folder).size).toBe(before);
  expect(readFileSync(join(parent, ".out.coming/photo.jpg"), "utf8")).toBe("mine");
});

test("a folder that cannot be written is one sentence, and the old export stays", async () => {
  if (process.getuid?.() === 0) return;
  const [dataDir, parent] = [await aDataFolder(), aFolder()];
  chmodSync(parent, 0o500);

  const { code, text } = await runExport(join(parent, "out"), { DATA_DIR: dataDir });

  expect(code).toBe(1);
  expect(text.trim().split("\n")).toHaveLength(1);
});

test("while the server runs, an export takes what it has published and leaves publishing to it", async () => {
  const dataDir = await aDataFolder();
  const env = { DATA_DIR: dataDir, CONTENT_DIR: usual().CONTENT_DIR };
  const server = startServer(env);
  const address = await addressOf(server);
  const folder = join(aFolder(), "out");

  const { code, text } = await runExport(folder, env);

  expect([code, text.includes("Published:")]).toEqual([0, false]);
  const head = Buffer.from(await (await fetch(`${address}/library/head`)).arrayBuffer());
  expect(readFileSync(join(folder, "library/head")).equals(head)).toBe(true);
});

test("without a folder it says how it is called", async () => {
  const dataDir = await aDataFolder();
  const ended = await start(process.execPath, [command], { ...usual(), DATA_DIR: dataDir }).ended;

  expect(ended.code).toBe(1);
  expect(ended.text).toContain("npm run export -- DIR");
});
