import { h, type JSX } from "preact";

/** What of an article is on this phone. */
export type Stored = "headline" | "text" | "complete";

const goldenAngle = 137.508;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const round = (value: number): string => String(Math.round(value * 100) / 100);

interface Flower {
  readonly seeds: number;
  readonly reach: number;
  readonly seedSize: number;
  readonly petals: number;
  readonly petal: readonly (readonly [number, number])[];
}

// Numbers of DESIGN.md, viewBox 100. Small ones have fewer and bigger parts, so that they do not blur.
const large: Flower = {
  seeds: 55,
  reach: 24.1,
  seedSize: 2.36,
  petals: 21,
  petal: [
    [26.5, 0],
    [30.4, -4.3],
    [36.1, -4.3],
    [44, 0],
    [36.1, 4.3],
    [30.4, 4.3],
    [26.5, 0],
  ],
};
const small: Flower = {
  seeds: 34,
  reach: 23.2,
  seedSize: 2.96,
  petals: 13,
  petal: [
    [26, 0],
    [30.5, -6.5],
    [36.6, -6.5],
    [44, 0],
    [36.6, 6.5],
    [30.5, 6.5],
    [26, 0],
  ],
};

function seedPath(flower: Flower, from: number, to: number): string {
  let path = "";
  for (let n = from; n <= to; n += 1) {
    const angle = radians(n * goldenAngle - 90);
    const distance = flower.reach * Math.sqrt((n - 0.5) / flower.seeds);
    const r = flower.seedSize * (0.6 + 0.4 * Math.sqrt(n / flower.seeds));
    const [size, across] = [round(r), round(2 * Number(round(r)))];
    path += `M${round(50 + distance * Math.cos(angle) - r)} ${round(50 + distance * Math.sin(angle))}a${size} ${size} 0 1 0 ${across} 0a${size} ${size} 0 1 0-${across} 0`;
  }
  return path;
}

function petalPath(flower: Flower): string {
  let path = "";
  for (let petal = 0; petal < flower.petals; petal += 1) {
    const turn = radians((petal * 360) / flower.petals - 90);
    const points = flower.petal.map(([x, y]) => {
      return `${round(50 + x * Math.cos(turn) - y * Math.sin(turn))} ${round(50 + x * Math.sin(turn) + y * Math.cos(turn))}`;
    });
    path += `M${points[0]!}C${points.slice(1).join(" ")}Z`;
  }
  return path;
}

const petals = { large: petalPath(large), small: petalPath(small) };

/**
 * The sunflower. `progress` from 0 to 1 inks its seeds in their order; without it all are ink.
 * Purely an ornament: what it counts is said in words beside it.
 */
export function Mark({ size, progress }: { size: number; progress?: number }): JSX.Element {
  const kind = size <= 32 ? "small" : "large";
  const flower = kind === "small" ? small : large;
  const inked = Math.floor(flower.seeds * Math.min(1, Math.max(0, progress ?? 1)));
  return h(
    "svg",
    { class: "mark", viewBox: "5 5 90 90", width: size, height: size, "aria-hidden": "true" },
    h("path", { class: "sun", d: petals[kind] }),
    h("path", { class: "ink", d: seedPath(flower, 1, inked) }),
    inked < flower.seeds
      ? h("path", { class: "pale", d: seedPath(flower, inked + 1, flower.seeds) })
      : null,
  );
}

const seedOutline =
  "M5 .9C8.5 4 9.1 8.6 8.2 11.2 7.5 13 6.2 13.6 5 13.6 3.8 13.6 2.5 13 1.8 11.2.9 8.6 1.5 4 5 .9Z";
// The lower half of the outline, closed across: no clip path, whose id would have to differ on each row.
const seedHalf =
  "M1.3 7.6H8.7C8.7 9 8.5 10.3 8.2 11.2 7.5 13 6.2 13.6 5 13.6 3.8 13.6 2.5 13 1.8 11.2 1.5 10.3 1.3 9 1.3 7.6Z";

/** A seed: hollow for the headline alone, half for the text, full for all. With a `label` it says so to those who listen. */
export function Seed({ stored, label }: { stored: Stored; label?: string }): JSX.Element {
  const spoken =
    label === undefined
      ? { "aria-hidden": "true" as const }
      : { role: "img" as const, "aria-label": label };
  return h(
    "svg",
    { class: "seed", viewBox: "0 0 10 14.5", width: 9.7, height: 14, ...spoken },
    h("path", { class: stored === "complete" ? "full" : "hollow", d: seedOutline }),
    stored === "text" ? h("path", { class: "full", d: seedHalf }) : null,
  );
}

/** A petal: the place you are in. */
export function Petal(): JSX.Element {
  return h(
    "svg",
    { class: "petal", viewBox: "0 0 24 7", width: 24, height: 7, "aria-hidden": "true" },
    h("path", { d: "M0 3.5C6-1.2 16-1.2 24 3.5 16 8.2 6 8.2 0 3.5Z" }),
  );
}
