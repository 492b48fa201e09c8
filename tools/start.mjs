// npm start: from a fresh clone to a newsroom that can be read, in one command. Runs under Node 20.19 and newer.
import { join } from "node:path";
import { build } from "./building.mjs";
import { run } from "./children.mjs";
import { dataFolder, findNewsroom } from "./newsroom.mjs";
import { serverMemory } from "./server-memory.mjs";
import { root, setUp } from "./setup.mjs";

const node = await setUp();
const dataDir = dataFolder();
const newsroomJson = await findNewsroom(node, dataDir);
await build(node, dataDir, newsroomJson);
process.exit(
  await run(node, [join(root, "src/server/main.ts")], {
    env: { ...serverMemory, DATA_DIR: dataDir },
    ipc: true,
  }),
);
