import type { SealedTerms, Terms } from "../../protocol/story.ts";

/** The version of the questions and answers below and of their words: it goes into the seal with them. */
export const termsVersion = 2;

/** What the questions depend on, beside the answers. */
export interface AskedAbout {
  readonly photos: boolean;
  readonly sounds: boolean;
}

/** The questions with a few answers each, in the order of the screen. */
export const choices = {
  publish: ["publish", "read-only"],
  approval: ["show-first", "no-need"],
  signature: ["own-name", "other-name", "no-name"],
  photos: ["publish", "newsroom-only"],
  voice: ["may-be-heard", "words-only"],
  adult: ["yes", "no"],
  harm: ["no", "remove-marks", "not-sure"],
  place: ["town", "region", "none"],
  when: ["as-soon-as-ready", "not-before"],
} as const;

export type Question = keyof typeof choices;
export type Choice<Asked extends Question> = (typeof choices)[Asked][number];

/** The answers so far. Nothing is chosen beforehand: what was not answered is not there. */
export type Answers = { readonly [Asked in Question]?: Choice<Asked> | undefined } & {
  /** With one's own or another name. */
  readonly name?: string | undefined;
  /** `YYYY-MM-DD`, with `not-before`. */
  readonly notBefore?: string | undefined;
};

/** A question and its answers in the author's language, as they stand on the screen. */
export type TermsWords = {
  readonly [Asked in Question]: {
    readonly question: string;
    readonly answers: Readonly<Record<Choice<Asked>, string>>;
  };
};

/** Must be answered before the story can go. */
const needed = ["publish", "approval", "signature", "photos", "voice", "adult", "harm"] as const;
/** Under 'more terms': unset means the strictest. */
const more = ["place", "when"] as const;

const mayBePublished = (answers: Answers): boolean => answers.publish === "publish";

function applies(question: Question, answers: Answers, about: AskedAbout): boolean {
  switch (question) {
    case "publish":
    case "adult":
    case "harm":
      return true;
    case "approval":
    case "signature":
    case "place":
    case "when":
      return mayBePublished(answers);
    case "photos":
      return about.photos && mayBePublished(answers);
    case "voice":
      return about.sounds && mayBePublished(answers);
  }
}

/** The questions that must be answered, as they apply. */
export const questionsFor = (answers: Answers, about: AskedAbout): readonly Question[] =>
  needed.filter((question) => applies(question, answers, about));

/** The questions under 'more terms'. */
export const moreQuestionsFor = (answers: Answers, about: AskedAbout): readonly Question[] =>
  more.filter((question) => applies(question, answers, about));

/** True where the signature needs a name beside it. */
export const needsName = ({ signature }: Answers): boolean =>
  signature === "own-name" || signature === "other-name";

/** The questions that are still open, in the order of the screen. A name or a day that is missing leaves its question open. */
export const missingFrom = (answers: Answers, about: AskedAbout): readonly Question[] => [
  ...questionsFor(answers, about).filter((question) =>
    question === "signature" && needsName(answers)
      ? (answers.name ?? "").trim() === ""
      : answers[question] === undefined,
  ),
  ...moreQuestionsFor(answers, about).filter(
    (question) =>
      question === "when" && answers.when === "not-before" && (answers.notBefore ?? "") === "",
  ),
];

/**
 * The terms as they go into the seal: the answers that apply, and each question with its answer word for word.
 * Undefined while a question is open.
 */
export function termsToSeal(
  answers: Answers,
  about: AskedAbout,
  words: TermsWords,
): SealedTerms | undefined {
  const { publish, adult, harm } = answers;
  if (missingFrom(answers, about).length > 0) return undefined;
  if (publish === undefined || adult === undefined || harm === undefined) return undefined;
  return {
    answers: { publish, adult: adult === "yes", harm, ...publishedTerms(answers, about) },
    wording: wordingOf(answers, about, words),
    version: termsVersion,
  };
}

function publishedTerms(answers: Answers, about: AskedAbout): Partial<Terms> {
  if (!mayBePublished(answers)) return {};
  const { approval, signature, name, photos, voice, place, when, notBefore } = answers;
  return {
    ...(approval && { approval }),
    ...(signature && { signature }),
    ...(needsName(answers) && name !== undefined && { name: name.trim() }),
    ...(about.photos && photos && { photos }),
    ...(about.sounds && voice && { voice }),
    ...(place && { place }),
    ...(when === "not-before" && notBefore && { notBefore }),
  };
}

function wordingOf(answers: Answers, about: AskedAbout, words: TermsWords): SealedTerms["wording"] {
  const asked = [...questionsFor(answers, about), ...moreQuestionsFor(answers, about)];
  return asked.flatMap((key) => {
    const { question, answers: labels } = words[key];
    const answer = Object.entries(labels).find(([choice]) => choice === answers[key])?.[1];
    return answer === undefined ? [] : [{ question, answer }];
  });
}

/** Earlier answers as they can be offered again; a day that was named then is not. */
export const offeredAgain = ({ when: _when, notBefore: _day, ...rest }: Answers): Answers => rest;
