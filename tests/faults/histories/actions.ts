import fc from "fast-check";
import type { Wake } from "../../../src/device/line.ts";
import type { Trouble } from "../fault-shim.ts";
import { aLoginPage, aRefusal, type Weather } from "../weather.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const year = 365 * 24 * hour;

/** One thing that happens to a phone, a network or a newsroom. Numbers choose among what is there, modulo its count. */
export type Action =
  | { readonly do: "open" | "poison" }
  | { readonly do: "close" | "kill" | "freeze" | "thaw"; readonly window: number }
  | { readonly do: "doom"; readonly window: number; readonly points: number }
  | { readonly do: "trouble"; readonly window: number; readonly trouble: Trouble }
  | { readonly do: "page"; readonly window: number; readonly which: number }
  | { readonly do: "write"; readonly window: number; readonly way: "title" | "end" | "cut" }
  | {
      readonly do: "undo" | "seal" | "refresh" | "leave" | "tidy";
      readonly window: number;
    }
  | { readonly do: "photo"; readonly window: number; readonly bytes: number }
  /** A blank page, a word, photos, sealed. */
  | { readonly do: "story"; readonly window: number; readonly photos: readonly number[] }
  | {
      readonly do:
        | "discard draft"
        | "restore draft"
        | "discard story"
        | "restore story"
        | "destroy story";
      readonly window: number;
      readonly which: number;
    }
  | { readonly do: "wake"; readonly window: number; readonly by: Wake }
  | { readonly do: "pass"; readonly milliseconds: number }
  | { readonly do: "turn clock"; readonly by: number }
  | { readonly do: "weather"; readonly next: readonly string[]; readonly again: boolean }
  | { readonly do: "newsroom"; readonly what: NewsroomDoes; readonly which: number }
  | { readonly do: "together"; readonly actions: readonly Action[] };

const newsroomDoes = [
  "restart",
  "copy",
  "restore",
  "full",
  "full for photos",
  "room",
  "rotate keys",
  "rotate keys, phone hears later",
  "keys expire",
  "open story",
  "decline story",
] as const;
export type NewsroomDoes = (typeof newsroomDoes)[number];

const refusal = (code: string, status: number, headers?: Record<string, string>): Weather => {
  return () => aRefusal(code, status, headers);
};

/** Every weather that a history knows, by its name. */
export const weathers: Readonly<Record<string, Weather>> = {
  fair: "fair",
  "cut before": "cut-before",
  "cut after": "cut-after",
  "phone dies before it hears": "kill-after",
  slow: "slow",
  "delivered twice": "twice",
  "lost for ever": "lost",
  "dies at byte 0": { diesAfter: 0 },
  "dies at byte 20": { diesAfter: 20 },
  "dies in a leaf": { diesAfter: 40_000 },
  "dies between leaves": { diesAfter: 65_536 + 96 },
  "dies in the second leaf": { diesAfter: 100_000 },
  "a bit flips": { flips: -1_000 },
  "a bit flips in front": { flips: -16_000 },
  "answer late": { answersAfter: 2 * second },
  "answer too late": { answersAfter: 20 * minute },
  "arrives late": { arrivesAfter: second },
  "arrives too late": { arrivesAfter: 10 * minute },
  "arrives after hours": { arrivesAfter: 2 * hour },
  "comes again": { echoesAfter: minute },
  "500": () => new Response("oops", { status: 500 }),
  "502": () => new Response("<html>", { status: 502, headers: { "content-type": "text/html" } }),
  "503": refusal("busy", 503),
  "503 wait": refusal("busy", 503, { "retry-after": "600" }),
  "503 absurd": refusal("busy", 503, { "retry-after": "999999999" }),
  "503 nonsense": refusal("busy", 503, { "retry-after": "soon" }),
  "429": refusal("too-many", 429, { "retry-after": "30" }),
  "507": refusal("full", 507),
  "413": refusal("too-big", 413),
  "422": refusal("malformed", 422),
  "426": refusal("outdated", 426),
  portal: aLoginPage,
  "portal JSON": () => new Response("{}", { headers: { "content-type": "application/json" } }),
  "portal 302": () => new Response(null, { status: 302, headers: { location: "/login" } }),
  "portal 511": () => new Response("login", { status: 511 }),
  "no certificate": () => Promise.reject(new TypeError("ERR_CERT_AUTHORITY_INVALID")),
};

const photo = fc.constantFrom(10, 1_000, 1_000, 1_000, 60_000, 120_000, 250_000);
const window = fc.nat({ max: 2 });
const which = fc.nat({ max: 5 });
const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("full", "unknown", "closed"),
    after: fc.nat({ max: 25 }),
    times: fc.integer({ min: 1, max: 4 }),
  }),
  // Where the word of a commit never comes, in three tries, nobody can know that there was one.
  fc.record({
    kind: fc.constant("unheard"),
    after: fc.nat({ max: 6 }),
    times: fc.integer({ min: 1, max: 2 }),
  }),
);
// What comes back after a while is more worth than what never does: those two are drawn less often.
const usual = Object.keys(weathers).filter((name) => !["413", "422"].includes(name));
const weatherName = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...usual) },
  { weight: 1, arbitrary: fc.constantFrom("413", "422") },
);

const writing: fc.WeightedArbitrary<Action>[] = [
  { weight: 6, arbitrary: fc.record({ do: fc.constant("page"), window, which }) },
  {
    weight: 14,
    arbitrary: fc.record({
      do: fc.constant("write"),
      window,
      way: fc.constantFrom("end", "end", "title", "cut"),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("undo"), window }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("refresh"), window }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("leave"), window }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("photo"),
      window,
      bytes: photo,
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("seal"), window }) },
  {
    weight: 14,
    arbitrary: fc.record({
      do: fc.constant("story"),
      window,
      photos: fc.array(photo, { maxLength: 2 }),
    }),
  },
];

const plain: fc.WeightedArbitrary<Action>[] = [
  ...writing,
  { weight: 8, arbitrary: fc.constant({ do: "open" }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("close", "kill"), window }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("freeze", "thaw"), window }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("doom"), window, points: fc.nat({ max: 90 }) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("trouble"), window, trouble }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("discard draft", "restore draft", "discard story", "restore story"),
      window,
      which,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("destroy story"), window, which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("tidy"), window }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("wake"),
      window,
      by: fc.constantFrom("online", "visible", "button", "sync", "put"),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("pass"),
      milliseconds: fc.constantFrom(second, 10 * second, minute, 10 * minute, hour, 3 * hour),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("turn clock"),
      by: fc.constantFrom(-10 * year, -hour, hour, 8 * 24 * hour, 10 * year),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant("weather"),
      next: fc.array(weatherName, { minLength: 1, maxLength: 5 }),
      again: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: "poison" }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("newsroom"),
      what: fc.constantFrom(...newsroomDoes),
      which,
    }),
  },
];

const one: fc.Arbitrary<Action> = fc.oneof(...plain);

/** A history: what happens, one after another; some of it at the same time. */
export const aHistory: fc.Arbitrary<readonly Action[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: one },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant("together"),
        actions: fc.array(one, { minLength: 2, maxLength: 3 }),
      }),
    },
  ),
  { minLength: 3, maxLength: 20, size: "max" },
);

/** An action as one reads it. */
export function tell(action: Action): string {
  const { do: what, ...rest } = action;
  if (action.do === "together") return action.actions.map(tell).join(" | ");
  const details = Object.values(rest).map((value) =>
    typeof value === "object" ? JSON.stringify(value) : String(value),
  );
  return [what, ...details].join(" ");
}
