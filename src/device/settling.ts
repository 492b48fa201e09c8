import { toBase64url } from "../protocol/bytes.ts";
import { leafSize, type States, type StoryId } from "../protocol/intake.ts";
import type { Store, StoryRecord, Transaction } from "./database.ts";
import { sha256 } from "./hashing.ts";
import type { KeyFinder } from "./keyring.ts";
import { guard } from "./lease.ts";
import type { Accepted } from "./delivery.ts";
import {
  closeReceipt,
  dropParts,
  findManifest,
  type KeptReceipt,
  manifestOf,
  type OutboxState,
  stateOf,
} from "./outbox.ts";
import { isLongAgo } from "./unread.ts";
import {
  isPassing,
  type Obstacle,
  type ObstacleCode,
  type PlannedPart,
  type PlannedStory,
} from "./line.ts";
import { type MediaChoices, type NetworkKind, waitsForWifi } from "./sending-choices.ts";

/** A story as it was sent, and the receipt that came for it. */
export interface AcceptedStory {
  readonly record: StoryRecord;
  readonly accepted: Accepted;
}

/** Writes down what became of stories; every write is refused once another drainer has taken over. */
export interface Settling {
  /** The holder's number, for writes elsewhere. */
  readonly fence: number;
  /** Verified receipts arrived. Resolves when all are on disk, to whether each names everything. */
  accept(all: readonly AcceptedStory[]): Promise<ReadonlyMap<StoryId, boolean>>;
  /** So many leaves of an attachment (from 1) are with the newsroom. */
  hold(id: StoryId, part: number, held: number): Promise<void>;
  refuse(id: StoryId, obstacle: Obstacle): Promise<void>;
  /** The newsroom's signed word on every story that was asked about. */
  learn(asked: readonly StoryId[], states: States): Promise<void>;
}

/** The writes of the holder with this fencing number. */
export function createSettling(store: Store, keyring: KeyFinder, fence: number): Settling {
  const write = (
    ids: readonly StoryId[],
    durability: "relaxed" | "strict",
    change: (
      record: StoryRecord,
      transaction: Transaction<"readwrite">,
    ) => Promise<OutboxState> | OutboxState,
  ): Promise<void> =>
    store.transact(
      ["stories", "parts", "facts"],
      "readwrite",
      async (transaction) => {
        await guard(transaction, fence);
        const stories = transaction.objectStore("stories");
        // Side by side: sixty receipts one after another would wait 120 times for an answer.
        await Promise.all(
          ids.map(async (id) => {
            const record = await stories.get(id);
            // Discarded meanwhile: then there is nothing to write down.
            if (record === undefined) return;
            const state = await change(record, transaction);
            if (state !== record.state) await stories.put({ ...record, state });
          }),
        );
      },
      durability,
    );
  return {
    fence,
    async accept(all) {
      const settled = new Map<StoryId, (current: StoryRecord) => OutboxState>();
      const receipts = await Promise.all(
        all.map(({ record, accepted }) => closeReceipt(keyring, record, accepted.file)),
      );
      for (const [at, { record, accepted }] of all.entries()) {
        const held = new Set(accepted.receipt.parts);
        settled.set(record.id as StoryId, (current) => withReceipt(current, receipts[at]!, held));
      }
      const wholes = new Map<StoryId, boolean>();
      if (all.length === 0) return wholes;
      await write([...settled.keys()], "strict", (current) => {
        const id = current.id as StoryId;
        const state = settled.get(id)!(current);
        wholes.set(id, state.kind === "sent");
        return state;
      });
      return wholes;
    },
    hold: (id, part, held) =>
      write([id], "relaxed", (record) => {
        const state = stateOf(record);
        if (state.kind === "waiting" || state.kind === "sent") return state;
        const leaves = manifestOf(record).parts.map((_, at) =>
          at === part - 1 ? held : heldOf(state, at),
        );
        if (state.kind === "needs-you") return { ...state, held: leaves };
        return {
          ...state,
          held: leaves,
          obstacles: state.obstacles.filter((obstacle) => obstacle.part !== part),
        };
      }),
    refuse: (id, obstacle) => write([id], "strict", (record) => withObstacle(record, obstacle)),
    async learn(asked, states) {
      const known = new Map(states.stories.map((story) => [story.id, story]));
      const hashes = new Map<StoryId, string>();
      const records = await store.transact(["stories"], "readonly", (t) =>
        Promise.all(asked.map((id) => t.objectStore("stories").get(id))),
      );
      const longUnread = new Set<string>();
      for (const record of records) {
        if (record === undefined) continue;
        if (isUnread(record) && (await isLongAgo(keyring, record, states.date)))
          longUnread.add(record.id);
        hashes.set(
          record.id as StoryId,
          toBase64url(await sha256(new Uint8Array(record.manifest))),
        );
      }
      await write(asked, "strict", async (record, transaction) => {
        const id = record.id as StoryId;
        const said = known.get(id);
        const state = stateOf(record);
        if (said === undefined) return forgotten(state, await isHere(transaction, record));
        if (said.manifest !== hashes.get(id)) return withObstacle(record, { code: "conflict" });
        if (state.kind !== "sent") return state;
        if (state.newsroom === said.state)
          return longUnread.has(id) ? { ...state, longUnread: true } : state;
        // Read at the newsroom: what was kept in case it had to be sent again may go.
        if (said.state !== "received") await dropParts(transaction, id);
        const { longUnread: _read, ...read } = state;
        return { ...read, newsroom: said.state };
      });
    },
  };
}

/** Not opened yet, and that it is long is not known. */
function isUnread(record: StoryRecord): boolean {
  const state = stateOf(record);
  return state.kind === "sent" && state.newsroom === "received" && state.longUnread !== true;
}

/** Where a story stands once the newsroom has its text and these attachments. */
function withReceipt(
  current: StoryRecord,
  receipt: KeptReceipt,
  there: ReadonlySet<string>,
): OutboxState {
  const before = stateOf(current);
  const { parts } = manifestOf(current);
  const isWhole = parts.every(
    ({ id }, index) => there.has(id) || current.letGo?.includes(index + 1) === true,
  );
  if (isWhole) return { kind: "sent", receipt, newsroom: "received" };
  const held = parts.map(({ id, bytes }, index) =>
    there.has(id) ? leavesOf(bytes) : heldOf(before, index),
  );
  // The text was taken after all; what was refused of the attachments stays refused.
  const refusals =
    before.kind === "needs-you" ? before.refusals.filter(({ part }) => part !== undefined) : [];
  if (refusals.length > 0) return { kind: "needs-you", refusals, receipt, held };
  return { kind: "sending", receipt, held, obstacles: [] };
}

/** A newsroom that was restored from a backup may have lost what it receipted: it is offered again while it is here. */
const forgotten = (state: OutboxState, here: boolean): OutboxState =>
  state.kind === "sent" && here
    ? { kind: "waiting", obstacles: [] }
    : state.kind === "sending"
      ? { kind: "waiting", obstacles: [] }
      : state;

const isHere = async (
  transaction: Transaction<"readwrite">,
  { id }: StoryRecord,
): Promise<boolean> => (await transaction.objectStore("parts").getKey([id, 0, 0])) !== undefined;

function withObstacle(record: StoryRecord, obstacle: Obstacle): OutboxState {
  const state = stateOf(record);
  if (state.kind === "sent") return state;
  // Room may come by itself: the story goes on waiting, and says for what.
  if (obstacle.code === "full") {
    if (state.kind === "needs-you") return state;
    return {
      ...state,
      obstacles: [...state.obstacles.filter(({ part }) => part !== obstacle.part), obstacle],
    };
  }
  const held = state.kind === "waiting" ? [] : state.held;
  const before =
    state.kind === "needs-you" ? state.refusals.filter(({ part }) => part !== obstacle.part) : [];
  const receipt =
    state.kind === "waiting" || state.receipt === undefined ? {} : { receipt: state.receipt };
  return { kind: "needs-you", refusals: [...before, obstacle], held, ...receipt };
}

const heldOf = (state: OutboxState, index: number): number =>
  state.kind === "sending" || state.kind === "needs-you" ? (state.held[index] ?? 0) : 0;

const leavesOf = (bytes: number): number => Math.ceil(bytes / leafSize);

/** What the author chose, and the network that it is chosen for. */
export interface Over {
  readonly choices: MediaChoices;
  readonly network: NetworkKind;
}

/** A story as the planner sees it, out of what is on disk. */
export function plannedOf(record: StoryRecord, over: Over): PlannedStory {
  const state = stateOf(record);
  const manifest = findManifest(record);
  const shared = {
    id: record.id as StoryId,
    receipt: receiptOf(state),
    paused: record.paused === true,
  };
  // Spoilt on this phone's disk: it stands in nobody's way, and there is nothing left to ask about.
  if (manifest === undefined) return { ...shared, obstacle: "damaged", parts: [], final: true };
  const refusals = state.kind === "needs-you" ? state.refusals : [];
  const codeOf = (part: number | undefined): ObstacleCode | undefined =>
    refusals.find((refusal) => refusal.part === part && !isPassing(refusal.code))?.code;
  return {
    ...shared,
    obstacle: codeOf(undefined),
    parts: manifest.parts.map(({ bytes }, index) => ({
      ...plannedPart(state, index, record.letGo?.includes(index + 1) === true ? 0 : bytes),
      obstacle: codeOf(index + 1),
      stays: waitsForWifi(record, index + 1, over.choices, over.network),
    })),
    final:
      record.takenBack === "never-went" ||
      (state.kind === "sent" && (state.newsroom === "declined" || state.newsroom === "withdrawn")),
    ...(record.takenBack === undefined
      ? {}
      : { takenBack: { noteMayGo: record.takenBack === "there" } }),
  };
}

function receiptOf(state: OutboxState): PlannedStory["receipt"] {
  if (state.kind === "sent") return "whole";
  return state.kind === "waiting" || state.receipt === undefined ? "none" : "text";
}

function plannedPart(
  state: OutboxState,
  index: number,
  bytes: number,
): Pick<PlannedPart, "leaves" | "held" | "doubt" | "garbled"> {
  const leaves = leavesOf(bytes);
  const held = state.kind === "sent" ? leaves : Math.min(leaves, heldOf(state, index));
  // The text is there: something of this part may have arrived as well before the last window closed.
  const doubt = (state.kind === "sending" || state.kind === "needs-you") && held < leaves;
  return { leaves, held, doubt, garbled: 0 };
}
