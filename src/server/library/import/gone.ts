import type { ArticleId } from "../../../protocol/article.ts";
import type { ImportRecord, LibraryStorage } from "../../storage/library-storage.ts";
import type { Plan } from "./plan.ts";

/** What follows from files that are not in the folder any more. */
export interface Gone {
  readonly unlist: readonly ArticleId[];
  /** Their records, so that a file that comes back finds its article again. */
  readonly records: readonly ImportRecord[];
  /** Paths that never became an article. */
  readonly forget: readonly string[];
  /** How many articles of the folder were listed before. */
  readonly listed: number;
  /** True where more than half of them would go: a wrong folder, or a disk that is not there, rather than a decision. */
  readonly tooMany: boolean;
}

/** Finds the articles whose files have gone. A file that moved has not. */
export async function findGone(storage: LibraryStorage, plan: Plan): Promise<Gone> {
  const gone: ImportRecord[] = [];
  const forget: string[] = [];
  let listed = 0;
  for (const record of plan.known.values()) {
    const isThere = plan.paths.has(record.path);
    const article = record.article && (await storage.findArticle(record.article));
    if (article?.standing === "listed") listed += 1;
    if (isThere || plan.moved.has(record.path)) continue;
    if (article?.standing === "listed") gone.push(record);
    else if (article === undefined) forget.push(record.path);
  }
  return {
    unlist: gone.flatMap(({ article }) => article ?? []),
    records: gone.map((record) => ({ ...record, hash: "", pictures: [], messages: [] })),
    forget,
    listed,
    tooMany: gone.length * 2 > listed,
  };
}
