import { expect, test } from "vitest";
import { fileWords } from "../../src/app/passing/file/words.ts";
import { beginnings, folded, rank, snippet, split } from "../../src/app/passing/file/finding.ts";
import { MakingModel, type MakingDeps } from "../../src/app/passing/making-model.ts";
import { cameOf, TakingModel } from "../../src/app/passing/taking-model.ts";
import type { Gathered } from "../../src/device/passing-on.ts";
import type { Contents, Opened, Taken } from "../../src/device/taking-in.ts";
import type { ArticleId, Slug } from "../../src/protocol/article.ts";

const contents = (title: string): Contents => ({
  kind: "articles",
  publishedAt: "2026-11-23T14:05Z",
  articles: [
    {
      id: "a" as ArticleId,
      slug: "s" as Slug,
      title,
      language: "uk",
      date: "2026-11-20",
      fate: "new",
    },
    {
      id: "b" as ArticleId,
      slug: "t" as Slug,
      title,
      language: "uk",
      date: "2026-11-20",
      fate: "here",
    },
  ],
  pictures: 0,
});
const fits = (
  title: string,
  taken: Taken = { kind: "taken", contents: contents(title) },
): Opened => ({
  kind: "fits",
  contents: contents(title),
  takeIn: async () => taken,
});

test("nothing is taken in before somebody says so, and then it says what came", async () => {
  const model = new TakingModel(async () => fits("Хліб"));

  await model.look(new Blob(["…"]));
  expect(model.taking.value.kind).toBe("checked");
  await model.take();

  const { value } = model.taking;
  expect(value.kind).toBe("taken");
  expect(value.kind === "taken" && cameOf(value.contents)).toHaveLength(1);
});

test("of two files picked one after another the last one counts, however long the first one takes", async () => {
  const first = Promise.withResolvers<Opened>();
  const model = new TakingModel((file) =>
    file.size === 1 ? first.promise : Promise.resolve(fits("Друга")),
  );
  const looking = model.look(new Blob(["1"]));
  await model.look(new Blob(["22"]));
  first.resolve(fits("Перша"));
  await looking;

  const { value } = model.taking;
  expect(value.kind === "checked" && value.contents.articles[0]?.title).toBe("Друга");
});

test("what does not fit, is no file, or breaks is said in words of its own", async () => {
  const broken = new TakingModel(async () => Promise.reject(new Error("lost")));
  await broken.look(new Blob());
  expect(broken.taking.value).toEqual({ kind: "refused", why: "failed" });
  const unfit = new TakingModel(async () => ({ kind: "unfit", why: "other-newsroom" }));
  await unfit.look(new Blob());
  expect(unfit.taking.value).toEqual({ kind: "refused", why: "other-newsroom" });
  await unfit.look(undefined);
  expect(unfit.taking.value).toEqual({ kind: "refused", why: "not-ours" });
  const full = new TakingModel(async () => fits("Хліб", { kind: "full" }));
  await full.look(new Blob());
  await full.take();
  expect(full.taking.value).toEqual({ kind: "refused", why: "full" });
});

const gathered: Gathered = {
  kind: "edition",
  publishedAt: "2026-11-23T14:05Z",
  packs: [],
  texts: 3,
  articles: [],
  pictures: [],
  left: 1,
};
const making = (change: Partial<MakingDeps> = {}) =>
  new MakingModel({
    gather: async () => gathered,
    write: async () => new Blob(["<!doctype html>"]),
    nameOf: () => "statti-2026-11-23.html",
    canShare: () => true,
    share: async () => true,
    save: () => undefined,
    ...change,
  });
const everything = { articles: "all", pictures: true } as const;

test("a file is made, and its size is known before it is shared", async () => {
  const model = making();

  await model.make(everything);
  const made = model.making.value;
  expect(made.kind === "made" && [made.file.name, made.file.size, made.file.type]).toEqual([
    "statti-2026-11-23.html",
    15,
    "text/html",
  ]);
  await model.share();

  expect(model.making.value).toMatchObject({ kind: "handed", how: "shared", left: 1 });
});

test("a share sheet that was closed leaves the file where it is", async () => {
  const model = making({ share: async () => false });

  await model.make(everything);
  await model.share();

  expect(model.making.value.kind).toBe("made");
});

test("where nothing can be proven, no file is made and it says why", async () => {
  const none = making({ gather: async () => undefined });
  await none.make(everything);
  expect(none.making.value).toEqual({ kind: "cannot", why: "noEdition" });
  const empty = making({ gather: async () => ({ ...gathered, texts: 0 }) });
  await empty.make(everything);
  expect(empty.making.value).toEqual({ kind: "cannot", why: "nothing" });
});

test("the search in a file finds other forms of a word, whatever the apostrophe, and marks them", () => {
  const text = "У пам’яті лишилися соняшники й ґанок бабусиної хати.";
  const finds = (query: string): number => rank(beginnings(query), folded("Насіння"), folded(text));

  for (const query of ["пам'ять", "памʼяті", "соняшників", "ганок", "БАБУСИНА хата", "соня"])
    expect(finds(query), query).toBe(1);
  expect(finds("насінням")).toBe(2);
  expect(finds("соняшник трактор")).toBe(0);
  expect(split(text, beginnings("соняшнику")).filter((_, at) => at % 2 === 1)).toEqual([
    "соняшники",
  ]);
  expect(snippet(text, beginnings("ґанок"))).toContain("ґанок");
});

test("a file says the same things in both languages", () => {
  expect(Object.keys(fileWords.en)).toEqual(Object.keys(fileWords.uk));
  expect(fileWords.uk.articles(97)).toBe("97 статей");
});
