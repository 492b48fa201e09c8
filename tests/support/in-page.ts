import { join } from "node:path";
import { build } from "vite";

/** A module of `tests/support/in-page` with all that it imports, as one script for `page.evaluate`. */
export async function scriptOf(name: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "silent",
    publicDir: false,
    build: {
      write: false,
      minify: false,
      lib: {
        entry: join(import.meta.dirname, `in-page/${name}.ts`),
        formats: ["iife"],
        name: "inPage",
      },
    },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  if (bundle === undefined || !("output" in bundle)) throw new Error(`${name} was not built`);
  return bundle.output[0].code;
}
