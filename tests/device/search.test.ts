import { beforeAll, expect, test } from "vitest";
import {
  createSearchIndex,
  loadSearchLanguages,
  type SearchIndex,
  type SearchLanguages,
} from "../../src/device/search.ts";
import { anArticle, idsOf } from "../support/searching.ts";

let languages: SearchLanguages;
beforeAll(async () => {
  languages = await loadSearchLanguages();
});

/** An index of articles with these texts; their ids are their numbers from 1. */
function anIndexOf(...texts: readonly string[]): SearchIndex {
  const index = createSearchIndex(languages);
  for (const [at, text] of texts.entries()) index.add(anArticle({ id: `${at + 1}`, text: [text] }));
  return index;
}

test.each([
  ["книга", "читали книгами, про книжки ні слова"],
  ["війною", "Після війни"],
  ["пекарня", "у двох пекарнях"],
  ["писати", "Вона пише листа"],
  ["пишемо", "Він писав"],
  ["найкращого", "найкращими словами"],
  ["дня", "минули дні"],
  ["ночі", "одної ночі, другої ніч"],
  ["людина", "жодній людині"],
  ["людям", "прийшли люди"],
  ["очей", "плющить очі"],
  ["рук", "на руці"],
  ["друга", "друзями не стали"],
  ["матері", "її мати"],
  ["воду", "без води"],
  ["Києвом", "у Києві"],
  ["Харкова", "під Харковом"],
  ["Шевченку", "вулиця Шевченка"],
  ["зеленського", "Зеленський сказав"],
])("«%s» finds «%s»: forms of a word find each other", (query, text) => {
  const index = anIndexOf(text, "Сонях над дахом");

  expect(idsOf(index, query)).toEqual(["1"]);
});

test.each([
  ["Корнієнковим", "Корнієнків"],
  ["Ґвадалахарою", "із Ґвадалахари"],
  ["гуглити", "вона гуглила"],
  ["бавовнятко", "бавовнятка горять"],
  ["волонтерити", "волонтерили разом"],
])("«%s» finds «%s», though no dictionary has it: rules go by endings", (query, text) => {
  const index = anIndexOf(text, "Сонях над дахом");

  expect(idsOf(index, query)).toEqual(["1"]);
});

/** «молодий» is on no list, «молодь» is: the form that both have is known as one of the latter. */
const halfListed: SearchLanguages = {
  version: "half listed",
  keysOf: (word) =>
    word === "молоді" || word === "молоддю"
      ? ["молодь"]
      : word.startsWith("молод")
        ? ["молодий"]
        : [word],
  formsOf: (lemma) => (lemma.endsWith("ий") ? [`${lemma.slice(0, -2)}і`] : []),
};

test("a word that nobody listed finds a form of it that is listed as another word's, where more than one form speaks for it", () => {
  const index = createSearchIndex(halfListed);
  index.add(anArticle({ id: "1", text: ["молоді люди"] }));
  index.add(anArticle({ id: "2", text: ["молодого вина"] }));
  expect(idsOf(index, "молодого")).toEqual(["2"]);

  index.add(anArticle({ id: "3", text: ["молода жінка"] }));

  expect(idsOf(index, "молодого").toSorted()).toEqual(["1", "2", "3"]);
  expect(idsOf(index, "молоддю")).toEqual(["1"]);
});

test("words that only look alike do not find each other", () => {
  const index = anIndexOf("Двері зачинено", "Двір замело", "Хліб", "Хлібина");

  expect(idsOf(index, "двору")).toEqual(["2"]);
  expect(idsOf(index, "хліба")).toEqual(["3"]);
});

test("a form of two words finds both", () => {
  const index = anIndexOf("сталлю", "не стане", "сонях");

  expect(idsOf(index, "сталі")).toContain("1");
  expect(idsOf(index, "стали")).toContain("2");
});

test("the last word may be a beginning where nothing else is found", () => {
  const index = anIndexOf("Соняшникове поле", "Сонце");

  expect(idsOf(index, "соняш")).toEqual(["1"]);
  expect(index.search("соняш").hits[0]?.found).toBe("beginning");
});

test("while a word is being typed, words that begin with it come after those that are it", () => {
  const index = anIndexOf("Соняшникове поле", "Сон без снів");

  expect(idsOf(index, "сон")).toEqual(["2"]);
  expect(idsOf(index, "сон", { typing: true })).toEqual(["2", "1"]);
});

test("while a word is being typed, every letter on the way to it finds the article", () => {
  const index = anIndexOf("Прем’єр-міністр поїхав до Вінниці");

  for (const word of ["прем’єр-міністр", "вінниці"]) {
    for (let letters = 1; letters <= word.length; letters += 1) {
      expect(
        idsOf(index, word.slice(0, letters), { typing: true }),
        word.slice(0, letters),
      ).toEqual(["1"]);
    }
  }
});

test("a slip of a letter still finds the word, two in a long one", () => {
  const index = anIndexOf("Розмова біля пекарні", "Волонтерство");

  expect(idsOf(index, "рочмова")).toEqual(["1"]);
  expect(idsOf(index, "розмоав")).toEqual(["1"]);
  expect(idsOf(index, "озмова")).toEqual(["1"]);
  expect(idsOf(index, "воланторство")).toEqual(["2"]);
  expect(index.search("рочмова").hits[0]?.found).toBe("spelling");
});

test("a slip is not looked for where the word as it is written is found", () => {
  const index = anIndexOf("Колір неба", "Голір — то прізвище");

  expect(idsOf(index, "колір")).toEqual(["1"]);
});

test("a form of the word that was meant is found through a slip", () => {
  const index = anIndexOf("довгі розмови", "було багато розмов");

  expect(idsOf(index, "рочмови")).toHaveLength(2);
});

test.each([
  "п'ять",
  "п’ять",
  "пʼять",
  "п`ять",
  "п‘ять",
  "п′ять",
  "пять",
  "ПʼЯТЬ",
  "п\u2019\u00adять",
])("«%s» finds five however its apostrophe is written", (query) => {
  const index = anIndexOf("Їх було п’ять", "Їх було шість");

  expect(idsOf(index, query)).toEqual(["1"]);
});

test.each([
  ["ґава", "Гава сіла"],
  ["гава", "Ґава сіла"],
  ["самолет", "Самолёт взлетел"],
  ["ёлка", "Елка"],
  ["ХЛІБ", "хліб"],
  ["хліб", "ХЛІБ"],
  ["замок", "за\u0301мок"],
  ["за\u0301мок", "замок"],
  ["переміщення", "перемі\u00adщен\u00adня"],
  ["їжа", "і\u0308жа"],
  ["йод", "и\u0306од"],
  ["Xліб", "хліб"],
  ["cонце", "сонце"],
  ["мiсто", "місто"],
  ["Twitter", "Twіttеr"],
  ["２０２４", "2024"],
  ["naive", "so naïve"],
  ["Żywiec", "z Zywca, zywiec"],
])("«%s» finds «%s»: letters that are one to a reader are one", (query, text) => {
  const index = anIndexOf(text, "немає");

  expect(idsOf(index, query)).toEqual(["1"]);
});

test.each([
  ["прем'єр-міністром", "з прем’єр-міністрами"],
  ["прем'єр міністр", "прем’єр-міністр"],
  ["міністр", "прем’єр-міністр"],
  ["онлайн", "он-лайн"],
  ["он-лайн", "онлайн"],
  ["wifi", "Wi-Fi у підвалі"],
  ["F-16", "два F-16 над містом"],
  ["будь-якою", "у будь-який день"],
])("«%s» finds «%s»: compounds are found whole and in parts", (query, text) => {
  const index = anIndexOf(text, "немає");

  expect(idsOf(index, query)).toEqual(["1"]);
});

test("the parts of a compound are looked for side by side", () => {
  const index = anIndexOf("синьо-жовтий прапор", "жовтий і синьо");

  expect(idsOf(index, "синьо-жовтими")).toEqual(["1"]);
});

test("numbers are found as they are", () => {
  const index = anIndexOf("24 лютого 2022 року", "у 2024 році");

  expect(idsOf(index, "2022")).toEqual(["1"]);
  expect(idsOf(index, "24")).toEqual(["1"]);
});

test("several words must all be there, in any form and order", () => {
  const index = anIndexOf("Міську раду обрано", "Рада старійшин", "Міське життя");

  expect(idsOf(index, "старійшини ради")).toEqual(["2"]);
  expect(idsOf(index, "рада міська")).toEqual(["1"]);
});

test("where no article has all words, those that have most of them are found, and say so", () => {
  const index = anIndexOf("сонях і хліб", "сонях, хліб, сіль", "сіль");

  const { hits } = index.search("сонях хліб сіль криголам");

  expect(hits.map(({ id, found }) => `${id} ${found}`)).toEqual(["2 some"]);
});

test("small words of a question are welcome, not needed", () => {
  const index = anIndexOf("Хліб із пекарні", "Вода в річці");

  expect(idsOf(index, "що про хліб")).toEqual(["1"]);
  expect(idsOf(index, "із")).toEqual(["1"]);
});

test("words in quotes are found side by side, as they are written", () => {
  const index = anIndexOf("новий день настав", "день новий", "нового дня чекали");

  for (const query of ['"новий день"', "«новий день»", "“новий день”", "„новий день“"]) {
    expect(idsOf(index, query)).toEqual(["1"]);
  }
});

test("words in quotes that stand nowhere so are found side by side in other forms", () => {
  const index = anIndexOf("нового дня чекали", "день, і він новий");

  expect(idsOf(index, '"новий день"')).toEqual(["1"]);
});

test("a phrase does not go over the end of a paragraph, nor from the title into the text", () => {
  const index = createSearchIndex(languages);
  index.add(anArticle({ id: "1", title: "Хліб", text: ["і сіль. Вода", "жива тут"] }));

  expect(idsOf(index, '"вода жива"')).toEqual([]);
  expect(idsOf(index, '"хліб і"')).toEqual([]);
  expect(idsOf(index, '"і сіль"')).toEqual(["1"]);
});

test("a quote that was not closed is no phrase", () => {
  const index = anIndexOf("день новий");

  expect(idsOf(index, '"новий день')).toEqual(["1"]);
});

test.each([
  ["stories", "a story"],
  ["story", "two stories"],
  ["volunteer", "volunteers came"],
  ["making", "they make bread"],
  ["made", "making bread"],
  ["stopped", "do not stop"],
  ["running", "she ran"],
  ["children", "a child"],
  ["wrote", "written by hand"],
  ["women", "a woman"],
  ["newsroom's", "the newsroom"],
  ["Boxes", "a box"],
  ["saw", "a saw and a hammer"],
])("«%s» finds «%s»: English forms find each other", (query, text) => {
  const index = anIndexOf(text, "nothing");

  expect(idsOf(index, query)).toEqual(["1"]);
});

test("Russian words are found as they are written and by their beginning", () => {
  const index = anIndexOf("Мы вышли из подъезда", "Сонях");

  expect(idsOf(index, "вышли")).toEqual(["1"]);
  expect(idsOf(index, "подъез")).toEqual(["1"]);
});

test("every word of a text finds it", () => {
  const text =
    "Щогодини по обіді вона переносила з підвалу в підвал два ящики: 12-ту свічку, чай, Żywiec, naïve, 東京.";
  const index = anIndexOf(text, "немає");

  for (const word of text.split(/[\s,.:]+/).filter((part) => part !== "")) {
    expect(idsOf(index, word)[0], word).toBe("1");
  }
});

test("a query without a word finds nothing", () => {
  const index = anIndexOf("хліб");

  for (const query of ["", "  ", '""', "…", "\u0301", "-"]) {
    expect(index.search(query)).toMatchObject({ hits: [], total: 0 });
  }
});

test("without languages, words that are written alike find each other", () => {
  const index = createSearchIndex();
  index.add(anArticle({ id: "1", text: ["Хліб"] }));

  expect(idsOf(index, "хліб")).toEqual(["1"]);
  expect(idsOf(index, "хлі")).toEqual(["1"]);
});
