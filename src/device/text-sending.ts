import type { StoryId } from "../protocol/intake.ts";
import { type Delivery, isTrouble } from "./answers.ts";
import type { StoryRecord } from "./database.ts";
import type { Accepted, TextToSend } from "./delivery.ts";
import { hashOf } from "./hashing.ts";
import { manifestOf } from "./outbox.ts";
import type { Settling } from "./settling.ts";
import { type FoundText, readInBundles, readRecords } from "./text-bundles.ts";
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
  // What went wrong is learnt last: what was accepted beside it would say that it is over.
  answers.sort((one, other) => weightOf(one) - weightOf(other));
  return [...ends, ...answers.map(({ text, delivery }) => endOfText(deps, text, delivery, wholes))];
}

const weightOf = ({ delivery }: AnsweredText): number =>
  delivery.kind === "accepted" ? 0 : isTrouble(delivery) ? 2 : 1;

/** A text that is ready to go. */
interface ReadyText extends TextToSend {
  readonly record: StoryRecord;
}

async function makeReady(
  { id, sealed }: FoundText,
  record: StoryRecord | undefined,
  settling: Settling,
): Promise<ReadyText | StepEnd> {
  // Its author may have decided otherwise, in another window too, since the line was read.
  if (record === undefined || record.discarded === true) return reread;
  if (record.paused === true || record.takenBack !== undefined) return reread;
  const { text } = manifestOf(record);
  // What this phone's disk spoilt would be refused time and again, before all that waits behind it.
  if (sealed.length !== text.bytes || (await hashOf(sealed)) !== text.hash)
    return spoil(settling, id);
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

/** Sends one text, or a bundle; what came of each is in `delivered`. */
interface Carrier {
  readonly delivered: Delivered;
  carry(bundle: readonly FoundText[]): Promise<void>;
  isInTrouble(): boolean;
}

function createCarrier(
  { store, delivery: requests, goesOn }: StepDeps,
  settling: Settling,
): Carrier {
  const delivered: Delivered = { answers: [], ends: [] };
  let trouble = false;
  /** Those that may go now, by what is on disk at this moment. */
  const prepare = async (found: readonly FoundText[]): Promise<readonly ReadyText[]> => {
    const records = await readRecords(
      store,
      found.map(({ id }) => id),
    );
    const made = await Promise.all(found.map((one, at) => makeReady(one, records[at], settling)));
    delivered.ends.push(...made.filter((one) => "kind" in one));
    return made.filter((one): one is ReadyText => !("kind" in one));
  };
  const keep = (text: ReadyText, delivery: Delivery<Accepted>): void => {
    delivered.answers.push({ text, delivery });
    trouble ||= isTrouble(delivery);
  };
  const sendAlone = async (text: ReadyText): Promise<void> =>
    keep(text, await requests.sendText(text.id, text.manifest, text.hash, text.sealed));
  /** Gives those that go alone then; in trouble none. */
  const sendTogether = async (texts: readonly ReadyText[]): Promise<readonly ReadyText[]> => {
    const delivery = await requests.sendTexts(texts);
    if (isTrouble(delivery)) {
      for (const text of texts) keep(text, delivery);
      return [];
    }
    const receipts = delivery.kind === "accepted" ? delivery.value : [];
    const named = new Map(receipts.map((accepted) => [accepted.receipt.story, accepted]));
    return texts.filter((text) => {
      const value = named.get(text.id);
      if (value !== undefined) keep(text, { kind: "accepted", value });
      return value === undefined;
    });
  };
  return {
    delivered,
    isInTrouble: () => trouble,
    async carry(bundle) {
      const texts = await prepare(bundle);
      const isTogether = texts.length > 1 && requests.takesSeveral();
      // Who has no receipt then hears for itself what is wrong.
      const alone = isTogether ? await sendTogether(texts) : texts;
      for (const [at, text] of alone.entries()) {
        // One goes, so that the same texts do not go together again and again.
        if (trouble || (at > 0 && !goesOn())) return;
        // Its author may have decided otherwise while the others went.
        const [ready] = isTogether || at > 0 ? await prepare([text]) : [text];
        if (ready !== undefined) await sendAlone(ready);
      }
    },
  };
}

/**
 * In trouble the others stay where they are: the newsroom is not asked sixty times whether it can. Where storage fails
 * meanwhile, what was answered before counts, and the next step hears of the failure.
 */
async function deliverAll(
  deps: StepDeps,
  waiting: AsyncGenerator<readonly FoundText[]>,
  settling: Settling,
): Promise<Delivered> {
  const { delivered, carry, isInTrouble } = createCarrier(deps, settling);
  let begun = false;
  let broken = false;
  const deliver = async (): Promise<void> => {
    while (!isInTrouble() && !broken) {
      const { value: bundle, done } = await waiting.next();
      // The first goes whatever happens, so that each step brings the line forward.
      if (done === true || isInTrouble() || broken || (begun && !deps.goesOn())) return;
      begun = true;
      await carry(bundle);
    }
  };
  const deliverOrStop = (): Promise<void> =>
    deliver().catch((error: unknown) => {
      broken = true;
      throw error;
    });
  const lanes = await Promise.allSettled(Array.from({ length: deps.connections }, deliverOrStop));
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
