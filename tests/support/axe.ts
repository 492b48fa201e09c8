import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds on the page as it is, a line each. */
async function violationsOn(on: Page): Promise<readonly string[]> {
  if (!(await on.evaluate("'axe' in window"))) await on.evaluate(axe);
  const { violations } = (await on.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(standards)}, resultTypes: ["violations"] })`,
  )) as AxeResults;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} — ${failureSummary}`),
  );
}

/** Whether a part of the page is beyond its right edge. */
export const scrollsSideways = (on: Page): Promise<boolean> =>
  on.evaluate<boolean>("document.documentElement.scrollWidth > innerWidth");

/** What is wrong with one screen, a line each: what axe says, and whether it has to be pushed sideways. */
export async function troublesOn(on: Page, screen: string): Promise<readonly string[]> {
  await on.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))");
  const sideways = (await scrollsSideways(on)) ? ["scrolls sideways"] : [];
  return [...sideways, ...(await violationsOn(on))].map((line) => `${screen}: ${line}`);
}
