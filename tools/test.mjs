// npm test: every check and every test, from a fresh clone too. The last line is `N passed, N failed`.
// `--all` takes the journeys along that are left out for the sake of a quarter of an hour on two cores.
// `--proof` (npm run proof) asks for all of it at length: more histories of faults, and no browser may be missing.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "./checking.mjs";
import { capture, isStopped, run } from "./children.mjs";
import { root, setUp } from "./setup.mjs";

const proof = process.argv.includes("--proof");
const isAll = proof || process.argv.includes("--all");
const sum = { passed: 0, failed: 0, skipped: 0 };
const add = ({ passed = 0, failed = 0, skipped = 0 }) => {
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped += skipped;
};

const node = await setUp();
const folder = mkdtempSync(join(tmpdir(), "soniakh-test-"));
try {
  add(await check(node));
  add(await vitest("unit"));
  add(await vitest("faults"));
  add(await trialBuild());
  add(await journeys());
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (isStopped()) process.exit(143);
const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : "";
if (!isAll) {
  console.log("\nLong journeys were left out; they are run by: npm test -- --all (20 minutes)");
}
console.log(`${sum.passed} passed, ${sum.failed} failed${skipped}`);
process.exit(sum.failed === 0 ? 0 : 1);

async function vitest(project) {
  if (isStopped()) return {};
  console.log(`\n${project}`);
  const report = join(folder, `${project}.json`);
  const code = await run(
    node,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      "--project",
      project,
      "--passWithNoTests",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    { env: { ...(proof && { PROOF: "1" }), ...(isAll && { ALL_JOURNEYS: "1" }) } },
  );
  return existsSync(report) ? count(JSON.parse(readFileSync(report, "utf8")), code) : { failed: 1 };
}

// A file that breaks before its first test has no failed test, and an error outside of any test only an exit code.
function count(
  { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults },
  code,
) {
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failed = numFailedTests + broken;
  return {
    passed: numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  };
}

async function trialBuild() {
  if (isStopped()) return {};
  console.log("\ntrial build");
  const { code, text } = await capture(process.execPath, [join(root, "tools/trial-build.mjs")]);
  console.log(code === 0 ? "✓ build" : `✗ build\n${text}`);
  return code === 0 ? { passed: 1 } : { failed: 1 };
}

async function journeys() {
  const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  if (![process.env.CHROMIUM_PATH, ...places].some((path) => path && existsSync(path))) {
    console.log(
      "\nThe journeys need a browser: apt-get install chromium (or set CHROMIUM_PATH to the path of one), " +
        "and firefox-esr, webkit2gtk-driver and xvfb for the other engines.",
    );
  }
  return vitest("journeys");
}
