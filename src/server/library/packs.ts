import type { ArticleId } from "../../protocol/article.ts";
import type { Unlisted } from "../../protocol/edition.ts";
import type { LibraryStorage } from "../storage/library-storage.ts";

/**
 * What changed from edition `from` (0: everything) to the newest one: its signed head, then entry lines, then the
 * articles' files, newest first; without the first `skip` lines after the head. The order is fixed, so that a phone
 * which was cut off can go on. Undefined where `from` was never published here.
 */
export async function makePack(
  storage: LibraryStorage,
  head: Uint8Array,
  from: number,
  skip: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (from !== 0 && !(await storage.hasEdition(from))) return undefined;
  const changed = await storage.listChanged(from);
  const entries = changed.map(({ id, line }) => line ?? unlistedLine(id));
  const texts = changed.filter(({ line }) => line !== undefined).map(({ id }) => id);
  const lines = [...entries, ...(await storage.listFiles(texts))].slice(skip);
  return Uint8Array.from(Buffer.concat([head, ...lines.map((line) => Buffer.from(`${line}\n`))]));
}

function unlistedLine(id: ArticleId): string {
  const unlisted: Unlisted = { format: 1, id, unlisted: true };
  return JSON.stringify(unlisted);
}

/**
 * The editions from which a copy on a static host carries packs to the newest one: 0, and of those before it (`numbers`:
 * the newest first) the 1st, 2nd, 4th, 8th and so on. A phone takes the nearest at or below its own.
 */
export function packedEditions(numbers: readonly number[]): readonly number[] {
  const before = numbers.filter((_, at) => at > 0 && (at & (at - 1)) === 0);
  return [0, ...before].toSorted((one, other) => one - other);
}
