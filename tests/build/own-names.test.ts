// A part's style sheet stays in the page once it has come: what it says must be of its own elements alone.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../src");
const filesIn = (folder: string, end: RegExp): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => end.test(name))
    .map((name) => `${folder}/${name}`);

/** The folders of each part that comes later; a file that is passed on is a page of its own. */
const parts = [["app/writing", "app/sending"], ["app/search"], ["app/settings"], ["app/passing"]];
const ofFile = "app/passing/file/";

/** The names that a component or a rendering gives to its elements. */
const namesIn = (file: string): readonly string[] =>
  Array.from(
    readFileSync(join(root, file), "utf8").matchAll(/\bclass(?:=|: )\{?["`]([^"`]+)/g),
    ([, given = ""]) => given.match(/[a-z][\w-]*/g) ?? [],
  ).flat();

const selectorsIn = (css: string): readonly string[] =>
  Array.from(css.replace(/\/\*[^]*?\*\//g, "").matchAll(/([^{}]+)\{/g), ([, list = ""]) => list)
    .filter((list) => !list.trim().startsWith("@"))
    .flatMap((list) => list.split(/,(?![^(]*\))/).map((one) => one.trim()));

/** What says on which screen it holds, or needs two names on one element, meets nobody else's. */
const isBound = (selector: string): boolean => /\[data-screen|\.[\w-]+\.[\w-]/.test(selector);

const strayIn = (css: string, elsewhere: ReadonlySet<string>): readonly string[] =>
  selectorsIn(css).filter((selector) => {
    const names = Array.from(selector.matchAll(/\.([a-z][\w-]*)/g), ([, name]) => name!);
    return names.length > 0 && !isBound(selector) && names.every((name) => elsewhere.has(name));
  });

test.each(parts)("no rule of %s is about names that others give too", (...folders) => {
  const isOwn = (file: string): boolean => folders.some((folder) => file.startsWith(`${folder}/`));
  const code = [...filesIn("app", /\.tsx?$/), ...filesIn("rendering", /\.tsx?$/)];
  const elsewhere = new Set(
    code.filter((file) => !isOwn(file) && !file.startsWith(ofFile)).flatMap(namesIn),
  );
  const stray = folders
    .flatMap((folder) => filesIn(folder, /\.css$/))
    .filter((file) => !file.startsWith(ofFile))
    .flatMap((file) =>
      strayIn(readFileSync(join(root, file), "utf8"), elsewhere).map((one) => `${file}: ${one}`),
    );
  expect(elsewhere.size).toBeGreaterThan(50);
  expect(stray).toEqual([]);
});

test("a rule over such a name would be seen", () => {
  expect(
    strayIn(".words { white-space: nowrap } .saved .words { margin: 0 }", new Set(["words"])),
  ).toEqual([".words"]);
});
