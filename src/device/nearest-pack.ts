import { parsingJson, readCount, readFormat, readList, readObject } from "../protocol/parsing.ts";
import { outwardRoutes } from "../protocol/outward-routes.ts";
import { ask, wholeOf } from "./arriving.ts";
import type { Staged } from "./facts.ts";
import type { Asking } from "./heads.ts";

const longestList = 65_536;

const parsePacks = parsingJson(
  readObject({ format: readFormat, from: readList(readCount(0), 1_000) }),
  "packs",
);

/**
 * The edition from which a static copy has a pack to the newest one: the nearest below what the phone holds, so that the
 * pack brings all that has changed since; 0, everything, where there is none or no such list.
 */
export async function nearestPack(asking: Asking, { from, to }: Staged): Promise<number> {
  const arriving = await ask(asking.fetch, outwardRoutes.packs(to), asking.patience);
  if (!arriving.response.ok) {
    arriving.cut();
    return 0;
  }
  const bytes = await wholeOf(arriving, asking.patience, longestList);
  const parsed = parsePacks(new TextDecoder().decode(bytes));
  return parsed.ok ? Math.max(0, ...parsed.value.from.filter((one) => one < from)) : 0;
}
