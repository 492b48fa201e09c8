// npm run dev: both builds again at every change, beside a server that starts again at every change: the same
// origin, headers and worker as in production. No Vite dev server: it breaks under our own policy.
import { join } from "node:path";
import { build, viteBuilds } from "./building.mjs";
import { run } from "./children.mjs";
import { dataFolder, findNewsroom } from "./newsroom.mjs";
import { root, setUp } from "./setup.mjs";

const node = await setUp();
const dataDir = dataFolder();
const newsroomJson = await findNewsroom(node, dataDir);
await build(node, dataDir, newsroomJson);
const watching = viteBuilds(dataDir, newsroomJson, "--watch").map(({ args, env }) =>
  run(node, args, { env }),
);
const server = run(node, ["--watch", join(root, "src/server/main.ts")], {
  env: { DATA_DIR: dataDir },
});
process.exit(await Promise.race([...watching, server]));
