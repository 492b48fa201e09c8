import { digitsOf, matching, type Pattern } from "./patterns.ts";

/** Luhn's check digit: of random numbers nine in ten fail. */
function isCard(written: string): boolean {
  const digits = digitsOf(written);
  if (digits.length < 15 || digits.length > 16 || !/^[2-6]/.test(digits)) return false;
  // From the right every second digit is doubled; `toReversed` is younger than the oldest phones.
  const sum = Array.from(digits, Number).reduceRight((total, digit, at) => {
    const doubled = digit * ((digits.length - 1 - at) % 2 === 1 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** The check digit of a Ukrainian taxpayer's number. */
function isTaxNumber(digits: string): boolean {
  const weights = [-1, 5, 7, 9, 4, 6, 10, 5, 7];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return (((sum % 11) + 11) % 11) % 10 === Number(digits[9]);
}

/** Four groups of four are a card as people write it; a plain row of digits is one where the check digit fits. */
const card = matching(
  /\d{4}(?:[\s-]?\d{4}){2}[\s-]?\d{3,4}/gu,
  ([written]) => /^[2-6]\d{3}(?:[\s-]\d{4}){3}$/u.test(written) || isCard(written),
);
const cardByWord = matching(
  /(?:картк\p{L}*|карт[аыуеоі]\p{L}{0,2}|card)\s(?:\p{L}+\s){0,2}[№:]?\s?\d{4}(?:[\s-]?\d{4}){2,3}/giu,
);
const account = matching(/UA\s?\d{2}(?:\s?\d){25}/giu);
const taxNumber = matching(
  /\d{10}/gu,
  ([digits]) => !digits.startsWith("0") && isTaxNumber(digits),
);
const taxByWord = matching(
  /(?:ІПН|РНОКПП|ІНН|ИНН|ідентифікаційн\p{L}*\s(?:код\p{L}*|номер\p{L}*)|податков\p{L}*\s(?:код\p{L}*|номер\p{L}*)|tax\s(?:number|id|code)|СНИЛС)[\s:№—–-]{1,4}(?:\p{L}+\s){0,2}\d[\d\s-]{7,14}\d/giu,
);
/** Two capitals and six digits: passports, birth certificates, military cards. */
const series = matching(
  /(?:[IVXІХ]{1,4}-)?(?:[А-ЯІЇЄҐ]{2}|[A-Z]{2})\s?[№N]?\s?\d{6}/gu,
  ([written]) => !/^(?:UA|НА|ПО|ДО|ЗА|НЕ|ЦЕ|ЩО|ЯК|ТА|ІЗ|ВІ|IN|ON|AT|TO)\s/u.test(written),
);
const byWord = matching(
  /(?:паспорт\p{L}*|посвідчен\p{L}*|удостоверен\p{L}*|свідоцтв\p{L}*|свидетельств\p{L}*|військов\p{L}*\sквит\p{L}*|военн\p{L}*\sбилет\p{L}*|ID[-\s]?карт\p{L}*|passport|driving\slicen[cs]e|licen[cs]e|ID\scard|документ\p{L}*|серія|серия|свідоцтво)[\s,:]{1,3}(?:\p{L}+\.?[\s,:]{1,2}){0,3}(?:[A-ZА-ЯІЇЄҐ]{2}\s?)?[№N#]?\s?\d[\d\s]{4,10}\d/giu,
  // Whoever it belongs to is a hint of its own.
  ([written]) => !/\s[А-ЯІЇЄҐ][а-яіїєґё]{2}/u.test(written),
);
const passportBySeries = matching(
  /(?:серія|серії|серия|серии|series)\s(?:[A-ZА-ЯІЇЄҐ]{2}|\d{2}\s?\d{2})[\s,]{1,2}(?:номер|number|№)?\s?\d{6}/giu,
);
const register = matching(/(?:19|20)\d{6}-\d{5}/gu);
/** A car's plate leads to its owner. */
const plate = matching(/[АВЕІКМНОРСТХABEIKMHOPCTX]{2}\s?\d{4}\s?[АВЕІКМНОРСТХABEIKMHOPCTX]{2}/gu);
const russianPlate = matching(
  /[АВЕКМНОРСТУХABEKMHOPCTYX]\s?\d{3}\s?[АВЕКМНОРСТУХABEKMHOPCTYX]{2}\s?\d{2,3}/gu,
);

/** Numbers that a state or a bank gave to one person. */
export const documentPatterns: readonly Pattern[] = [
  card,
  cardByWord,
  account,
  taxNumber,
  taxByWord,
  series,
  byWord,
  passportBySeries,
  register,
  plate,
  russianPlate,
];
