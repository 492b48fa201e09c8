// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { MarkingModel } from "../../src/app/search/marking-model.ts";
import { rangeOf, textBlocksIn } from "../../src/app/search/text-blocks.ts";
import type { SearchAsk } from "../../src/device/search-answers.ts";

beforeEach(() => document.body.replaceChildren());

/** An element with what is in it; text is text. */
function element(name: string, classes: string, ...inside: readonly (Node | string)[]): Element {
  const made = document.createElement(name);
  if (classes !== "") made.className = classes;
  made.append(...inside);
  return made;
}

function anArticle(...body: readonly Element[]): Element {
  const article = element("article", "", element("h1", "", "Хліб на всіх"), ...body);
  document.body.append(article);
  return article;
}

/** A worker that knows one word. */
const knowing = (word: string) => ({
  ask: async (ask: SearchAsk) =>
    (ask.kind === "marks"
      ? ask.texts.map((text) =>
          [...text.matchAll(new RegExp(word, "gi"))].map(({ index }) => ({
            start: index,
            end: index + word.length,
          })),
        )
      : undefined) as never,
});

function marking(word: string, article: Element) {
  const painted: { all: readonly string[]; here: string | undefined }[] = [];
  const shown: string[] = [];
  let cleared = 0;
  const model = new MarkingModel({
    client: knowing(word),
    wanted: { words: [word], keys: [], beginnings: [] } as never,
    painter: {
      paint: (ranges, here) =>
        painted.push({ all: ranges.map(String), here: here && String(here) }),
      clear: () => (cleared += 1),
    },
    article: () => article,
    show: (range) => shown.push(String(range)),
  });
  return { model, painted, shown, cleared: () => cleared };
}

test("a stretch that runs over links and emphasis is one range, and no node is changed", () => {
  const article = anArticle(
    element("p", "", "Щовечора вона ", element("em", "", "ставила"), " свічку."),
  );
  const before = document.body.innerHTML;
  const [, paragraph] = textBlocksIn(article);

  const range = rangeOf(paragraph!, { start: 9, end: 24 });

  expect(paragraph?.text).toBe("Щовечора вона ставила свічку.");
  expect(String(range)).toBe("вона ставила св");
  expect(document.body.innerHTML).toBe(before);
});

test("the app's own words and what lies behind a closed warning are left out, until it is opened", () => {
  const details = element(
    "details",
    "warning",
    element("summary", "", "Тут про смерть."),
    element("div", "body", element("p", "", "Хліба не було.")),
  );
  const article = anArticle(element("div", "provenance", element("p", "", "7 хв")), details);
  const texts = (): readonly string[] => textBlocksIn(article).map(({ text }) => text);
  expect(texts()).toEqual(["Хліб на всіх", "Тут про смерть."]);

  details.toggleAttribute("open", true);

  expect(texts()).toEqual(["Хліб на всіх", "Тут про смерть.", "Хліба не було."]);
});

test("from one marked place to the next, round and back", async () => {
  const article = anArticle(element("p", "", "Хліб."), element("p", "", "Ще хліб."));
  const { model, painted, shown } = marking("хліб", article);

  await model.mark();
  expect(painted).toEqual([{ all: ["Хліб", "Хліб", "хліб"], here: undefined }]);
  model.next();
  model.next();
  model.next();
  expect(model.number.value).toBe(3);
  model.next();
  expect(model.number.value).toBe(1);
  model.previous();

  expect(model.number.value).toBe(3);
  expect(shown).toEqual(["Хліб", "Хліб", "хліб", "Хліб", "хліб"]);
  expect(painted.at(-1)?.here).toBe("хліб");
});

test("marks that were cleared while the answer was on its way are not painted", async () => {
  const { model, painted, cleared } = marking("хліб", anArticle());
  const answer = model.mark();

  model.clear();
  await answer;

  expect(painted).toEqual([]);
  expect(cleared()).toBe(1);
  expect(model.count.value).toBe(0);
});
