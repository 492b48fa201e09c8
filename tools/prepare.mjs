// Builds the app for the newsroom in DATA_DIR and ends: what npm start does before it listens.
import { build } from "./building.mjs";
import { dataFolder, findNewsroom } from "./newsroom.mjs";
import { setUp } from "./setup.mjs";

const node = await setUp();
await build(node, dataFolder(), await findNewsroom(node, dataFolder()));
