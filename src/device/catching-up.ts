import type { KeyList } from "../protocol/keys.ts";
import { type Patience, Unreachable, usualPatience } from "./arriving.ts";
import type { Store } from "./database.ts";
import { DeviceError, isAbort } from "./errors.ts";
import { createFacts, type DownloadChoice, type Facts, type HeldEdition } from "./facts.ts";
import {
  type Asking,
  askHead,
  askKeys,
  askWithdrawn,
  Ended,
  refusal,
  refuseRollback,
  type SignedHead,
} from "./heads.ts";
import { beatLease, TakenOver, takeLease, whileHeld } from "./lease.ts";
import { untilTurn } from "./order.ts";
import type { Decodes, PicturesEnding } from "./pictures-down.ts";
import { createProgress, type Progress, type ProgressCounter } from "./progress.ts";
import type { LoadFallback } from "./signatures.ts";
import { dropWithdrawn } from "./staging.ts";
import { takeTexts } from "./texts-down.ts";

/** How one run ended. */
export type Outcome =
  /** The newest edition is on the phone; how many of its texts could not be had, and how far the pictures are. */
  | {
      readonly kind: "current";
      readonly number: number;
      readonly changed: boolean;
      readonly missingTexts: number;
      readonly pictures: PicturesEnding;
    }
  /** No network, or none that leads to the newsroom; what came is kept and the next run goes on there. */
  | { readonly kind: "unreachable"; readonly because: "no-answer" | "portal" | "server" }
  /** What came is not the newsroom's, or older than what is held; nothing was changed. */
  | {
      readonly kind: "refused";
      readonly because: "signature" | "rollback" | "fork" | "keys" | "lines";
      readonly why: string;
    }
  /** Written for a newer app. */
  | { readonly kind: "outdated" }
  /** No room even for text. */
  | { readonly kind: "full" }
  /** Another tab is at it. */
  | { readonly kind: "busy" };

/** What catching up needs from the world around. */
export interface CatchingUpDeps {
  readonly store: Store;
  readonly fetch: typeof globalThis.fetch;
  readonly locks: Pick<LockManager, "request">;
  /** Milliseconds by this phone's clock; for showing only. */
  readonly now: () => number;
  readonly rootKey: string;
  readonly loadFallback: LoadFallback;
  /** The reader's data choice, or what holds until there is one. */
  readonly download: () => Promise<DownloadChoice>;
  readonly decodes: Decodes;
  /** Called when the library changed: whoever shows it reads again. */
  readonly announce: () => void;
  readonly patience?: Patience;
  /** Milliseconds after which a holder that has not moved is frozen. */
  readonly frozenAfter?: number;
}

const lockName = "catching-up";
/** A living holder moves its beat this often. Milliseconds. */
const beatEvery = 5_000;

/** Brings the library up to date; safe to call at any time and from any tab. */
export interface CatchingUp {
  /** One run, never two at once. Never rejects for want of a network or of room. */
  catchUp(): Promise<Outcome>;
  /** Calls the listener after every committed step; the answer takes it off. */
  onProgress(listener: (progress: Progress) => void): () => void;
}

/** The download engine: head → headlines and texts → pictures, each step committed as it arrives. */
export function createCatchingUp(deps: CatchingUpDeps): CatchingUp {
  const listeners = new Set<(progress: Progress) => void>();
  const runAndTell = async (): Promise<Outcome> => {
    let kept = false;
    const tell = (progress: Progress): void => {
      kept ||= progress.bytes > 0;
      listeners.forEach((listener) => listener(progress));
    };
    const outcome = await endingOf(() => run(deps, tell));
    // Also where the line broke: what came is on the phone.
    if (kept) deps.announce();
    return outcome;
  };
  const hold = (options: LockOptions): Promise<Outcome> =>
    deps.locks.request(lockName, options, (lock): Promise<Outcome> =>
      lock === null ? Promise.resolve(busy) : runAndTell(),
    );
  return {
    async catchUp() {
      const outcome = await hold({ ifAvailable: true }).catch(unlessStolen);
      if (outcome !== busy) return outcome;
      // Another window is at it; it may be closed in the midst of it, or frozen.
      const part = await import("./standing-by.ts").catch(() => undefined);
      const how = await part?.standBy(deps, lockName);
      return how === undefined ? busy : hold(how).catch(unlessStolen);
    },
    onProgress(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const busy: Outcome = { kind: "busy" };

/** This window was frozen, and another went on: that one does the rest. */
function unlessStolen(error: unknown): Outcome {
  if (isAbort(error)) return busy;
  throw error;
}

async function endingOf(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Ended) return error.outcome;
    if (error instanceof TakenOver) return busy;
    if (error instanceof Unreachable) return { kind: "unreachable", because: "no-answer" };
    if (error instanceof DeviceError && error.code === "storage-full") return { kind: "full" };
    throw error;
  }
}

async function run(deps: CatchingUpDeps, tell: (progress: Progress) => void): Promise<Outcome> {
  const fence = await takeLease(deps.store, lease);
  const beat = setInterval(
    // Taken over, or storage is away: the next write tells.
    () => void beatLease(deps.store, fence, lease).catch(() => clearInterval(beat)),
    beatEvery,
  );
  const held = { ...deps, store: whileHeld(deps.store, fence, lease) };
  const progress = createProgress(tell);
  try {
    // Its holder alone takes this turn: where it is taken, it is a frozen one's.
    const { isFirst, ...texts } = await deps.locks.request(
      "texts-down",
      { steal: true },
      async () => {
        await untilTurn(deps.locks, "texts-down");
        return bringTexts(held, progress);
      },
    );
    const pictures = await bringPictures(held, progress, isFirst);
    return { kind: "current", ...texts, pictures };
  } finally {
    clearInterval(beat);
  }
}

const lease = "reading";

async function bringTexts(deps: CatchingUpDeps, progress: ProgressCounter) {
  const facts = createFacts(deps.store);
  const asking = askingOf(deps);
  const held = await facts.get("edition");
  const { signed, keys } = await believe(asking, facts, held);
  await takeWithdrawn(asking, deps, facts, signed, keys);

  const { number } = signed.head;
  const missingTexts = await takeTexts(
    { asking, store: deps.store, facts, announce: deps.announce, progress },
    signed,
    held,
  );
  // Not before what the newsroom has is what the phone shows: 'news as of' then means what it says.
  await facts.set("checkedAt", deps.now());
  if ((await facts.get("keysAt")) !== number) await renewKeys(asking, facts, keys, number);
  return { number, changed: number !== held?.number, missingTexts, isFirst: held === undefined };
}

/** The texts are here and said to be; a network that goes now only leaves pictures for the next run. */
async function bringPictures(
  deps: CatchingUpDeps,
  progress: ProgressCounter,
  isFirst: boolean,
): Promise<PicturesEnding> {
  try {
    const part = await import("./pictures-down.ts");
    return await part.bringPictures(deps, askingOf(deps), progress.pictures, isFirst);
  } catch (error) {
    if (error instanceof TakenOver || error instanceof DeviceError) throw error;
    // The line went, or the part that fetches pictures is not on the phone yet.
    return "broken";
  }
}

const askingOf = ({
  fetch,
  patience = usualPatience,
  rootKey,
  loadFallback,
}: CatchingUpDeps): Asking => ({
  fetch,
  patience,
  rootKey,
  loadFallback,
});

/** The head, with keys that are asked for where there are none or where the head is signed with one that is not listed. */
async function believe(
  asking: Asking,
  facts: Facts,
  held: HeldEdition | undefined,
): Promise<{ signed: SignedHead; keys: KeyList }> {
  const known = await facts.get("keys");
  let keys = known ?? (await renewKeys(asking, facts, undefined));
  let signed = await askHead(asking, keys);
  if (signed === undefined && known !== undefined) {
    keys = await renewKeys(asking, facts, known);
    signed = await askHead(asking, keys);
  }
  if (signed === undefined) throw refusal("signature", "head");
  refuseRollback(signed, held);
  if (known === undefined) await facts.set("keysAt", signed.head.number);
  return { signed, keys };
}

/** Asks for the key list; with each new edition, so that a changed desk key reaches every phone. */
async function renewKeys(
  asking: Asking,
  facts: Facts,
  held: KeyList | undefined,
  edition?: number,
): Promise<KeyList> {
  const keys = await askKeys(asking, held);
  await facts.set("keys", keys, "strict");
  if (edition !== undefined) await facts.set("keysAt", edition);
  return keys;
}

async function takeWithdrawn(
  asking: Asking,
  deps: CatchingUpDeps,
  facts: Facts,
  { head }: SignedHead,
  keys: KeyList,
): Promise<void> {
  const { withdrawn } = head;
  if (withdrawn === undefined || withdrawn === (await facts.get("withdrawn"))?.hash) return;
  const list = await askWithdrawn(asking, keys, withdrawn);
  if (list === undefined) throw refusal("signature", "withdrawn");
  await dropWithdrawn(deps.store, { ...list, hash: withdrawn });
  deps.announce();
}
