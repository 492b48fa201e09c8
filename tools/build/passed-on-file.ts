import { resolve } from "node:path";
import { build, type Plugin } from "vite";
import { sheets } from "./sheets.ts";

const root = resolve(import.meta.dirname, "../..");
const folder = "src/app/passing/file";

/** What a passed-on file carries besides its articles: the look of the page, and the reader of a whole edition. */
export interface FileParts {
  readonly style: string;
  readonly reader: string;
}

/** Builds both out of `src/app/passing/file`. There elements are made at once by `elements.ts`, which stands for Preact. */
export async function buildFileParts(): Promise<FileParts> {
  const built = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: "error",
    css: sheets,
    resolve: { alias: { preact: resolve(root, folder, "elements.ts") } },
    build: {
      write: false,
      cssCodeSplit: false,
      target: ["chrome109", "safari16.4", "firefox115"],
      modulePreload: false,
      minify: true,
      rolldownOptions: {
        input: resolve(root, folder, "reader.ts"),
        treeshake: { manualPureFunctions: ["readOneOf", "readMatch", "readString"] },
        output: { format: "iife", codeSplitting: false },
      },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
    "output" in one ? one.output : [],
  );
  const text = (end: string): string => {
    const file = outputs.find(({ fileName }) => fileName.endsWith(end));
    if (file === undefined) throw new Error(`The reader of passed-on files has no ${end}`);
    return String(file.type === "chunk" ? file.code : file.source).trim();
  };
  // A file brings no fonts and may ask for none: the phone's own stand in.
  return { style: text(".css").replace(/@font-face\s*\{[^}]*\}/g, ""), reader: text(".js") };
}

const id = "virtual:passed-on-file";

/** Gives the app `import { style, reader } from "virtual:passed-on-file"`. */
export function passedOnFile(): Plugin {
  return {
    name: "soniakh:passed-on-file",
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    async load(module) {
      if (module !== `\0${id}`) return undefined;
      const { style, reader } = await buildFileParts();
      return `export const style = ${JSON.stringify(style)};\nexport const reader = ${JSON.stringify(reader)};`;
    },
  };
}
