// npm run export -- DIR: builds what is not built yet and writes the whole reading side into DIR as static files.
import { join } from "node:path";
import { build } from "./building.mjs";
import { run } from "./children.mjs";
import { dataFolder, findNewsroom } from "./newsroom.mjs";
import { root, setUp } from "./setup.mjs";

const node = await setUp();
const dataDir = dataFolder();
await build(node, dataDir, await findNewsroom(node, dataDir));
process.exit(
  await run(node, [join(root, "src/server/commands/export.ts"), ...process.argv.slice(2)], {
    env: { DATA_DIR: dataDir },
  }),
);
