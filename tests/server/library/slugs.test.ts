import fc from "fast-check";
import { expect, test } from "vitest";
import { readSlug } from "../../../src/protocol/article.ts";
import { parsing } from "../../../src/protocol/parsing.ts";
import { slugOf, transliterate } from "../../../src/server/library/slugs.ts";

// The resolution's own table of examples (No. 55, 27 January 2010), in small letters.
test.each([
  ["Алушта", "alushta"],
  ["Андрій", "andrii"],
  ["Борщагівка", "borshchahivka"],
  ["Борисенко", "borysenko"],
  ["Вінниця", "vinnytsia"],
  ["Володимир", "volodymyr"],
  ["Гадяч", "hadiach"],
  ["Богдан", "bohdan"],
  ["Згурський", "zghurskyi"],
  ["Ґалаґан", "galagan"],
  ["Ґорґани", "gorgany"],
  ["Донецьк", "donetsk"],
  ["Рівне", "rivne"],
  ["Олег", "oleh"],
  ["Єнакієве", "yenakiieve"],
  ["Гаєвич", "haievych"],
  ["Короп’є", "koropie"],
  ["Житомир", "zhytomyr"],
  ["Закарпаття", "zakarpattia"],
  ["Казимирчук", "kazymyrchuk"],
  ["Медвин", "medvyn"],
  ["Іванків", "ivankiv"],
  ["Їжакевич", "yizhakevych"],
  ["Кадиївка", "kadyivka"],
  ["Мар’їне", "marine"],
  ["Йосипівка", "yosypivka"],
  ["Стрий", "stryi"],
  ["Олексій", "oleksii"],
  ["Київ", "kyiv"],
  ["Харків", "kharkiv"],
  ["Біла Церква", "bila tserkva"],
  ["Чернівці", "chernivtsi"],
  ["Шостка", "shostka"],
  ["Щербухи", "shcherbukhy"],
  ["Гоща", "hoshcha"],
  ["Гаращенко", "harashchenko"],
  ["Юрій", "yurii"],
  ["Корюківка", "koriukivka"],
  ["Яготин", "yahotyn"],
  ["Ярошенко", "yaroshenko"],
  ["Костянтин", "kostiantyn"],
  ["Знам’янка", "znamianka"],
  ["Феодосія", "feodosiia"],
  ["Згорани", "zghorany"],
  ["Розгон", "rozghon"],
])("%s is written %s", (word, expected) => {
  expect(transliterate(word)).toBe(expected);
});

test("a slug is words of small Latin letters and digits, cut at a word within 100 characters", () => {
  expect(slugOf("Одинадцяте листопада: місто, яке дочекалося")).toBe(
    "odynadtsiate-lystopada-misto-yake-dochekalosia",
  );
  expect(slugOf("  --Café №5-- ")).toBe("cafe-no5");
  expect(slugOf("п'ять  П’ЯТЬ")).toBe("piat-piat");
  expect(slugOf("日本 …")).toBeUndefined();
  const long = slugOf("слово ".repeat(40));
  expect(long).toMatch(/^(slovo-)+slovo$/);
  expect(long!.length).toBeLessThanOrEqual(100);
});

test("whatever the text, a slug is one that phones take, and making it again changes nothing", () => {
  const parse = parsing(readSlug, "slug");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      const slug = slugOf(text);
      if (slug === undefined) return;
      expect(parse(slug)).toEqual({ ok: true, value: slug });
      expect(slugOf(slug)).toBe(slug);
    }),
  );
});
