import type { Hash } from "../protocol/bytes.ts";
import { leafSize, type States, type StoryId } from "../protocol/intake.ts";
import type { Delivery, HeldLeaves } from "./answers.ts";
import type { Store, StoryRecord } from "./database.ts";
import type { Accepted, DeliveryRequests } from "./delivery.ts";
import { hashOf } from "./hashing.ts";
import type { LeafReading } from "./leaf-reading.ts";
import type { LineEvent } from "./line.ts";
import type { KeyFinder } from "./keyring.ts";
import { findInLine, findStory, manifestOf } from "./outbox.ts";
import { textsAtOnce } from "./pacing.ts";
import type { Step } from "./planning.ts";
import { readLeafList, readTextIn } from "./sealed-parts.ts";
import type { Settling } from "./settling.ts";

/** What a step needs: storage, requests, and what a back-off is made of. */
export interface StepDeps {
  readonly store: Store;
  readonly leaves: LeafReading;
  readonly delivery: DeliveryRequests;
  readonly now: () => number;
  readonly random: () => number;
  readonly keyring: KeyFinder;
  /** False once no further text is to go in this step. */
  readonly goesOn: () => boolean;
  /** What brings notes to the newsroom; lazy in the page, at hand in workers. */
  readonly loadNoteSending: LoadNoteSending;
}

export type LoadNoteSending = () => Promise<typeof import("./note-sending.ts")>;

/** What the line learns from a step. `reread`: what is on disk is not what the line believed. */
export type StepEnd = LineEvent | { readonly kind: "reread" };

type Doing<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

const reread = { kind: "reread" } as const;

/** Does one step, and writes down what came of it. */
export async function perform(
  deps: StepDeps,
  step: Exclude<Step, { kind: "rest" }>,
  settling: Settling,
): Promise<readonly StepEnd[]> {
  switch (step.kind) {
    case "ask": {
      const asked = await deps.delivery.ask(step.ids);
      // Not even the question is taken (an app that is too old, say): each story will hear for itself what is wrong.
      if (asked.kind === "refused") return [{ kind: "answered" }];
      if (asked.kind !== "accepted") return [failureOf(deps, asked)];
      await settling.learn(step.ids, asked.value);
      await settleTakenBack(deps, step, asked.value, settling);
      return [{ kind: "answered" }, reread];
    }
    case "send-note":
      return [await sendNote(deps, step, settling)];
    case "send-text":
      return sendTexts(deps, [step.id, ...step.beside], settling);
    case "look": {
      const record = await findInLine(deps.store, step.id);
      const part = record && manifestOf(record).parts[step.part - 1];
      return [
        part === undefined
          ? reread
          : await settleLeaves(deps, step, await deps.delivery.look(part.id), settling),
      ];
    }
    case "send-leaves":
      return [await sendLeaves(deps, step, settling)];
  }
}

/**
 * Sends texts, some at the same time, in their order, as long as that may go on; what was accepted is on disk in one
 * transaction.
 */
async function sendTexts(
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

async function settleTakenBack(
  deps: StepDeps,
  { ids }: Doing<"ask">,
  states: States,
  { fence }: Settling,
): Promise<void> {
  const records = await Promise.all(ids.map((id) => findStory(deps.store, id)));
  if (records.every((record) => record?.takenBack === undefined)) return;
  const { settleTakenBack: settle } = await deps.loadNoteSending();
  await settle({ store: deps.store, fence }, ids, states);
}

/** The first note brings the code for it. */
async function sendNote(
  deps: StepDeps,
  { note }: Doing<"send-note">,
  { fence }: Settling,
): Promise<StepEnd> {
  const { sendNote: send } = await deps.loadNoteSending();
  const delivery = await send({ ...deps, fence }, note);
  if (delivery === undefined) return reread;
  if (delivery.kind === "refused")
    return { kind: "note-refused", note, code: delivery.refusal.code };
  return delivery.kind === "accepted" ? { kind: "noted", note } : failureOf(deps, delivery);
}

async function sendLeaves(
  deps: StepDeps,
  step: Doing<"send-leaves">,
  settling: Settling,
): Promise<StepEnd> {
  const { id, part, first, count, wary } = step;
  const [record, body] = await Promise.all([findInLine(deps.store, id), deps.leaves.read(step)]);
  const sealed = record && manifestOf(record).parts[part - 1];
  if (sealed === undefined) return reread;
  const { id: blob, bytes } = sealed;
  const leaves = Math.ceil(bytes / leafSize);
  const list = first === 0 ? await readLeafList(deps.store, id, part) : undefined;
  const expected = Math.min(bytes, (first + count) * leafSize) - first * leafSize;
  if (body.length !== expected || (list !== undefined && list.length !== leaves * 32))
    return spoil(settling, id, part);
  const sending = deps.delivery.sendLeaves({ blob, first, leaves, bytes, list, body, wary });
  if (first + count < leaves) deps.leaves.readAhead(step);
  return settleLeaves(deps, step, await sending, settling);
}

async function settleLeaves(
  deps: StepDeps,
  step: Doing<"look"> | Doing<"send-leaves">,
  delivery: Delivery<HeldLeaves>,
  settling: Settling,
): Promise<StepEnd> {
  const { id, part } = step;
  if (delivery.kind === "refused") return refusalOf(deps, { id, part }, delivery);
  if (delivery.kind !== "accepted") return failureOf(deps, delivery, step);
  const { held } = delivery.value;
  await settling.hold(id, part, held);
  return { kind: "held", id, part, held };
}

const refusalOf = (
  { now, random }: StepDeps,
  { id, part }: { readonly id: StoryId; readonly part?: number },
  { refusal }: Extract<Delivery<never>, { kind: "refused" }>,
): LineEvent => ({ kind: "refused", id, part, code: refusal.code, now: now(), random: random() });

/** Trouble for the whole line: nobody answered, somebody else did, or the newsroom cannot now. */
const failureOf = (
  { now, random }: StepDeps,
  delivery: Exclude<Delivery<never>, { kind: "accepted" }>,
  step?: Doing<"look"> | Doing<"send-leaves">,
): LineEvent => ({
  kind: "failed",
  why:
    delivery.kind === "held"
      ? delivery.by
      : delivery.kind === "refused"
        ? "newsroom"
        : "unreachable",
  retryAfter: delivery.kind === "held" ? delivery.retryAfter : undefined,
  ...(step === undefined ? {} : { leaves: { id: step.id, part: step.part } }),
  now: now(),
  random: random(),
});

/** Sealed bytes are missing here: no sending will mend that, and nobody else's story waits for it. */
async function spoil(settling: Settling, id: StoryId, part?: number): Promise<StepEnd> {
  await settling.refuse(id, { code: "damaged", ...(part === undefined ? {} : { part }) });
  return reread;
}
