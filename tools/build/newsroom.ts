import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { type Newsroom, parseNewsroom } from "../../src/protocol/newsroom.ts";

/** Reads the newsroom that is built into the app. Throws a sentence that says what to do where it is absent or malformed. */
export function readNewsroom(path: string | undefined): Newsroom {
  if (path === undefined || path === "") {
    throw new Error(
      "Set NEWSROOM_JSON to the path of newsroom.json: an app is built for one newsroom (npm start makes a trial one).",
    );
  }
  const parsed = parseNewsroom(JSON.parse(readFileSync(path, "utf8")));
  if (!parsed.ok) throw new Error(`${path} is no newsroom: ${parsed.why}`);
  return parsed.value;
}

const id = "virtual:newsroom";

const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { version: string };

/** Gives the app `import { newsroom } from "virtual:newsroom"`: the parsed value and nothing of where it was read. */
export function newsroomModule(newsroom: () => Newsroom): Plugin {
  return {
    name: "soniakh:newsroom",
    // Before any work is done: a missing newsroom is one sentence, not half a build.
    configResolved: () => void newsroom(),
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (module) =>
      module === `\0${id}`
        ? `export const newsroom = ${JSON.stringify(newsroom())};\nexport const version = ${JSON.stringify(version)};`
        : undefined,
  };
}
