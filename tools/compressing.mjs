import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);
const texts = /\.(css|html|js|json|svg|txt|webmanifest)$/;

/**
 * Compresses the texts of a built folder into its `.br` folder, under the same paths with `.br` behind them, as well as brotli can: once, and not in
 * every server that starts. Whoever serves them checks them first.
 */
export async function compressTexts(folder) {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => texts.test(path) && !path.startsWith("."),
  );
  await Promise.all(
    paths.map(async (path) => {
      const bytes = readFileSync(join(folder, path));
      const params = {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      };
      const place = join(folder, ".br", `${path}.br`);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, await compress(bytes, { params }));
    }),
  );
}
