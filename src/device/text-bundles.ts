import { buckets, mostStories, type StoryId } from "../protocol/intake.ts";
import type { Store, StoryRecord } from "./database.ts";
import { textsAtOnce } from "./pacing.ts";
import { readTextIn } from "./sealed-parts.ts";
import type { StepDeps } from "./step-ends.ts";

/** A text as it is on disk. */
export interface FoundText {
  readonly id: StoryId;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** Texts that are read together: few enough for a small phone where they are long, and many enough that the line waits seldom. */
const rowSize = 3 * textsAtOnce;
/**
 * The texts of one request have no more bytes than this, their manifests aside, or there is one: what is on its way can
 * neither be held back nor thrown away.
 */
const fewBytes = mostStories * Math.min(...buckets);

/**
 * The texts one after another, those of one request together: one each where there are connections for all, and else as few
 * as that takes, so that a thin line brings one whole. Those that nobody asks for any more are not read.
 */
export async function* readInBundles(
  { store, connections, delivery }: StepDeps,
  ids: readonly StoryId[],
): AsyncGenerator<readonly FoundText[]> {
  const fair = Math.min(mostStories, Math.ceil(ids.length / connections));
  for (let at = 0; at < ids.length; at += rowSize) {
    let bundle: FoundText[] = [];
    let bytes = 0;
    for (const text of await readTexts(store, ids.slice(at, at + rowSize))) {
      const most = delivery.takesSeveral() ? fair : 1;
      bytes += text.sealed.length;
      if (bundle.length === most || (bundle.length > 0 && bytes > fewBytes)) {
        yield bundle;
        bundle = [];
        bytes = text.sealed.length;
      }
      bundle.push(text);
    }
    yield bundle;
  }
}

const readTexts = (store: Store, ids: readonly StoryId[]): Promise<readonly FoundText[]> =>
  store.transact(["parts"], "readonly", (transaction) =>
    Promise.all(ids.map(async (id) => ({ id, sealed: await readTextIn(transaction, id) }))),
  );

/** The records of these stories as they are now, in their order; undefined where a story is gone. */
export const readRecords = (
  store: Store,
  ids: readonly StoryId[],
): Promise<readonly (StoryRecord | undefined)[]> =>
  store.transact(["stories"], "readonly", (transaction) =>
    Promise.all(ids.map((id) => transaction.objectStore("stories").get(id))),
  );
