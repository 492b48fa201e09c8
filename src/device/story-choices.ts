import type { StoryId } from "../protocol/intake.ts";
import type { Store, StoryRecord, Transaction } from "./database.ts";
import type { OutboxState } from "./outbox.ts";
import type { Carrier } from "./sending-choices.ts";

/** What an author decides about a sealed story. Each is on disk when it resolves, and holds after a restart, for the worker too. */
export interface StoryChoices {
  /** From now on nothing of it is sent, until {@link resume}. What the newsroom has stays there. */
  pause(id: StoryId): Promise<void>;
  resume(id: StoryId): Promise<void>;
  /** Over which network its attachments may go; undefined: as the settings say. */
  sendMediaBy(id: StoryId, carrier: Carrier | undefined): Promise<void>;
  /** A refused attachment (from 1) is not to be sent any more: the story is whole without it. */
  letGo(id: StoryId, part: number): Promise<void>;
  /** From now on nothing of it is sent, also after a restart. It can be restored until it is destroyed. */
  discard(id: StoryId): Promise<void>;
  /** Puts a discarded story back into the line. */
  restore(id: StoryId): Promise<void>;
}

export interface StoryChoicesDeps {
  readonly store: Store;
  readonly announce: (what: "outbox") => void;
}

/** The choices over a store. */
export function createStoryChoices({ store, announce }: StoryChoicesDeps): StoryChoices {
  async function mark(id: StoryId, change: (record: StoryRecord) => StoryRecord): Promise<void> {
    const work = async (transaction: Transaction<"readwrite">): Promise<void> => {
      const stories = transaction.objectStore("stories");
      const record = await stories.get(id);
      if (record !== undefined) await stories.put(change(record));
    };
    await store.transact(["stories"], "readwrite", work, "strict");
    announce("outbox");
  }
  return {
    pause: (id) => mark(id, (record) => ({ ...record, paused: true })),
    resume: (id) => mark(id, ({ paused: _paused, ...record }) => record),
    sendMediaBy: (id, carrier) =>
      mark(id, ({ media: _media, ...record }) =>
        carrier === undefined ? record : { ...record, media: carrier },
      ),
    letGo: (id, part) => mark(id, (record) => withoutPart(record, part)),
    discard: (id) => mark(id, (record) => ({ ...record, discarded: true })),
    restore: (id) => mark(id, ({ discarded: _discarded, ...record }) => record),
  };
}

/** What else was refused still needs the author; with nothing left, the text goes once more, for a receipt that says so. */
function withoutPart(record: StoryRecord, part: number): StoryRecord {
  const state = record.state as OutboxState;
  const letGo = [...new Set([...(record.letGo ?? []), part])];
  if (state.kind !== "needs-you") return { ...record, letGo };
  const refusals = state.refusals.filter((refusal) => refusal.part !== part);
  if (refusals.length > 0) return { ...record, letGo, state: { ...state, refusals } };
  const { receipt, held } = state;
  const freed: OutboxState =
    receipt === undefined
      ? { kind: "waiting", obstacles: [] }
      : { kind: "sending", receipt, held, obstacles: [] };
  return { ...record, letGo, state: freed };
}
