import { leafSize, mostStories, type StoryId } from "../protocol/intake.ts";
import { type Delivery, isTrouble } from "./answers.ts";
import type { Store, StoryRecord } from "./database.ts";
import type { Accepted, DeliveryRequests, TextToSend } from "./delivery.ts";
import { hashOf } from "./hashing.ts";
import { manifestOf } from "./outbox.ts";
import { textsAtOnce } from "./pacing.ts";
import { readTextIn } from "./sealed-parts.ts";
import type { Settling } from "./settling.ts";
import { failureOf, refusalOf, reread, spoil, type StepDeps, type StepEnd } from "./step-ends.ts";

/**
 * Sends texts, some at the same time, in their order, as long as that may go on; what was accepted is on disk in one
 * transaction.
 */
export async function sendTexts(
  deps: StepDeps,
  ids: readonly StoryId[],
  settling: Settling,
): Promise<readonly StepEnd[]> {
  const { answers, ends } = await deliverAll(deps, readInBundles(deps, ids), settling);
  const wholes = await settling.accept(
    answers.flatMap(({ text: { record }, delivery }) =>
      delivery.kind === "accepted" ? [{ record, accepted: delivery.value }] : [],
    ),
  );
  return [...ends, ...answers.map(({ text, delivery }) => endOfText(deps, text, delivery, wholes))];
}

/** A text as it is on disk; without a record where the story was discarded meanwhile. */
interface FoundText {
  readonly id: StoryId;
  readonly record: StoryRecord | undefined;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** Texts that are read together: few enough for a small phone where they are long, and many enough that the line waits seldom. */
const rowSize = 3 * textsAtOnce;
/**
 * The texts of one request have no more bytes than this, or there is one: what is on its way can neither be held back nor
 * thrown away, and where the line breaks the newsroom keeps whole leaves.
 */
const fewBytes = leafSize;

/**
 * The texts one after another, those of one request together: one each for as many connections as there are, and more only
 * where all have some, so that a thin line brings one whole. Those that nobody asks for any more are not read.
 */
async function* readInBundles(
  { store, connections }: StepDeps,
  ids: readonly StoryId[],
): AsyncGenerator<readonly FoundText[]> {
  const most = Math.min(mostStories, Math.ceil(ids.length / connections));
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

const readTexts = (store: Store, ids: readonly StoryId[]): Promise<readonly FoundText[]> =>
  store.transact(["stories", "parts"], "readonly", (transaction) =>
    Promise.all(
      ids.map(async (id) => {
        const record = transaction.objectStore("stories").get(id);
        const [there, sealed] = await Promise.all([record, readTextIn(transaction, id)]);
        return { id, record: there, sealed };
      }),
    ),
  );

/** A text that is ready to go. */
interface ReadyText extends TextToSend {
  readonly record: StoryRecord;
}

async function makeReady(
  { id, record, sealed }: FoundText,
  settling: Settling,
): Promise<ReadyText | StepEnd> {
  // Its author may have decided otherwise, in another window too, since the line was read.
  if (record === undefined || record.discarded === true) return reread;
  if (record.paused === true || record.takenBack !== undefined) return reread;
  if (sealed.length !== manifestOf(record).text.bytes) return spoil(settling, id);
  const manifest = new Uint8Array(record.manifest);
  return { id, record, manifest, hash: await hashOf(manifest), sealed };
}

interface AnsweredText {
  readonly text: ReadyText;
  readonly delivery: Delivery<Accepted>;
}

/** What became of texts; `ends` of those that could not go. */
interface Delivered {
  readonly answers: AnsweredText[];
  readonly ends: StepEnd[];
}

/**
 * In trouble the others stay where they are: the newsroom is not asked sixty times whether it can. Where storage fails
 * meanwhile, what was answered before counts, and the next step hears of the failure.
 */
async function deliverAll(
  { delivery: requests, goesOn, connections }: StepDeps,
  waiting: AsyncGenerator<readonly FoundText[]>,
  settling: Settling,
): Promise<Delivered> {
  const delivered: Delivered = { answers: [], ends: [] };
  let begun = false;
  let trouble = false;
  const deliver = async (): Promise<void> => {
    while (!trouble) {
      const { value: bundle, done } = await waiting.next();
      // The first goes whatever happens, so that each step brings the line forward.
      if (done === true || trouble || (begun && !goesOn())) return;
      begun = true;
      const made = await Promise.all(bundle.map((found) => makeReady(found, settling)));
      delivered.ends.push(...made.filter((one) => "kind" in one));
      const texts = made.filter((one): one is ReadyText => !("kind" in one));
      for (const [at, delivery] of (await sendTogether(requests, texts)).entries()) {
        delivered.answers.push({ text: texts[at]!, delivery });
        trouble ||= isTrouble(delivery);
      }
    }
  };
  const deliverOrStop = (): Promise<void> =>
    deliver().catch((error: unknown) => {
      trouble = true;
      throw error;
    });
  const lanes = await Promise.allSettled(Array.from({ length: connections }, deliverOrStop));
  const failed = lanes.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected" && delivered.answers.length === 0) throw failed.reason;
  return delivered;
}

/** One alone is named by its address, and hears at once what is wrong with it. */
async function sendTogether(
  requests: DeliveryRequests,
  texts: readonly ReadyText[],
): Promise<readonly Delivery<Accepted>[]> {
  const [first, ...others] = texts;
  if (first === undefined) return [];
  if (others.length > 0) return requests.sendTexts(texts);
  return [await requests.sendText(first.id, first.manifest, first.hash, first.sealed)];
}

function endOfText(
  deps: StepDeps,
  { id, record }: ReadyText,
  delivery: Delivery<Accepted>,
  wholes: ReadonlyMap<StoryId, boolean>,
): StepEnd {
  if (delivery.kind === "refused") return refusalOf(deps, { id }, delivery);
  if (delivery.kind !== "accepted") return failureOf(deps, delivery);
  const held = new Set(delivery.value.receipt.parts);
  const partsHeld = manifestOf(record).parts.map((part) => held.has(part.id));
  return { kind: "accepted", id, whole: wholes.get(id) === true, partsHeld };
}
