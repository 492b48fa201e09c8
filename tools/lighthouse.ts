// npm run lighthouse: Lighthouse on a phone's profile over a newsroom of its own. Accessibility, best practices and SEO
// have to be 100 on every page (exit code 1 where they are not); performance is printed.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBrowser } from "../tests/support/browsers/finding-browsers.ts";
import { openNewsroom } from "../tests/support/newsroom.ts";

const root = join(import.meta.dirname, "..");
const bench = join(root, "bench");

const pages = ["/uk/", "/en/", "/a/bez-merezhi", "/a/without-a-network"];
const gates = ["accessibility", "best-practices", "seo"] as const;
const metrics = [
  "first-contentful-paint",
  "largest-contentful-paint",
  "total-blocking-time",
  "cumulative-layout-shift",
];
const categories = ["performance", ...gates] as const;

/** The little of Lighthouse and of chrome-launcher that is used here; both live in bench/node_modules. */
interface Lighthouse {
  (url: string, flags: object): Promise<{ readonly lhr: Report } | undefined>;
}
interface Report {
  readonly categories: Readonly<
    Record<(typeof categories)[number], { readonly score: number | null; auditRefs: Audit[] }>
  >;
  readonly audits: Readonly<
    Record<
      string,
      {
        readonly score: number | null;
        readonly title: string;
        readonly displayValue?: string;
        details?: unknown;
      }
    >
  >;
  readonly runtimeError?: { readonly message: string };
}
interface Audit {
  readonly id: string;
  readonly weight: number;
}
interface Launcher {
  launch(options: object): Promise<{ readonly port: number; kill(): void }>;
}

const chromePath = findBrowser("chromium");
if (chromePath === undefined) {
  giveUp("Lighthouse needs a browser: apt-get install chromium (or CHROMIUM_PATH).");
}
if (!existsSync(join(bench, "node_modules/lighthouse"))) installPeers();
const { default: lighthouse } = (await import(
  join(bench, "node_modules/lighthouse/core/index.js")
)) as { readonly default: Lighthouse };
const launcher = (await import(
  join(bench, "node_modules/chrome-launcher/dist/index.js")
)) as Launcher;

const template = await mkdtemp(join(tmpdir(), "soniakh-lighthouse-"));
try {
  execFileSync(process.execPath, [join(root, "tools/prepare.mjs")], {
    env: { ...process.env, DATA_DIR: template },
    stdio: ["ignore", "ignore", "inherit"],
  });
  process.exitCode = (await judge()) ? 0 : 1;
} finally {
  await rm(template, { recursive: true, force: true });
}

async function judge(): Promise<boolean> {
  const newsroom = await openNewsroom({ template });
  let isGood = true;
  try {
    console.log(`${"page".padEnd(26)}${categories.map((name) => name.padStart(16)).join("")}`);
    for (const path of pages) {
      const report = await look(`http://localhost:${newsroom.port}${path}`);
      const scores = categories.map((name) =>
        Math.round((report.categories[name].score ?? 0) * 100),
      );
      console.log(
        `${path.padEnd(26)}${scores.map((score) => String(score).padStart(16)).join("")}`,
      );
      console.log(`  ${metrics.map((id) => `${id} ${shownOf(report, id)}`).join(", ")}`);
      for (const name of gates) for (const line of shortcomings(report, name)) console.log(line);
      if (scores.slice(1).some((score) => score < 100)) isGood = false;
    }
  } finally {
    await newsroom.close();
  }
  console.log(
    isGood
      ? "Accessibility, best practices and SEO are 100 on every page."
      : "Accessibility, best practices or SEO is below 100.",
  );
  return isGood;
}

function shownOf(report: Report, id: string): string {
  return report.audits[id]?.displayValue?.replaceAll("\u00a0", " ") ?? "-";
}

/** One page in a browser of its own: nothing is cached, no worker answers. */
async function look(url: string): Promise<Report> {
  const chrome = await launcher.launch({
    chromePath,
    chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"],
  });
  try {
    const result = await lighthouse(url, {
      port: chrome.port,
      formFactor: "mobile",
      onlyCategories: [...categories],
      logLevel: "error",
      output: "json",
    });
    const report = result?.lhr;
    if (report === undefined || report.runtimeError !== undefined)
      throw new Error(`Lighthouse gave no report: ${report?.runtimeError?.message ?? ""}`);
    return report;
  } finally {
    chrome.kill();
  }
}

/** What a category lost points for. */
function shortcomings(report: Report, name: (typeof gates)[number]): readonly string[] {
  return report.categories[name].auditRefs.flatMap(({ id, weight }) => {
    const audit = report.audits[id];
    if (weight === 0 || audit === undefined || audit.score === null || audit.score === 1) return [];
    return [
      `  ${name}: ${audit.title} (${id})\n    ${JSON.stringify(audit.details).slice(0, 600)}`,
    ];
  });
}

/** Peers that only measurements need have a lockfile of their own. */
function installPeers(): void {
  console.log("Installing what bench/package-lock.json names ...");
  const npm = process.env["npm_execpath"];
  const options = ["ci", "--prefix", bench, "--no-audit", "--no-fund", "--loglevel=error"];
  const [command, args]: [string, string[]] = npm?.endsWith(".js")
    ? [process.execPath, [npm, ...options]]
    : ["npm", options];
  if (spawnSync(command, args, { stdio: "inherit" }).status !== 0) {
    giveUp("Lighthouse could not be installed (npm ci in bench/): it was not run.");
  }
}

function giveUp(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
