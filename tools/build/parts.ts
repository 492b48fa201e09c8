import { createHash } from "node:crypto";
import type { Plugin, Rolldown } from "vite";
import type { Parts } from "../../src/device/parts.ts";

type Bundle = Rolldown.OutputBundle;

/** Files that reading needs from the first moment: what the worker's install precaches, with `index.html`. */
export interface ReadingFiles {
  has(fileName: string): boolean;
}

/** `sha384-…`, as `integrity` attributes and Workbox write it. */
export const integrityOf = (bytes: string | Uint8Array): string =>
  `sha384-${createHash("sha384").update(bytes).digest("base64")}`;

/**
 * Sorts what was built: the page's entry with all that it imports at once is reading; what is imported later (the authors'
 * rooms, the dedicated workers, the settings, their style sheets) is listed in `parts.json`.
 */
export function partsList(): { plugin: Plugin; reading: ReadingFiles } {
  let reading: ReadonlySet<string> = new Set();
  const plugin: Plugin = {
    name: "soniakh:parts",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        reading = readingFiles(bundle);
        const files = Object.values(bundle)
          .filter(
            ({ fileName }) => /^assets\/.*\.(js|css)$/.test(fileName) && !reading.has(fileName),
          )
          .map(describe)
          // The small ones first: they are the words and sheets that reading asks for, and a line may break at any time.
          .toSorted((a, b) => a.bytes - b.bytes || (a.url < b.url ? -1 : 1));
        const entry = `/${Object.values(bundle).find((file) => file.type === "chunk" && file.isEntry)?.fileName}`;
        const build = createHash("sha256")
          .update(JSON.stringify({ entry, files }))
          .digest("hex")
          .slice(0, 16);
        const parts: Parts = { build, entry, files };
        this.emitFile({
          type: "asset",
          fileName: "parts.json",
          source: `${JSON.stringify(parts)}\n`,
        });
      },
    },
  };
  return { plugin, reading: { has: (fileName) => reading.has(fileName) } };
}

function readingFiles(bundle: Bundle): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (fileName: string): void => {
    const chunk = bundle[fileName];
    if (chunk?.type !== "chunk" || found.has(fileName)) return;
    found.add(fileName);
    for (const sheet of chunk.viteMetadata?.importedCss ?? []) found.add(sheet);
    chunk.imports.forEach(visit);
  };
  for (const file of Object.values(bundle))
    if (file.type === "chunk" && file.isEntry) visit(file.fileName);
  return found;
}

function describe(file: Bundle[string]): Parts["files"][number] {
  const bytes = Buffer.from(file.type === "chunk" ? file.code : file.source);
  return { url: `/${file.fileName}`, integrity: integrityOf(bytes), bytes: bytes.length };
}
