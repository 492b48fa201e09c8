// npm run build: the app and the desk into OUT_DIR (else ./dist), for the newsroom that NEWSROOM_JSON names (else the data folder's).
import { join, resolve } from "node:path";
import { build } from "./building.mjs";
import { dataFolder, findNewsroom } from "./newsroom.mjs";
import { root, setUp } from "./setup.mjs";

const node = await setUp();
const outDir = resolve(process.env.OUT_DIR || join(root, "dist"));
const newsroomJson = process.env.NEWSROOM_JSON || (await findNewsroom(node, dataFolder()));
await build(node, outDir, newsroomJson);
console.log(`Built: ${join(outDir, "app")}, ${join(outDir, "desk")}`);
