/** What a parser says: a typed value, or one sentence (English, for logs and problems) that names the place and the fault. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: string };

/** Turns something unknown into a `T`, or throws {@link Malformed}. Used inside this wing; the public parsers never throw. */
export type Reader<T> = (input: unknown, at: string) => T;

/** Thrown by readers only; {@link parsing} turns it into a {@link Parsed}. */
class Malformed extends Error {}

/** Ends the reading with a sentence. */
export function fail(at: string, what: string): never {
  throw new Malformed(`${at}: ${what}`);
}

/** A public parser out of a reader: never throws for any input. */
export function parsing<T>(read: Reader<T>, name: string): (input: unknown) => Parsed<T> {
  return (input) => {
    try {
      return { ok: true, value: read(input, name) };
    } catch (error) {
      if (error instanceof Malformed) return { ok: false, why: error.message };
      throw error;
    }
  };
}

/** Parses JSON text and then reads it. A syntax error and input nested too deep for the engine are a `why`, not an exception. */
export function parsingJson<T>(read: Reader<T>, name: string): (text: string) => Parsed<T> {
  const parse = parsing(read, name);
  return (text) => {
    let input: unknown;
    try {
      input = JSON.parse(text);
    } catch {
      return { ok: false, why: `${name}: not JSON` };
    }
    return parse(input);
  };
}

export const readString =
  (limit: number): Reader<string> =>
  (input, at) => {
    if (typeof input !== "string") fail(at, "not a string");
    return input.length > limit ? fail(at, `longer than ${limit}`) : input;
  };

export const readMatch =
  <T extends string>(pattern: RegExp, what: string): Reader<T> =>
  (input, at) =>
    typeof input === "string" && pattern.test(input) ? (input as T) : fail(at, `not ${what}`);

export const readOneOf =
  <const T extends string>(...allowed: readonly T[]): Reader<T> =>
  (input, at) =>
    allowed.find((one) => one === input) ?? fail(at, `not one of ${allowed.join(", ")}`);

/** A whole number within bounds, both included. */
export const readCount =
  (from: number, to: number = Number.MAX_SAFE_INTEGER): Reader<number> =>
  (input, at) =>
    Number.isSafeInteger(input) && (input as number) >= from && (input as number) <= to
      ? (input as number)
      : fail(at, `not from ${from} to ${to}`);

export const readBoolean: Reader<boolean> = (input, at) =>
  typeof input === "boolean" ? input : fail(at, "no boolean");

/** For marks that are either there or not. */
export const readTrue: Reader<true> = (input, at) => (input === true ? true : fail(at, "not true"));

export const readList =
  <T>(read: Reader<T>, limit: number): Reader<readonly T[]> =>
  (input, at) => {
    if (!Array.isArray(input)) fail(at, "not a list");
    if (input.length > limit) fail(at, `more than ${limit}`);
    return input.map((item: unknown, index) => read(item, `${at}[${index}]`));
  };

type Fields = Readonly<Record<string, Reader<unknown>>>;
type Shape<F extends Fields> = { readonly [K in keyof F]: ReturnType<F[K]> };

/**
 * An object with the given fields. Fields that nobody named are dropped, so that a newer
 * writer may add some; `optional` fields may be absent and are then absent in the value too.
 */
export function readObject<F extends Fields, O extends Fields = Record<never, never>>(
  fields: F,
  optional?: O,
): Reader<Shape<F> & Partial<Shape<O>>> {
  return (input, at) => {
    if (typeof input !== "object" || input === null || Array.isArray(input))
      fail(at, "not an object");
    const source = input as Readonly<Record<string, unknown>>;
    const value: Record<string, unknown> = {};
    for (const [name, read] of Object.entries(fields))
      value[name] = read(source[name], `${at}.${name}`);
    for (const [name, read] of Object.entries(optional ?? {})) {
      if (source[name] !== undefined) value[name] = read(source[name], `${at}.${name}`);
    }
    return value as Shape<F> & Partial<Shape<O>>;
  };
}

/** Format 1, or a sentence that says that the app is older than what it reads. */
export const readFormat: Reader<1> = (input, at) => (input === 1 ? 1 : fail(at, "a newer format"));

/** A calendar day, `2026-11-23`. */
export const readDay: Reader<string> = readMatch(
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  "a day",
);
