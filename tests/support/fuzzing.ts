import fc from "fast-check";

/** Values that break careless readers of JSON: prototypes, huge and odd numbers, markup, addresses that run. */
const spite = fc.constantFrom<unknown>(
  null,
  "",
  "__proto__",
  { __proto__: { format: 1 } },
  -1,
  1e308,
  0.5,
  Number.MAX_SAFE_INTEGER + 2,
  true,
  [],
  {},
  [[[[[[[[[[]]]]]]]]]],
  "javascript:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "<script>alert(1)</script>",
  "</script><img src=x onerror=alert(1)>",
  "\u0000\u2028\ud800",
  "ї".repeat(100_000),
);

/** JSON like this one, with one value anywhere in it replaced by a spiteful or random one, dropped, or doubled. */
export const mutantOf = (value: unknown): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat(), fc.oneof(spite, fc.jsonValue()), fc.constantFrom("replace", "drop", "double"))
    .map(([at, other, how]) => JSON.stringify(changed(value, at % countOf(value), other, how)));

const countOf = (value: unknown): number =>
  typeof value === "object" && value !== null
    ? Object.values(value).reduce<number>((sum, one) => sum + countOf(one), 1)
    : 1;

function changed(value: unknown, at: number, other: unknown, how: string): unknown {
  if (at === 0) return how === "drop" ? undefined : how === "double" ? [value, value] : other;
  if (typeof value !== "object" || value === null) return value;
  let left = at - 1;
  const entries = Object.entries(value).map(([name, inside]): [string, unknown] => {
    const size = countOf(inside);
    const mine = left >= 0 && left < size ? changed(inside, left, other, how) : inside;
    left -= size;
    return [name, mine];
  });
  return Array.isArray(value) ? entries.map(([, one]) => one) : Object.fromEntries(entries);
}

/** The same text with some of its characters others, gone or many. */
export const bentText = (text: string): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.nat(text.length), fc.string({ unit: "binary", maxLength: 6 }), fc.nat(40)), {
      maxLength: 4,
    })
    .map((changes) =>
      changes.reduce(
        (bent, [at, put, cut]) => bent.slice(0, at) + put + bent.slice(at + cut),
        text,
      ),
    );

/** Flips some bytes of whatever it is given, cuts it off somewhere, and puts something behind it. */
export const bending: fc.Arbitrary<(bytes: Uint8Array) => Uint8Array<ArrayBuffer>> = fc
  .tuple(
    fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 255 })),
      {
        maxLength: 5,
      },
    ),
    fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    fc.option(fc.uint8Array({ maxLength: 50 })),
  )
  .map(([flips, end, tail]) => (bytes) => {
    const bent = Uint8Array.from(bytes);
    for (const [place, mask] of flips) {
      const at = Math.floor(place * (bent.length - 1));
      bent[at] = (bent[at] ?? 0) ^ mask;
    }
    const whole = bent.slice(0, Math.ceil((end ?? 1) * bent.length));
    return Uint8Array.from(Buffer.concat([whole, tail ?? Buffer.alloc(0)]));
  });

/** How long a call takes, milliseconds, and what it gives. */
export function timed<T>(call: () => T): { readonly value: T; readonly took: number } {
  const begun = performance.now();
  return { value: call(), took: performance.now() - begun };
}
