import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { integrityOf, type ReadingFiles } from "./parts.ts";

interface Entry {
  readonly url: string;
  readonly size: number;
  readonly revision?: string | null;
}

/**
 * Turns Workbox's list into ours: the shell and reading only, each with its integrity, so that a worker refuses a wrong
 * file. A precached page keeps the headers that it came with, so the shell's revision covers `headers` as well: a
 * corrected policy then reaches phones that have the app.
 */
export function precacheTransform(outDir: string, reading: ReadingFiles, headers: string) {
  return async (entries: readonly Entry[]) => {
    const manifest = entries
      .filter(({ url }) => url === "index.html" || reading.has(url))
      .map((entry) => {
        const bytes = readFileSync(join(outDir, entry.url));
        const revision = entry.url === "index.html" ? revisionOf(bytes, headers) : null;
        return { url: entry.url, size: entry.size, revision, integrity: integrityOf(bytes) };
      });
    return { manifest };
  };
}

const revisionOf = (bytes: Uint8Array, headers: string): string =>
  createHash("sha256").update(bytes).update("\n").update(headers).digest("hex").slice(0, 32);
