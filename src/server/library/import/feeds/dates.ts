import type { Moment } from "./feed.ts";

/** Hours from UTC of the zones that people write with letters (RFC 822, and the neighbours). */
const zones: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  bst: 1,
  west: 1,
  cet: 1,
  met: 1,
  mez: 1,
  cest: 2,
  mest: 2,
  mesz: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  trt: 3,
  msd: 4,
  ist: 5.5,
  jst: 9,
  ast: -4,
  adt: -3,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
};

/** The beginnings of months' names, in Ukrainian, Russian, English, Polish, German, French and Spanish; 0 is January. */
const months: readonly (readonly [RegExp, number])[] = (
  [
    "січ|янв|jan|sty|ene|студ",
    "лют|фев|feb|fév|fev|люты",
    "бер|мар|mar|mär|mrz|сак",
    "кві|апр|apr|kwi|avr|abr",
    "тра|май|мая|may|mai|maj|mayo",
    "чер|июн|jun|cze|juin|чэр",
    "лип|июл|jul|lip|juil|ліп",
    "сер|авг|aug|sie|aoû|aou|ago|жні",
    "вер|сен|sep|wrz|set",
    "жов|окт|oct|okt|paź|paz|кас",
    "лис|ноя|nov|lis",
    "гру|дек|dec|dez|gru|déc|dic|сне|снеж",
  ] as const
).map((names, at) => [new RegExp(`^(?:${names})`, "iu"), at] as const);

const monthOf = (name: string): number | undefined =>
  months.find(([pattern]) => pattern.test(name))?.[1];

interface Parts {
  readonly year: number;
  /** 0 is January. */
  readonly month: number;
  readonly day: number;
  readonly clock: string;
}

/**
 * A date in whatever shape: RFC 822 and 3339, their misspellings, names of months in the languages around, numbers with
 * dots, seconds since 1970. Undefined for what is none, for the beginning of 1970 (a clock that was never set) and for
 * what lies more than a day after `now` (milliseconds since 1970).
 */
export function parseMoment(text: string | undefined, now: number): Moment | undefined {
  const plain = (text ?? "")
    .slice(0, 100)
    .replace(/[\s\u00a0]+/g, " ")
    .replace(/\([^)]*\)/g, "")
    .trim();
  const found = fromNumber(plain) ?? fromParts(partsOf(plain));
  if (found === undefined || found.time > now + 86_400_000) return undefined;
  return found.day < "1900-01-02" || found.day.startsWith("1970-01-01") ? undefined : found;
}

function fromNumber(text: string): Moment | undefined {
  if (!/^\d{9,13}(?:\.\d+)?$/.test(text)) return undefined;
  const number = Number(text);
  const time = number < 1e11 ? number * 1_000 : number;
  return { day: new Date(time).toISOString().slice(0, 10), time };
}

function partsOf(text: string): Parts | undefined {
  const compact = /^(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(.*)$/i.exec(text);
  if (compact !== null) {
    const [, year, month, day, hour = "0", minute = "0", second = "0", rest = ""] = compact;
    return numbers(year, month, day, `${hour}:${minute}:${second}${rest}`);
  }
  const iso = /(?:^|[^\d])(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ,]+(.*))?$/i.exec(text);
  if (iso !== null) return numbers(iso[1], iso[2], iso[3] ?? "1", iso[4] ?? "");
  const dotted = /(?:^|[^\d])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)\b(.*)$/.exec(text);
  if (dotted !== null) {
    const [, first = "", mark, second = "", year, rest = ""] = dotted;
    // Slashes are the American order, unless no month has that number.
    const isAmerican = mark === "/" && Number(first) <= 12;
    return isAmerican ? numbers(year, first, second, rest) : numbers(year, second, first, rest);
  }
  return named(text) ?? (/^\d{4}$/.test(text) ? numbers(text, "1", "1", "") : undefined);
}

/** `Tue, 05 Mar 2024 10:00`, `5 березня 2024 р.`, `Mar 5, 2024`, `Tue Mar  5 10:00:00 2024`. */
function named(text: string): Parts | undefined {
  // A month follows its day: «сер, 06 бер» is a Wednesday in March, not a day of August.
  const after = [...text.matchAll(/\d[\s.-]*(\p{L}{3,})/gu)].map(([, word]) => word ?? "");
  const words = [...after, ...(text.match(/\p{L}{3,}/gu) ?? [])];
  const month = words.map(monthOf).find((found) => found !== undefined);
  if (month === undefined) return undefined;
  const clock = /(\d{1,2}:\d\d.*)$/.exec(text)?.[1] ?? "";
  const rest = clock === "" ? text : text.slice(0, text.length - clock.length);
  const all = rest.match(/\d+/g) ?? [];
  const year =
    all.find((number) => number.length === 4) ?? /\b(\d{4})\b/.exec(clock)?.[1] ?? all.at(-1);
  const day = all.find((number) => number !== year && number.length <= 2);
  return day === undefined || year === undefined
    ? undefined
    : numbers(year, String(month + 1), day, clock);
}

function numbers(year = "", month = "", day = "", clock = ""): Parts | undefined {
  const full = year.length === 2 ? Number(year) + (Number(year) < 70 ? 2000 : 1900) : Number(year);
  const parts = { year: full, month: Number(month) - 1, day: Number(day), clock };
  if (full < 1900) return undefined;
  const check = new Date(Date.UTC(parts.year, parts.month, parts.day));
  return check.getUTCMonth() === parts.month && check.getUTCDate() === parts.day
    ? parts
    : undefined;
}

function fromParts(parts: Parts | undefined): Moment | undefined {
  if (parts === undefined) return undefined;
  const { year, month, day, clock } = parts;
  const [, hour = "0", minute = "0", second = "0", half = ""] =
    /(\d{1,2}):(\d\d)(?::(\d\d))?(?:[.,]\d+)?\s*([ap]m)?/i.exec(clock) ?? [];
  const hours = half === "" ? Number(hour) : (Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0);
  const local = Date.UTC(year, month, day, hours, Number(minute), Number(second));
  const time = local - offsetOf(clock) * 3_600_000;
  if (Number.isNaN(time) || Math.abs(time) > 8.64e15) return undefined;
  return { day: new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10), time };
}

/** Hours from UTC; none said is none. */
function offsetOf(clock: string): number {
  const [, sign, hours = "0", minutes = "0"] =
    /\d\s*(?:GMT|UTC)?\s*([+-])(\d\d):?(\d\d)?/i.exec(clock) ?? [];
  if (sign !== undefined) return (sign === "-" ? -1 : 1) * (Number(hours) + Number(minutes) / 60);
  const name = /\d\s*(?:[ap]m\s*)?([a-z]{1,4})\b\s*(?:\d{4})?\.?$/i.exec(clock)?.[1];
  return name === undefined ? 0 : (zones[name.toLowerCase()] ?? 0);
}
