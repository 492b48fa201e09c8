import { describe, expect, test } from "vitest";
import { en } from "../../src/app/sending/messages/en.ts";
import { uk } from "../../src/app/sending/messages/uk.ts";
import {
  type Answers,
  choices,
  missingFrom,
  moreQuestionsFor,
  offeredAgain,
  type Question,
  questionsFor,
  termsToSeal,
} from "../../src/app/sending/terms.ts";

const all: Answers = {
  publish: "publish",
  approval: "show-first",
  signature: "other-name",
  name: " Леся ",
  photos: "publish",
  adult: "yes",
  harm: "remove-marks",
};

describe("the questions come as they apply", () => {
  test.each<[string, Answers, boolean, readonly Question[]]>([
    ["nothing answered", {}, false, ["publish", "adult", "harm"]],
    ["nothing answered, with photos", {}, true, ["publish", "adult", "harm"]],
    ["only to be read", { publish: "read-only" }, true, ["publish", "adult", "harm"]],
    [
      "to be published",
      { publish: "publish" },
      false,
      ["publish", "approval", "signature", "adult", "harm"],
    ],
    [
      "to be published, with photos",
      { publish: "publish" },
      true,
      ["publish", "approval", "signature", "photos", "adult", "harm"],
    ],
  ])("%s", (_name, answers, photos, asked) => {
    expect(questionsFor(answers, { photos, sounds: false })).toEqual(asked);
  });

  test("place and date are asked only where it may be published", () => {
    expect(moreQuestionsFor({ publish: "read-only" }, { photos: false, sounds: false })).toEqual(
      [],
    );
    expect(moreQuestionsFor({ publish: "publish" }, { photos: false, sounds: false })).toEqual([
      "place",
      "when",
    ]);
  });
});

describe("nothing is sealed while a question is open", () => {
  test.each(["publish", "approval", "signature", "photos", "adult", "harm"] as const)(
    "without an answer to %s",
    (question) => {
      const answers = { ...all, [question]: undefined };
      expect(missingFrom(answers, { photos: true, sounds: false })).toContain(question);
      expect(termsToSeal(answers, { photos: true, sounds: false }, uk.words)).toBeUndefined();
    },
  );

  test.each(["own-name", "other-name"] as const)("with %s and no name", (signature) => {
    const answers = { ...all, signature, name: "  " };
    expect(missingFrom(answers, { photos: true, sounds: false })).toEqual(["signature"]);
    expect(termsToSeal(answers, { photos: true, sounds: false }, uk.words)).toBeUndefined();
  });

  test("with 'not before' and no day", () => {
    expect(missingFrom({ ...all, when: "not-before" }, { photos: true, sounds: false })).toEqual([
      "when",
    ]);
  });
});

test("the seal holds the answers and each question with its answer word for word", () => {
  expect(
    termsToSeal({ ...all, place: "region" }, { photos: true, sounds: false }, uk.words),
  ).toEqual({
    answers: {
      publish: "publish",
      approval: "show-first",
      signature: "other-name",
      name: "Леся",
      photos: "publish",
      adult: true,
      harm: "remove-marks",
      place: "region",
    },
    wording: [
      { question: "Що можна зробити з розповіддю?", answer: "Так, опублікувати" },
      { question: "Показати вам готовий текст?", answer: "Так. Без моєї згоди не публікуйте" },
      { question: "Як підписати?", answer: "Іншим ім’ям" },
      { question: "Чи можна опублікувати фото?", answer: "Так" },
      { question: "Вам уже є 18?", answer: "Так" },
      { question: "Чи може розповідь комусь зашкодити?", answer: "Так, приберіть прикмети" },
      { question: "Як точно назвати місце?", answer: "Лише область" },
    ],
    version: 2,
  });
});

test("whoever may be heard is asked for a voice, only with sound and only to be published", () => {
  const sound = { photos: false, sounds: true };
  expect(questionsFor({ publish: "publish" }, sound)).toContain("voice");
  expect(questionsFor({ publish: "read-only" }, sound)).not.toContain("voice");
  expect(missingFrom(all, sound)).toEqual(["voice"]);
  expect(termsToSeal(all, sound, uk.words)).toBeUndefined();

  const sealed = termsToSeal({ ...all, voice: "words-only" }, sound, uk.words);

  expect(sealed?.answers.voice).toBe("words-only");
  expect(sealed?.wording).toContainEqual({
    question: "Чи може прозвучати ваш голос?",
    answer: "Ні, лише переказати",
  });
  const silent = { photos: false, sounds: false };
  expect(
    termsToSeal({ ...all, voice: "may-be-heard" }, silent, uk.words)?.answers.voice,
  ).toBeUndefined();
});

test("answers that no longer apply stay out of the seal", () => {
  const sealed = termsToSeal(
    { ...all, publish: "read-only" },
    { photos: true, sounds: false },
    en.words,
  );

  expect(sealed?.answers).toEqual({ publish: "read-only", adult: true, harm: "remove-marks" });
  expect(sealed?.wording).toHaveLength(3);
});

test("both languages have a word for every answer", () => {
  for (const words of [uk.words, en.words]) {
    for (const [question, answers] of Object.entries(choices)) {
      expect(Object.keys(words[question as Question].answers)).toEqual([...answers]);
    }
  }
});

test("the day of the last story is not offered again", () => {
  expect(offeredAgain({ ...all, when: "not-before", notBefore: "2026-12-01" })).toEqual(all);
});

test("how many questions are open is said in words", () => {
  expect(uk.openQuestions(2, "фото й вік")).toBe("Ще два запитання: фото й вік");
  expect(uk.openQuestions(5, "…")).toBe("Ще п’ять запитань: …");
  expect(en.openQuestions(1, "age")).toBe("One more question: age");
});
