// npm run bench [-- NAME]: runs bench/NAME.ts, or all of them, one after another. A benchmark prints its table and judges nothing.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { giveUp, run } from "./children.mjs";
import { root, setUp } from "./setup.mjs";

const folder = join(root, "bench");
const names = existsSync(folder)
  ? readdirSync(folder).flatMap((file) => (file.endsWith(".ts") ? [file.slice(0, -3)] : []))
  : [];
const asked = process.argv[2];
if (asked !== undefined && !names.includes(asked)) {
  giveUp(`There is no benchmark ${asked}. There are: ${names.join(", ") || "none"}.`);
}
const node = await setUp();
for (const name of asked === undefined ? names.toSorted() : [asked]) {
  console.log(`\n${name}`);
  const code = await run(node, [join(folder, `${name}.ts`), ...process.argv.slice(3)]);
  if (code !== 0) process.exit(code);
}
