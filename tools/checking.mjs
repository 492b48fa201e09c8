import { join } from "node:path";
import { capture } from "./children.mjs";
import { root } from "./setup.mjs";

const tool = (path, ...args) => [join(root, "node_modules", path), ...args];
const checks = [
  { name: "types", args: tool("typescript/bin/tsc", "-b") },
  { name: "lint", args: tool("oxlint/bin/oxlint") },
  { name: "format", args: tool("oxfmt/bin/oxfmt", "--check") },
  { name: "dead code", args: tool("knip/bin/knip.js", "--no-progress", "--no-config-hints") },
];

/** Runs every check, prints a line for each and the whole text of those that failed: `{passed, failed}`. */
export async function check(node) {
  const results = await Promise.all(checks.map(({ args }) => capture(node, args)));
  for (const [index, { code, text }] of results.entries()) {
    console.log(`${code === 0 ? "✓" : "✗"} ${checks[index].name}`);
    if (code !== 0) console.log(text.trimEnd());
  }
  const failed = results.filter(({ code }) => code !== 0).length;
  return { passed: results.length - failed, failed };
}
