import { h, type JSX } from "preact";

/** What of an article is on this phone. */
export type Stored = "headline" | "text" | "complete";

const seeds = 55;

/** A part of `drawings.svg`; its class says in which colour. */
const part = (name: string, colour: string): JSX.Element =>
  h("use", { class: colour, href: `#${name}` });

/**
 * The sunflower. `progress` from 0 to 1 inks its seeds in their order; without it all are ink.
 * Purely an ornament: what it counts is said in words beside it.
 */
export function Mark({ size, progress = 1 }: { size: number; progress?: number }): JSX.Element {
  const inked = Math.floor(seeds * progress);
  return h(
    "svg",
    { class: "mark", viewBox: "5 5 90 90", width: size, height: size, "aria-hidden": "true" },
    part("petals", "sun"),
    part("seeds", inked === seeds ? "ink" : "pale"),
    inked < seeds
      ? Array.from({ length: inked }, (_, before) => part(`seed-${before + 1}`, "ink"))
      : null,
  );
}

/** A seed: hollow for the headline alone, half for the text, full for all. With a `label` it says so to those who listen. */
export function Seed({ stored, label }: { stored: Stored; label?: string }): JSX.Element {
  const spoken =
    label === undefined
      ? { "aria-hidden": "true" as const }
      : { role: "img" as const, "aria-label": label };
  return h(
    "svg",
    { class: "seed", viewBox: "0 0 10 14.5", width: 9.7, height: 14, ...spoken },
    part("seed", stored === "complete" ? "full" : "hollow"),
    stored === "text" ? part("seed-half", "full") : null,
  );
}

/** A petal: the place you are in. */
export function Petal(): JSX.Element {
  return h(
    "svg",
    { class: "petal", viewBox: "0 0 24 7", width: 24, height: 7, "aria-hidden": "true" },
    part("petal", "sun"),
  );
}
