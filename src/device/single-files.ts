import { type Entry, parseEntryLine, type Segment, segmentOf } from "../protocol/edition.ts";
import { routes } from "../protocol/routes.ts";
import { ask, wholeOf } from "./arriving.ts";
import type { MediumFile } from "./entries.ts";
import { hashOf } from "./hashing.ts";
import { type Asking, notOurs } from "./heads.ts";
import { applyLine, type Candidate, type StagedEntry, segmentHash } from "./staging.ts";

/** What no pack brought is asked for file by file; each is checked by its hash, whoever it came from. */

const longestSegment = 16_777_216;
const longestArticle = 4_194_304;

/**
 * Does `work` for every item, at most `width` at a time: latency is the limit, not bytes. After a failure nothing more is
 * begun; it rejects with the first one when what was under way has come or failed too, so that nobody asks for the same again
 * meanwhile. `isOver` tells work of many steps to take no further one.
 */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T, isOver: () => boolean) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const failures: unknown[] = [];
  const isOver = (): boolean => failures.length > 0;
  const lane = async (): Promise<void> => {
    while (waiting.length > 0 && !isOver()) await work(waiting.shift()!, isOver);
  };
  await Promise.all(
    Array.from({ length: width }, () => lane().catch((error: unknown) => failures.push(error))),
  );
  if (isOver()) throw failures[0];
}

/** Asks for the damaged months whole, and puts what fits into the candidate. */
export async function mendSegments(
  { asking }: { readonly asking: Asking },
  candidate: Candidate,
  segments: readonly Segment[],
  damaged: readonly string[],
): Promise<void> {
  for (const id of damaged) {
    const segment = segments.find((one) => one.id === id);
    const entries = segment === undefined ? [] : await askSegment(asking, segment);
    if (entries !== undefined) replaceSegment(candidate, id, entries);
  }
}

/** Puts exactly the given entries into a month. */
function replaceSegment(
  candidate: Candidate,
  segment: string,
  entries: readonly StagedEntry[],
): void {
  for (const [id, { entry }] of candidate.entries)
    if (segmentOf(entry) === segment) candidate.entries.delete(id);
  for (const { entry, line } of entries) applyLine(candidate, entry, line);
  candidate.touched.add(segment);
}

/** The entries of one month, or undefined where what came is not what the head promised. */
async function askSegment(
  asking: Asking,
  segment: Segment,
): Promise<readonly StagedEntry[] | undefined> {
  const bytes = await askImmutable(
    asking,
    routes.segment(segment.id, segment.hash),
    longestSegment,
  );
  if (bytes === undefined) return undefined;
  const lines = new TextDecoder()
    .decode(bytes)
    .split("\n")
    .filter((line) => line !== "");
  const entries = lines
    .map((line) => ({ line, parsed: parseEntryLine(line) }))
    .flatMap(({ line, parsed }) =>
      parsed.ok && "article" in parsed.value ? [{ line, entry: parsed.value }] : [],
    );
  return (await segmentHash(entries)) === segment.hash ? entries : undefined;
}

/** An article's text, or undefined where the server has none or other bytes came. */
export async function askText(asking: Asking, entry: Entry): Promise<string | undefined> {
  const bytes = await askImmutable(asking, routes.articleFile(entry.article), longestArticle);
  if (bytes === undefined || (await hashOf(bytes)) !== entry.article) return undefined;
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** The bytes of a picture or a recording, or undefined where the server has none or other bytes came. */
export async function askPicture(
  asking: Asking,
  file: MediumFile,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = await askImmutable(asking, routes.media(file.hash, file.type), file.bytes);
  return bytes !== undefined && (await hashOf(bytes)) === file.hash ? bytes : undefined;
}

async function askImmutable(
  asking: Asking,
  path: string,
  longest: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const arriving = await ask(asking.fetch, path, asking.patience);
  if (arriving.response.status === 404 || arriving.response.status === 410) {
    arriving.cut();
    return undefined;
  }
  if (!arriving.response.ok) throw notOurs(arriving);
  return wholeOf(arriving, asking.patience, longest);
}
