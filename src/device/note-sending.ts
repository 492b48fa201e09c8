import type { RandomId } from "../protocol/bytes.ts";
import type { RefusalCode, States, StoryId } from "../protocol/intake.ts";
import { type NoteId, type NoteReceipt, noteTypes, parseNoteReceipt } from "../protocol/note.ts";
import { intakeRoutes } from "../protocol/intake-routes.ts";
import type { Delivery } from "./answers.ts";
import { encrypt } from "./ciphers.ts";
import type { Store, Transaction } from "./database.ts";
import type { DeliveryRequests } from "./delivery.ts";
import { hashOf } from "./hashing.ts";
import type { KeyFinder } from "./keyring.ts";
import { guard } from "./lease.ts";
import { findStory } from "./outbox.ts";
import {
  isOnItsWay,
  type NoteRecord,
  placeOf,
  putNote,
  readNotesIn,
  readOwedNotesIn,
  readRestoredIn,
} from "./notes.ts";

/** What brings notes to the newsroom. It comes when there is one to bring: few authors ever write any. */
export interface NoteSendingDeps {
  readonly store: Store;
  readonly keyring: KeyFinder;
  readonly delivery: Pick<DeliveryRequests, "sendSigned">;
  /** Every write is refused once another drainer has taken over. */
  readonly fence: number;
}

/** A verified receipt of a note, and the signed file that proves it. */
interface Noted {
  readonly receipt: NoteReceipt;
  readonly file: Uint8Array<ArrayBuffer>;
}

/** Sends one note and writes down what came of it. Undefined where it is not on its way (any more). */
export async function sendNote(
  deps: NoteSendingDeps,
  id: NoteId,
): Promise<Delivery<Noted> | undefined> {
  const owed = await deps.store.transact(["facts"], "readonly", readOwedNotesIn);
  const note = owed.find((one) => one.id === id);
  if (note?.file === undefined) return undefined;
  const delivery = await deliver(deps, note, new Uint8Array(note.file));
  if (delivery.kind === "accepted") await take(deps, note, delivery.value.file);
  if (delivery.kind === "refused") await keepRefused(deps, note, delivery.refusal.code);
  return delivery;
}

/**
 * One that was taken before, and is offered since the newsroom was put back: what it says now is its last word until it is
 * put back again. Where neither side has the story, nobody is left to tell. Any other is tried again at the next start.
 */
async function keepRefused(
  deps: NoteSendingDeps,
  note: NoteRecord,
  code: RefusalCode,
): Promise<void> {
  if (note.state.kind === "taken")
    return change(deps, note.id, (before, restored) =>
      before.state.kind === "taken" ? { ...before, state: { ...before.state, restored } } : before,
    );
  const isNobodys = code === "unknown" && (await findStory(deps.store, note.story)) === undefined;
  if (!isNobodys)
    return change(deps, note.id, (before) => ({ ...before, state: { kind: "refused", code } }));
  await change(deps, note.id, ({ file: _file, ...before }) => ({
    ...before,
    state: { kind: "needless" },
  }));
}

async function deliver(
  { delivery }: NoteSendingDeps,
  { id, story }: NoteRecord,
  file: Uint8Array<ArrayBuffer>,
): Promise<Delivery<Noted>> {
  const hash = await hashOf(file);
  const answer = await delivery.sendSigned(
    { path: intakeRoutes.note(id), body: file, type: noteTypes.note },
    { type: noteTypes.receipt, kind: "noted", parse: parseNoteReceipt },
    ({ note, story: about, hash: over }) => note === id && about === story && over === hash,
  );
  return answer.kind === "accepted"
    ? { kind: "accepted", value: { receipt: answer.value.value, file: answer.value.bytes } }
    : answer;
}

/** The receipt is kept under the story's key; where its author threw the copy away, the note's own bytes go as well. */
async function take(
  deps: NoteSendingDeps,
  note: NoteRecord,
  file: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const story = await findStory(deps.store, note.story);
  const key = story && (await deps.keyring.find(story.slot as RandomId));
  const receipt = key === undefined ? null : await encrypt(key, placeOf(note.id, "receipt"), file);
  await change(deps, note.id, ({ file: sent, ...before }, restored) => ({
    ...before,
    ...(story === undefined || sent === undefined ? {} : { file: sent }),
    state: { kind: "taken", receipt, restored },
  }));
}

const change = (
  { store, fence }: NoteSendingDeps,
  id: NoteId,
  work: (note: NoteRecord, restored: number) => NoteRecord,
): Promise<void> =>
  store.transact(
    ["facts"],
    "readwrite",
    async (transaction) => {
      await guard(transaction, fence);
      const note = (await readNotesIn(transaction)).find((one) => one.id === id);
      if (note !== undefined)
        await putNote(transaction, work(note, await readRestoredIn(transaction)));
    },
    "strict",
  );

/**
 * What the newsroom's signed word means for stories that were taken back: one that is there waits for its note to go; one
 * that never arrived needs none, and is never sent. In one transaction with the notes themselves.
 */
export const settleTakenBack = (
  { store, fence }: Pick<NoteSendingDeps, "store" | "fence">,
  asked: readonly StoryId[],
  states: States,
): Promise<void> =>
  store.transact(
    ["stories", "facts"],
    "readwrite",
    async (transaction) => {
      await guard(transaction, fence);
      const there = new Set(states.stories.map(({ id }) => id));
      const stories = transaction.objectStore("stories");
      for (const id of asked) {
        const record = await stories.get(id);
        if (record?.takenBack === undefined || record.takenBack === "never-went") continue;
        const takenBack = there.has(id) ? "there" : "never-went";
        if (takenBack !== record.takenBack) await stories.put({ ...record, takenBack });
        if (takenBack === "never-went") await forgetNotes(transaction, id);
      }
    },
    "strict",
  );

async function forgetNotes(transaction: Transaction<"readwrite">, story: StoryId): Promise<void> {
  for (const { file: _file, ...note } of await readNotesIn(transaction))
    if (note.story === story && isOnItsWay(note))
      await putNote(transaction, { ...note, state: { kind: "needless" } });
}
