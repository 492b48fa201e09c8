import type { Hash } from "../protocol/bytes.ts";
import type { StoryId } from "../protocol/intake.ts";
import type { Delivery } from "./answers.ts";
import type { Store, StoryRecord } from "./database.ts";
import type { Accepted } from "./delivery.ts";
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
  const { answers, ends } = await deliverAll(deps, readInRows(deps.store, ids), settling);
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

/** The texts one after another; those that nobody asks for any more are not read. */
async function* readInRows(store: Store, ids: readonly StoryId[]): AsyncGenerator<FoundText> {
  for (let at = 0; at < ids.length; at += rowSize)
    yield* await readTexts(store, ids.slice(at, at + rowSize));
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
interface ReadyText extends FoundText {
  readonly record: StoryRecord;
  readonly manifest: Uint8Array<ArrayBuffer>;
  readonly hash: Hash;
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
  { delivery: requests, goesOn }: StepDeps,
  waiting: AsyncGenerator<FoundText>,
  settling: Settling,
): Promise<Delivered> {
  const delivered: Delivered = { answers: [], ends: [] };
  let begun = false;
  let trouble = false;
  const deliver = async (): Promise<void> => {
    while (!trouble) {
      const { value: found, done } = await waiting.next();
      // The first goes whatever happens, so that each step brings the line forward.
      if (done === true || trouble || (begun && !goesOn())) return;
      begun = true;
      const text = await makeReady(found, settling);
      if ("kind" in text) {
        delivered.ends.push(text);
        continue;
      }
      const { id, manifest, hash, sealed } = text;
      const delivery = await requests.sendText(id, manifest, hash, sealed);
      delivered.answers.push({ text, delivery });
      trouble ||= delivery.kind !== "accepted" && delivery.kind !== "refused";
    }
  };
  const deliverOrStop = (): Promise<void> =>
    deliver().catch((error: unknown) => {
      trouble = true;
      throw error;
    });
  const lanes = await Promise.allSettled(Array.from({ length: textsAtOnce }, deliverOrStop));
  const failed = lanes.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected" && delivered.answers.length === 0) throw failed.reason;
  return delivered;
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
