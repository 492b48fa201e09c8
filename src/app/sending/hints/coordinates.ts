import { matching, type Pattern } from "./patterns.ts";

const degree = String.raw`\d{1,3}[.,]\d{3,9}`;
const side = String.raw`\s?°?\s?(?:пн\.?\s?ш\.?|сх\.?\s?д\.?|с\.\s?ш\.?|в\.\s?д\.?|[NSEWСПЗ])?`;

const asNumber = (written: string): number => Number(written.replace(",", "."));

/** Two numbers as a map gives them. */
const decimal = matching(
  new RegExp(String.raw`[-−]?(${degree})${side}\s?[,;:/]?\s{0,3}[-−]?(${degree})${side}`, "giu"),
  ([, first = "", second = ""]) => asNumber(first) <= 90 && asNumber(second) <= 180,
);
const labelled = matching(
  /(?:широта|довгота|долгота|lat(?:itude)?|lon(?:gitude)?|lng|координати?\p{L}*|coordinates?|GPS)[\s:=]{1,3}[-−]?\d{1,3}[.,]\d{2,9}(?:[\s,;]{1,3}[-−]?\d{1,3}[.,]\d{2,9})?/giu,
);
/** Degrees, minutes, seconds. */
const sexagesimal = matching(
  /[NSEW]?\s?\d{1,3}\s?[°º]\s?\d{1,2}(?:[.,]\d+)?\s?(?:['′’ʼ]\s?(?:\d{1,2}(?:[.,]\d+)?\s?(?:["″”]|['′’]{2}))?)?(?:\s?(?:пн\.?\s?ш\.?|сх\.?\s?д\.?|с\.\s?ш\.|в\.\s?д\.|[NSEWСПЗ]))?(?:[\s,;]{1,3}[NSEW]?\s?\d{1,3}\s?[°º]\s?\d{1,2}(?:[.,]\d+)?\s?(?:['′’ʼ]\s?(?:\d{1,2}(?:[.,]\d+)?\s?(?:["″”]|['′’]{2}))?)?\s?[NSEW]?)?/giu,
  ([written]) => /[°º]\s?\d/.test(written) && /['′’ʼNSEWСПЗпсв]/u.test(written),
);
/** The military grid: `36T VS 12345 67890`. */
const grid = matching(/\d{1,2}\s?[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?\d{2,5}\s?\d{2,5}/gu);
const link = matching(
  /(?:https?:\/\/)?(?:maps\.app\.goo\.gl|goo\.gl\/maps|(?:www\.)?google\.[a-z.]{2,6}\/maps|maps\.google\.[a-z.]{2,6}|yandex\.[a-z]{2,3}\/maps|(?:www\.)?openstreetmap\.org|maps\.apple\.com)\/?[^\s]{0,300}/giu,
);
const words = matching(/\/\/\/\p{L}{2,30}\.\p{L}{2,30}\.\p{L}{2,30}/gu);

/** Places as a machine gives them. */
export const placePatterns: readonly Pattern[] = [
  decimal,
  labelled,
  sexagesimal,
  grid,
  link,
  words,
];
