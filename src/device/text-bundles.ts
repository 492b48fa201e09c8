import { buckets, mostStories, type StoryId } from "../protocol/intake.ts";
import type { Store, StoryRecord } from "./database.ts";
import { textsAtOnce } from "./pacing.ts";
import { readTextIn } from "./sealed-parts.ts";
import type { StepDeps } from "./step-ends.ts";

/** A text as it is on disk; without a record where the story was discarded meanwhile. */
export interface FoundText {
  readonly id: StoryId;
  readonly record: StoryRecord | undefined;
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
 * The texts one after another, those of one request together: one each for as many connections as there are, and more only
 * where all have some, so that a thin line brings one whole. Those that nobody asks for any more are not read.
 */
export async function* readInBundles(
  { store, connections, delivery }: StepDeps,
  ids: readonly StoryId[],
): AsyncGenerator<readonly FoundText[]> {
  const fair = Math.ceil(ids.length / connections);
  const most = delivery.takesSeveral() ? Math.min(mostStories, fair) : 1;
  for (let at = 0; at < ids.length; at += rowSize) {
    let bundle: FoundText[] = [];
    let bytes = 0;
    for (const text of await readTexts(store, ids.slice(at, at + rowSize))) {
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

/** These texts and their records, in one transaction. */
export const readTexts = (store: Store, ids: readonly StoryId[]): Promise<readonly FoundText[]> =>
  store.transact(["stories", "parts"], "readonly", (transaction) =>
    Promise.all(
      ids.map(async (id) => {
        const record = transaction.objectStore("stories").get(id);
        const [there, sealed] = await Promise.all([record, readTextIn(transaction, id)]);
        return { id, record: there, sealed };
      }),
    ),
  );
