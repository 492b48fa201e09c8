import { leafSize, type States } from "../protocol/intake.ts";
import type { Delivery, HeldLeaves } from "./answers.ts";
import { findInLine, findStory, manifestOf } from "./outbox.ts";
import type { Paced } from "./pacing.ts";
import type { Step } from "./planning.ts";
import { readLeafList } from "./sealed-parts.ts";
import type { Settling } from "./settling.ts";
import {
  type Doing,
  failureOf,
  refusalOf,
  reread,
  spoil,
  type StepDeps,
  type StepEnd,
} from "./step-ends.ts";
import { sendTexts } from "./text-sending.ts";

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

/** What of the line's pace a step measures, if the newsroom kept something: a quick refusal says nothing of it. */
export function pacedBy(step: Step, ends: readonly StepEnd[]): Paced | undefined {
  if (step.kind === "send-text")
    return ends.some(({ kind }) => kind === "accepted") ? { what: "texts" } : undefined;
  if (step.kind !== "send-leaves") return undefined;
  const isKept = ends.some((end) => end.kind === "held" && end.held > step.first);
  return isKept ? { what: "leaves", count: step.count } : undefined;
}
