import type { ArticleId } from "../protocol/article.ts";
import { asciiBytes, concat, type Hash } from "../protocol/bytes.ts";
import { parseEntryLine } from "../protocol/edition.ts";
import { routes } from "../protocol/routes.ts";
import { ask, chunksOf, type Line, linesOf } from "./arriving.ts";
import type { Staged } from "./facts.ts";
import { hashOf } from "./hashing.ts";
import { type Asking, Ended, isNewer, notOurs, portal } from "./heads.ts";
import { applyLine, type Arrived, type Candidate } from "./staging.ts";

/** Whoever a pack streams in for. */
export interface PackListener {
  /** Keeps whole lines, and the count of lines after the head that need not come again. */
  commit(arrived: Arrived, committed: number): Promise<void>;
  /** After every commit. Once the first article line has come, all entry lines are here. */
  committed(progress: {
    readonly entriesComplete: boolean;
    readonly committed: number;
    readonly bytes: number;
  }): Promise<void>;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** A line that was understood, or undefined for one that was damaged on its way. */
type Understood =
  | { readonly kind: "entry"; readonly id: ArticleId; readonly line: string }
  | { readonly kind: "article"; readonly hash: string; readonly json: string }
  | undefined;

/**
 * Asks for a pack, from the line after the last one committed, and commits whole lines as they arrive. A damaged line is
 * dropped; what it said is asked for again alone. Resolves to "absent" where the server has no such pack. A cut rejects
 * with `Unreachable`: what was committed stays.
 */
export async function takePack(
  asking: Asking,
  staged: Staged,
  candidate: Candidate,
  texts: ReadonlySet<string>,
  listener: PackListener,
): Promise<"ended" | "absent"> {
  const arriving = await ask(
    asking.fetch,
    routes.pack(staged.from, staged.to, staged.committed),
    asking.patience,
  );
  if (arriving.response.status === 404) {
    arriving.cut();
    return "absent";
  }
  if (!arriving.response.ok) throw notOurs(arriving);
  const reader = createPackReader(candidate, texts);
  let committed = staged.committed;
  let before = 0;
  for await (const lines of linesOf(chunksOf(arriving, asking.patience))) {
    const rest = lines.slice(Math.max(0, headLines - before));
    if (before < headLines)
      await checkHead(lines.slice(0, headLines - before), before, staged.head);
    before += lines.length;
    if (rest.length === 0) continue;
    const arrived = await reader.read(rest);
    committed += rest.length;
    await listener.commit(arrived, committed);
    const bytes = rest.reduce((sum, line) => sum + (line?.length ?? 0) + 1, 0);
    await listener.committed({ entriesComplete: reader.entriesComplete(), committed, bytes });
  }
  if (before < headLines) throw notOurs(arriving);
  return "ended";
}

const headLines = 2;

/** A pack begins with the signed head, so that it can be passed on alone; here its body must be the head that was checked. */
async function checkHead(lines: readonly Line[], before: number, hash: Hash): Promise<void> {
  const body = lines[1 - before];
  if (body === undefined) return;
  const hashes = await Promise.all([hashOf(concat(body, asciiBytes("\n"))), hashOf(body)]);
  if (!hashes.includes(hash)) throw portal();
}

interface PackReader {
  read(lines: readonly Line[]): Promise<Arrived>;
  entriesComplete(): boolean;
}

function createPackReader(candidate: Candidate, texts: ReadonlySet<string>): PackReader {
  const known = new Set(
    [...candidate.entries.values()].map(({ entry }) => entry.article as string),
  );
  let articlesSeen = false;
  const understand = (line: Bytes, hash: string): Understood => {
    const text = decode(line);
    if (text === undefined) return undefined;
    if (known.has(hash)) return { kind: "article", hash, json: text };
    const parsed = parseEntryLine(text);
    if (!parsed.ok) {
      if (/"unlisted"|"minutes"/.test(text) && isNewer(text)) throw new Ended({ kind: "outdated" });
      return undefined;
    }
    applyLine(candidate, parsed.value, text);
    if ("article" in parsed.value) known.add(parsed.value.article);
    return { kind: "entry", id: parsed.value.id, line: text };
  };
  return {
    async read(lines) {
      const whole = lines.filter((line) => line !== undefined);
      const hashes = await Promise.all(whole.map(hashOf));
      const understood = whole.map((line, at) => understand(line, hashes[at]!));
      const articles = understood.filter((one) => one?.kind === "article");
      articlesSeen ||= articles.length > 0;
      return {
        entries: understood.filter((one) => one?.kind === "entry"),
        articles: articles
          .filter(({ hash }) => !texts.has(hash))
          .map(({ hash, json }) => ({ hash, json })),
      };
    },
    entriesComplete: () => articlesSeen,
  };
}

function decode(line: Bytes): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    // Not UTF-8: damaged on its way.
    return undefined;
  }
}
