import {
  attachmentBuckets,
  buckets,
  intakeVersion,
  leafSize,
  type Limits,
  parseStatesQuery,
} from "../../protocol/intake.ts";
import { longestNote } from "../../protocol/note.ts";
import { joinReceipts } from "../../protocol/receipt-list.ts";
import { storyLimits } from "../../protocol/story.ts";
import type { Signer } from "../signing.ts";
import type { Blobs } from "../storage/blobs.ts";
import type { IntakeStorage } from "../storage/intake-storage.ts";
import type { NoteStorage } from "../storage/note-storage.ts";
import { type Bounds, createGate, type Random, retryAfter } from "./admission.ts";
import { type Body, bodySentences, createBody } from "./body.ts";
import { takeNote, writeNoteReceipt } from "./notes.ts";
import { type Refused, readStorageFailure, refuse } from "./refusals.ts";
import { writeReceipt, writeStates } from "./receipts.ts";
import type { Incoming } from "./source.ts";
import { cutStories, day, longestStories, longestStory, type Taken, takeStory } from "./stories.ts";
import { findHeld, type Held, type LeavesRequest, takeLeaves } from "./uploads.ts";

/** What the intake is built from. */
export interface IntakeDependencies {
  readonly storage: IntakeStorage;
  readonly notes: NoteStorage;
  readonly blobs: Blobs;
  /** Signs receipts and states. */
  readonly signer: Signer;
  readonly bounds: Bounds;
  /** The epoch of the newest key list. */
  readonly epoch: () => number;
  /** Bytes that the disk can still take. */
  readonly freeBytes: () => Promise<number>;
  /** Milliseconds since 1970; only the day of it is ever used. */
  readonly now: () => number;
  readonly random: Random;
  /** Milliseconds of a clock that only runs forward. */
  readonly elapsed: () => number;
}

/** A signed file, and whether this request was the one that brought the story in. */
export interface SignedAnswer {
  readonly kind: "signed";
  readonly file: Uint8Array<ArrayBuffer>;
  readonly created: boolean;
}

/**
 * The server's side of sending: takes each id once, and answers with what is signed and on disk, or with a refusal.
 * Rejects only where this code itself is at fault.
 */
export interface Intake {
  limits(): Limits;
  /** A story as it travels: manifest line, newline, sealed text. */
  putStory(id: string, body: Incoming): Promise<SignedAnswer | Refused>;
  /**
   * Several stories in one body, each as it travels alone. The answer is the receipts of those that were taken, now or
   * before: who finds one missing sends it alone, and hears why. Where the body breaks off, what stands whole in what came is
   * taken too. Nothing is kept of who came with whom.
   */
  takeStories(body: Incoming): Promise<SignedAnswer | Refused>;
  putLeaves(id: string, request: LeavesRequest, body: Incoming): Promise<Held | Refused>;
  findHeld(id: string): Promise<Held | Refused>;
  /** A note about a story: a signed file with sealed words in it. */
  putNote(id: string, body: Incoming): Promise<SignedAnswer | Refused>;
  /** The answer to a {@link StatesQuery} in JSON. */
  askStates(body: Incoming): Promise<SignedAnswer | Refused>;
}

/** The longest query: 1,000 ids take about 25 KB. */
const longestQuery = 65_536;

export function createIntake(deps: IntakeDependencies): Intake {
  const { bounds, random, elapsed } = deps;
  const uploads = createGate({
    places: bounds.uploads,
    grace: bounds.uploadGrace,
    random,
    elapsed,
  });
  const stories = createGate({
    places: bounds.stories,
    grace: bounds.storyGrace,
    random,
    elapsed,
  });
  const guarded = <T>(work: () => Promise<T | Refused>) => refusingFailures(deps, work);
  return {
    limits: () => ({
      format: 1,
      text: Math.max(...buckets),
      attachment: Math.max(...attachmentBuckets),
      attachments: storyLimits.attachments,
      leaf: leafSize,
      epoch: deps.epoch(),
      version: intakeVersion,
    }),
    putStory: (id, stream) =>
      withBody(deps, stream, (body) =>
        stories.pass(body, () => guarded(() => putStory(deps, id, body))),
      ),
    takeStories: (stream) =>
      withBody(deps, stream, (body) =>
        stories.pass(body, () => guarded(() => takeStories(deps, body))),
      ),
    putLeaves: (id, request, stream) =>
      withBody(deps, stream, (body) =>
        uploads.pass(body, () => guarded(() => takeLeaves(deps, id, request, body))),
      ),
    findHeld: (id) => guarded(() => findHeld(deps, id)),
    putNote: (id, stream) =>
      withBody(deps, stream, (body) =>
        stories.pass(body, () => guarded(() => putNote(deps, id, body))),
      ),
    askStates: (stream) => withBody(deps, stream, (body) => guarded(() => askStates(deps, body))),
  };
}

async function withBody<T>(
  deps: IntakeDependencies,
  stream: Incoming,
  work: (body: Body) => Promise<T>,
): Promise<T> {
  const body = createBody(stream, deps.bounds.leafTimeout);
  try {
    return await work(body);
  } finally {
    // Beside the answer, not before it: a sender that looks up early learns early.
    void body.leave();
  }
}

async function putStory(
  deps: IntakeDependencies,
  id: string,
  body: Body,
): Promise<SignedAnswer | Refused> {
  const bytes = await readAll(deps, body, longestStory);
  if (!(bytes instanceof Uint8Array)) return bytes;
  const taken = await takeStory(deps, id, bytes);
  if (taken.kind === "refused") return taken;
  return {
    kind: "signed",
    file: writeReceipt(deps.signer, taken.story),
    created: taken.kind === "accepted",
  };
}

async function takeStories(deps: IntakeDependencies, body: Body): Promise<SignedAnswer | Refused> {
  // In small pieces: what stands whole in those that came is taken, though the line breaks in the next.
  const { bytes, refused } = await readBody(deps, body, longestStories, Math.min(...buckets));
  const answers = await Promise.all(
    cutStories(bytes).map(({ id, body: one }) =>
      refusingFailures(deps, () => takeStory(deps, id, one)),
    ),
  );
  const taken = answers.filter((answer) => answer.kind !== "refused");
  // Where storage is in the way of all of them, that is what there is to say.
  const obstacle = taken.length === 0 ? answers.find(isOurs) : undefined;
  const said = refused ?? obstacle;
  if (said !== undefined) return said;
  return {
    kind: "signed",
    file: joinReceipts(taken.map(({ story }) => writeReceipt(deps.signer, story))),
    created: taken.some(({ kind }) => kind === "accepted"),
  };
}

/** True where it is the newsroom that cannot, and not the story that is wrong. */
const isOurs = (answer: Taken | Refused): answer is Refused =>
  answer.kind === "refused" && answer.problem.status >= 500;

async function putNote(
  deps: IntakeDependencies,
  id: string,
  body: Body,
): Promise<SignedAnswer | Refused> {
  const bytes = await readAll(deps, body, longestNote);
  if (!(bytes instanceof Uint8Array)) return bytes;
  const taken = await takeNote(deps, id, Uint8Array.from(bytes));
  if (taken.kind === "refused") return taken;
  const file = writeNoteReceipt(deps.signer, taken.note);
  return { kind: "signed", file, created: taken.kind === "accepted" };
}

async function askStates(deps: IntakeDependencies, body: Body): Promise<SignedAnswer | Refused> {
  const bytes = await readAll(deps, body, longestQuery);
  if (!(bytes instanceof Uint8Array)) return bytes;
  const query = parseStatesQuery(parseJson(bytes));
  if (!query.ok) return refuse("malformed", "The query cannot be read");
  const stories = await deps.storage.find([...new Set(query.value.stories)]);
  const file = writeStates(deps.signer, query.value.nonce, day(deps.now()), stories);
  return { kind: "signed", file, created: false };
}

/** Undefined for what is not JSON, which no parser takes. */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** The whole body. */
async function readAll(
  deps: IntakeDependencies,
  body: Body,
  most: number,
): Promise<Uint8Array | Refused> {
  const { bytes, refused } = await readBody(deps, body, most);
  return refused ?? bytes;
}

/** A body as far as it came, in whole pieces, and why that is not all of it. Each piece has its own time. */
async function readBody(
  deps: IntakeDependencies,
  body: Body,
  most: number,
  size = leafSize,
): Promise<{ readonly bytes: Uint8Array; readonly refused?: Refused }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let refused: Refused | undefined;
  while (length <= most) {
    const piece = await body.read(size);
    if (piece.kind !== "bytes") {
      refused = refuse("busy", bodySentences[piece.kind], { retryAfter: retryAfter(deps.random) });
      break;
    }
    pieces.push(piece.bytes.slice());
    length += piece.bytes.length;
    if (piece.bytes.length < size) break;
  }
  if (length > most) refused = refuse("too-big", "The body is too big");
  const bytes = Buffer.concat(pieces);
  return refused === undefined ? { bytes } : { bytes, refused };
}

async function refusingFailures<T>(
  deps: IntakeDependencies,
  work: () => Promise<T | Refused>,
): Promise<T | Refused> {
  try {
    return await work();
  } catch (error) {
    switch (readStorageFailure(error)) {
      case "full":
        return refuse("full", "The newsroom's disk is full");
      case "busy":
        return refuse("busy", "The newsroom's storage does not answer", {
          retryAfter: retryAfter(deps.random),
        });
      default:
        throw error;
    }
  }
}
