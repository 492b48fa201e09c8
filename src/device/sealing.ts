import type { RandomId } from "../protocol/bytes.ts";
import type { StoryId } from "../protocol/intake.ts";
import type { KeyList } from "../protocol/keys.ts";
import type { Unattached } from "./attachment-sealing.ts";
import { encryptJson } from "./ciphers.ts";
import type { Store, StoryRecord, Transaction } from "./database.ts";
import { type DraftContent, photosOf, type SealedMark } from "./draft-content.ts";
import type { Facts, FactValues } from "./facts.ts";
import type { Keyring } from "./keyring.ts";
import { type OutboxState, type OwnWords, readStories } from "./outbox.ts";
import { revisionAfter, type SealedPage, sealPage, type ToSeal } from "./page-sealing.ts";
import { photoStamps } from "./photo-records.ts";
import { putParts } from "./sealed-parts.ts";
import { findKeys, isSameDesk, validKeys } from "./sealing-keys.ts";

/** How sealing ended. In every case but `sealed` nothing was written, and the draft is as it was. */
export type Sealing =
  | { readonly kind: "sealed"; readonly story: StoryId }
  /** Another window changed the draft meanwhile: look at it again. */
  | { readonly kind: "changed" }
  /** Without a number: the text is larger than any bucket. */
  | Unattached;

export interface SealingDeps {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly facts: Pick<Facts, "get">;
  readonly newId: () => RandomId;
  /** Milliseconds since 1970, for showing. */
  readonly now: () => number;
  readonly announce: (what: "outbox") => void;
}

/** True where sealing is possible at all: a key list was accepted, is not expired, and names at least two who can open. */
export const canSeal = async (facts: Pick<Facts, "get">): Promise<boolean> =>
  (await findKeys(facts)) !== undefined;

/**
 * A page that is sealed, in memory, and not a story yet: nothing of it is on disk but the key of its slot, under which
 * nothing is encrypted. It is used once, or let go of with {@link letGo}.
 */
export interface Ahead {
  readonly toSeal: ToSeal;
  readonly content: DraftContent;
  readonly before: SealedMark | undefined;
  readonly slot: RandomId;
  readonly making: Promise<CryptoKey>;
  /** Which photos lay beside the draft, before any of them was read: see {@link photoStamps}. */
  readonly photos: Promise<string>;
  /** Behind how many stories it will stand: read at the press, all that is written would wait for that answer. */
  readonly behind: Promise<number>;
  /** Rejects where there are no valid keys, or where the crypto fails. */
  readonly sealed: Promise<SealedPage | Unattached>;
}

/**
 * Seals a page before its author says so: all but the one transaction. The story's slot of the keyring is made too, since a
 * service worker, which will store the receipt, cannot make one; it is brought to disk in a worker while the page is sealed.
 */
export function sealAhead(deps: SealingDeps, toSeal: ToSeal): Ahead {
  const { content, sealed: before } = toSeal.draft;
  const slot = deps.newId();
  const making = deps.keyring.create(slot);
  const photos = deps.store.transact(["drafts"], "readonly", (transaction) =>
    photoStamps(transaction, toSeal.draft.id),
  );
  const behind = deps.facts.get("sealed").then((last = 0) => last);
  const sealed = sealPage(deps, toSeal, content, before);
  // Whoever uses it hears of it.
  for (const promise of [making, photos, behind, sealed]) promise.catch(() => undefined);
  return { toSeal, content, before, slot, making, photos, behind, sealed };
}

/** Overwrites the key of what came to nothing. Where only the word on the commit was lost, the story is there and keeps it. */
export async function letGo({ store, keyring }: SealingDeps, ahead: Ahead): Promise<void> {
  const isMade = await ahead.making.then(
    () => true,
    () => false,
  );
  if (isMade && !(await readStories(store)).some(({ slot }) => slot === ahead.slot))
    await keyring.destroy(ahead.slot);
}

/**
 * Seals a draft into a story that waits in the outbox. One strict transaction makes it both at once: killed at any
 * moment, there is a draft, or a sealed story. The draft stays, marked. What was sealed `ahead` is used where it is what is to
 * be sealed, to the keys that hold now. Throws {@link DeviceError} `sealing-refused` where there are no valid keys or the
 * crypto fails; nothing is ever written in clear.
 */
export async function seal(deps: SealingDeps, toSeal: ToSeal, ahead?: Ahead): Promise<Sealing> {
  await toSeal.draft.keep();
  const isUseful = ahead !== undefined && (await isStill(ahead, toSeal));
  // A key that cannot be overwritten now keeps nobody from sealing: nothing is encrypted under it.
  if (ahead !== undefined && !isUseful) await letGo(deps, ahead).catch(() => undefined);
  let first = isUseful ? ahead : undefined;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const sealing = await putOrLetGo(deps, first ?? sealAhead(deps, toSeal));
    if (sealing.kind !== "outdated") return sealing;
    first = undefined;
  }
  return { kind: "changed" };
}

/** Keys or photos that change each time while a page is sealed are looked at by its author, who may try again. */
const mostTries = 5;
/** Windows that seal at the same time stand in line one behind the other, each at its own try. */
const mostInLine = 50;

/** True where it is what is to be sealed now, and came to something. */
async function isStill({ toSeal, ...ahead }: Ahead, now: ToSeal): Promise<boolean> {
  return (
    toSeal.draft === now.draft &&
    ahead.content === now.draft.content &&
    ahead.before === now.draft.sealed &&
    toSeal.language === now.language &&
    JSON.stringify(toSeal.terms) === JSON.stringify(now.terms) &&
    // What failed then may not fail now.
    Promise.all([ahead.sealed, ahead.making, ahead.photos, ahead.behind]).then(
      () => true,
      () => false,
    )
  );
}

async function putOrLetGo(
  deps: SealingDeps,
  ahead: Ahead,
): Promise<Sealing | { readonly kind: "outdated" }> {
  let isSealed = false;
  try {
    const [sealed, key] = await Promise.all([ahead.sealed, ahead.making]);
    if ("kind" in sealed) return sealed;
    const sealing = await putInLine(deps, ahead, sealed, key);
    isSealed = sealing.kind === "sealed";
    return sealing;
  } catch (error) {
    if (error instanceof Outdated) return { kind: "outdated" };
    throw error;
  } finally {
    if (!isSealed) await letGo(deps, ahead);
  }
}

/**
 * Thrown inside the transaction where the newsroom's keys are not those that were sealed to, or a photo is another (painted over
 * meanwhile, in this window or another): nothing of it is written.
 */
class Outdated extends Error {}

/** The same where another story was sealed meanwhile: this one stands behind it, and is as good as it was. */
class Overtaken extends Error {
  readonly last: number;
  constructor(last: number) {
    super("another story was sealed meanwhile");
    this.last = last;
  }
}

async function putInLine(
  deps: SealingDeps,
  { toSeal: { draft }, content, before, slot, photos, behind }: Ahead,
  { keys, id, manifest, note, answersKey, parts, sound }: SealedPage,
  key: CryptoKey,
): Promise<Extract<Sealing, { kind: "sealed" | "changed" }>> {
  const revision = revisionAfter(before);
  const own: OwnWords = {
    title: content.title,
    draft: draft.id,
    noteSeed: note.seed,
    answersKey,
    sealedAt: deps.now(),
    revision,
  };
  const record = {
    id,
    manifest: manifest.slice().buffer,
    state: { kind: "waiting", obstacles: [] } satisfies OutboxState,
    own: await encryptJson(key, ["stories", id, "own"], own),
    slot,
    ...sound,
  };
  const stamps = await photos;
  // Everything is ready: what follows is one transaction, of requests alone.
  const mark = (last: number): Promise<boolean> =>
    draft.markSealed(
      content,
      { story: id, revision },
      {
        stores: ["stories", "parts", "facts"],
        durability: "strict",
        work: async (transaction) => {
          if (photosOf(content).length > 0 && (await photoStamps(transaction, draft.id)) !== stamps)
            throw new Outdated();
          await Promise.all([
            putParts(transaction, parts),
            putLast(transaction, { ...record, order: last + 1 }, keys),
          ]);
        },
      },
    );
  if (!(await behindOthers(await behind, mark))) return { kind: "changed" };
  deps.announce("outbox");
  return { kind: "sealed", story: id };
}

/** Tries at the end of the line as it is known, and at its real end where somebody was faster. */
async function behindOthers(
  last: number,
  put: (last: number) => Promise<boolean>,
): Promise<boolean> {
  let end = last;
  for (let tries = 1; ; tries += 1) {
    try {
      return await put(end);
    } catch (error) {
      if (!(error instanceof Overtaken) || tries === mostInLine) throw error;
      end = error.last;
    }
  }
}

/**
 * Behind every story that was ever sealed here: a counter, never a time. All requests at once: one wait for the database.
 * Throws {@link Outdated} or {@link Overtaken}.
 */
async function putLast(
  transaction: Transaction<"readwrite">,
  record: StoryRecord,
  sealedTo: KeyList,
): Promise<void> {
  const facts = transaction.objectStore("facts");
  const stories = transaction.objectStore("stories");
  const { id, order } = record;
  // Each in a function of its own: one that throws at once would leave the promises before it to nobody.
  const ask = async <Name extends "sealed" | "keys" | "edition">(name: Name) =>
    (await facts.get(name))?.value as FactValues[Name] | undefined;
  const askOwn = async () => stories.get(id);
  const count = async (value: number) => facts.put({ name: "sealed", value });
  const put = async (story: StoryRecord) => stories.put(story);
  const [last = 0, keys, edition, own] = await Promise.all([
    ...([ask("sealed"), ask("keys"), ask("edition"), askOwn()] as const),
    count(order),
    put(record),
  ]);
  // A transaction that is done again after a lost connection may meet its own story, and what has become of it since.
  if (own !== undefined) {
    await Promise.all([count(last), put(own)]);
    return;
  }
  const held = validKeys(keys, edition);
  if (held === undefined || !isSameDesk(held, sealedTo)) throw new Outdated();
  if (last !== order - 1) throw new Overtaken(last);
}
