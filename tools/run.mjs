// node tools/run.mjs ENTRY.ts ...: sets up what is missing and runs a TypeScript entry under Node 24.
import { join } from "node:path";
import { giveUp, run } from "./children.mjs";
import { root, setUp } from "./setup.mjs";

const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) giveUp("Which entry? node tools/run.mjs src/server/commands/desk.ts link");
process.exit(await run(await setUp(), [join(root, entry), ...args]));
