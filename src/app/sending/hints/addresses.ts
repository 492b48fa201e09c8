import { matching, type Pattern } from "./patterns.ts";

/** After a number, words that make it a measure and no house. */
const measure =
  /^\s?(?:-?(?:го|ти|ої|й|та|е|ми)\s|%|:|\.\d|°|(?:рок|рік|річ|літ\s|год|лет|місяц|месяц|тиж|недел|дн|ден|хв|мин|сек|грн|грив|руб|дол|євро|км|м\s|метр|кг|кілограм|л\s|літр|люд|осіб|чолов|человек|діт|дет|раз|крок|поверх|этаж|штук|січн|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд|янв|февр|март|апр|ма[йя]\s|июн|июл|авг|сент|окт|нояб|дек|years?|hours?|minutes?|days?|weeks?|months?|people|km|kg|metres?|meters?|times|o'clock|am|pm|January|February|March|April|May|June|July|August|September|October|November|December))/iu;

const capital = "[А-ЯІЇЄҐA-Z][\\p{L}’'ʼ-]{1,30}";
/** A name of a street: one to three words, at least one with a capital. */
const streetName = `(?:\\d{1,3}(?:-?\\p{L}{1,3})?\\s)?(?:${capital}|\\p{L}\\.)(?:\\s${capital}){0,2}(?:\\s(?:Армії|армии|провулку|лінії|років|січня|травня|листопада))?`;
const house =
  "(?:[\\s,]{1,3}(?:буд(?:инок|инку|\\.)?|д(?:ом|оме|\\.)?|house|№|no\\.?)?\\s?№?\\s?\\d{1,4}(?:\\s?[-/]\\s?\\d{1,4})?(?:\\s?-?[а-яіїєґa-z](?![\\p{L}]))?)";
const flat =
  "(?:[\\s,]{1,3}(?:кв(?:артир\\p{L}{0,2}|\\.)?|під(?:’|'|ʼ)?їзд\\p{L}*|подъезд\\p{L}*|корп(?:ус|\\.)?|оф(?:іс|ис|\\.)?|apt\\.?|flat|apartment)\\s?№?\\s?\\d{1,4})";
const kinds =
  "(?:вул(?:иц\\p{L}{1,3}|\\.)?|ул(?:иц\\p{L}{1,3}|\\.)?|просп(?:ект\\p{L}{0,3}|\\.)?|пр-?т|пров(?:ул\\p{L}{2,4}|\\.)?|пер(?:еул\\p{L}{2,4}|\\.)?|бульв(?:ар\\p{L}{0,3}|\\.)?|б-р|пл(?:ощ\\p{L}{1,3}|\\.)|шосе|шоссе|наб(?:ережн\\p{L}{2,3}|\\.)|узв(?:о|і)з\\p{L}{0,2}|спуск\\p{L}{0,2}|тупик\\p{L}{0,2}|ал(?:е|л)\\p{L}{1,3}|майдан\\p{L}{0,2}|в’?їзд|street)";

const isHouse = (match: RegExpExecArray, text: string): boolean =>
  !measure.test(text.slice(match.index + match[0].length));

const street = matching(new RegExp(`${kinds}\\s?${streetName}${house}${flat}?`, "gu"), isHouse);
const streetLater = matching(
  new RegExp(`${capital}(?:\\s${capital})?\\s${kinds}${house}${flat}?`, "gu"),
  isHouse,
);
/** «на Садовій 12», «Садова, 12/3»: the word itself has a street's ending. */
const ending =
  "(?:ськ|цьк|зьк|ск|цк|ов|ев|єв|ин|їн|ін|ин|рн|лн|ьн|чн|нн|жн|шн|хн|он|ян|ст|ш|ч|л)(?:а|ої|ій|у|ую|ая|ой|ею|ою)";
const bare = matching(
  new RegExp(
    `(?:[Нн]а|[Пп]о|[Зз]|[Іі]з|[Зз]і|[Сс]|[Дд]о|[Бб]іля|[Вв]озле|[Уу]|[Аа]дрес\\p{L}{1,4}:?)\\s(?:${capital}\\s)?[А-ЯІЇЄҐ]\\p{L}{1,20}${ending},?\\s(?:буд\\.\\s?|д\\.\\s?)?\\d{1,3}(?:\\s?[-/]\\s?\\d{1,4})?(?:\\s?-?[а-яіїєґ](?!\\p{L}))?${flat}?`,
    "gu",
  ),
  isHouse,
);
const withComma = matching(
  new RegExp(
    `[А-ЯІЇЄҐ]\\p{L}{1,20}${ending},\\s(?:буд\\.\\s?|д\\.\\s?)?\\d{1,3}(?:\\s?[-/]\\s?\\d{1,4})?(?:\\s?-?[а-яіїєґ](?!\\p{L}))?${flat}?`,
    "gu",
  ),
  isHouse,
);
/** A street that bears a person's name: «на Шевченка, 5». */
const ofSomebody = matching(
  new RegExp(
    `(?:[Нн]а|[Пп]о|[Рр]озі|[Уу]глу|[Аа]дрес\\p{L}{1,4}:?)\\s(?:${capital}\\s)?[А-ЯІЇЄҐ]\\p{L}{1,20}(?:ка|ча|ого|его|ва|на|ина|ера|ла|ра|да|та|ні|ів|ей|ії),?\\s\\d{1,3}(?:\\s?[-/]\\s?\\d{1,4})?(?:\\s?-?[а-яіїєґ](?!\\p{L}))?${flat}?`,
    "gu",
  ),
  isHouse,
);
const byWord = matching(
  new RegExp(`[Аа]дрес\\p{L}{1,4}[\\s:—–-]{1,4}${streetName}${house}${flat}?`, "gu"),
  isHouse,
);
const english = matching(
  /(?:\d{1,5}[A-Za-z]?,?\s(?:[A-Z][\w’'-]+\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Square|Boulevard|Blvd|Embankment)\.?|(?:[A-Z][\w’'-]+\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Square|Boulevard|Blvd|Embankment)\.?,?\s(?:no\.\s|house\s)?\d{1,5}[A-Za-z]?(?:,?\s(?:apt\.?|flat|apartment)\s\d{1,4})?)/gu,
  isHouse,
);
const houseAlone = matching(
  /(?:кв\.|квартир[аиіуы]|буд\.|будин(?:ок|ку)\s(?:№|номер)|дом[еа]?\s(?:№|номер)|flat|apartment|apt\.?)\s?№?\s?\d{1,4}[а-яa-z]?/giu,
  isHouse,
);

/** Streets with a house. */
export const addressPatterns: readonly Pattern[] = [
  street,
  streetLater,
  bare,
  withComma,
  ofSomebody,
  byWord,
  english,
  houseAlone,
];
