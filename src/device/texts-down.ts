import type { Entry } from "../protocol/edition.ts";
import { Unreachable } from "./arriving.ts";
import type { Store } from "./database.ts";
import type { Facts, HeldEdition, Staged } from "./facts.ts";
import { type Asking, refusal, type SignedHead } from "./heads.ts";
import { newestFirst } from "./entries.ts";
import { putTexts } from "./library.ts";
import { takePack } from "./packs.ts";
import type { ProgressCounter } from "./progress.ts";
import {
  type Candidate,
  commitArrived,
  findMisfits,
  forgetStaged,
  readCandidate,
  readHeld,
  switchEdition,
} from "./staging.ts";
import type { Wants } from "./wanted.ts";
import { findWants, withRoom } from "./with-room.ts";

/** What fetching headlines and texts works with. */
export interface TextsDeps {
  readonly asking: Asking;
  readonly store: Store;
  readonly facts: Facts;
  readonly announce: () => void;
  readonly progress: ProgressCounter;
}

/**
 * Brings headlines and texts to the head's edition and resolves to how many texts the newsroom could not give. The new edition is shown
 * as soon as its headlines are whole and no text that the reader has would be lost by it; its other texts follow.
 * Throws `Ended` or `Unreachable`; whatever was committed stays and is not asked for again.
 */
export async function takeTexts(
  deps: TextsDeps,
  signed: SignedHead,
  held: HeldEdition | undefined,
): Promise<number> {
  const coming = await startComing(deps, signed, held);
  if (coming.pack !== undefined) await takeComingPack(deps, coming, coming.pack);
  if (!coming.switched) {
    await mendSegments(deps, coming);
    await takeMissing(deps, coming, await replacedTexts(deps, coming));
    await show(deps, coming, undefined);
  }
  await takeMissing(deps, coming, missingTexts(coming));
  await deps.facts.remove("staged");
  return missingTexts(coming).length;
}

/** A run's state: what is coming, and how far it is. */
interface Coming {
  readonly signed: SignedHead;
  readonly held: HeldEdition | undefined;
  /** Hashes of the texts on the phone. */
  readonly texts: Set<string>;
  /** What there is room for. */
  readonly wants: Wants | undefined;
  /** Ids of articles taken back. */
  readonly withdrawn: ReadonlySet<string>;
  candidate: Candidate;
  /** The pack to ask for, or undefined where single files do. */
  pack: Staged | undefined;
  switched: boolean;
  /** Known once all headlines are here: the texts to wait for before the edition is shown; or lines must be mended first. */
  awaited: readonly Entry[] | "mending" | undefined;
}

async function startComing(
  deps: TextsDeps,
  signed: SignedHead,
  held: HeldEdition | undefined,
): Promise<Coming> {
  const { head, hash } = signed;
  const isHeld = head.number === held?.number;
  const before = await deps.facts.get("staged");
  const goesOn = before?.to === head.number && before.head === hash && before.switched === isHeld;
  if (before !== undefined && !goesOn) await forgetStaged(deps.store);
  const fresh: Staged = {
    from: held?.number ?? 0,
    to: head.number,
    head: hash,
    committed: 0,
    switched: false,
  };
  const pack = goesOn ? before : isHeld ? undefined : fresh;
  const hashes = await deps.store.transact(["articles"], "readonly", (transaction) =>
    transaction.objectStore("articles").getAllKeys(),
  );
  return {
    signed,
    held,
    pack,
    switched: isHeld,
    awaited: undefined,
    texts: new Set(hashes),
    wants: await findWants(deps.store),
    withdrawn: new Set((await deps.facts.get("withdrawn"))?.ids),
    candidate: await readCandidate(deps.store, !isHeld && pack?.from === 0),
  };
}

async function takeComingPack(deps: TextsDeps, coming: Coming, pack: Staged): Promise<void> {
  const { asking, store } = deps;
  const ended = await takePack(asking, pack, coming.candidate, coming.texts, {
    async commit(arrived, committed) {
      const marker: Staged = { ...pack, committed, switched: coming.switched };
      await withRoom(store, () => commitArrived(store, marker, arrived));
      for (const { hash } of arrived.articles) coming.texts.add(hash);
    },
    async committed({ entriesComplete, bytes, committed }) {
      tellTexts(deps, coming, bytes);
      if (coming.switched || !entriesComplete) return;
      if (!(await canShow(deps, coming))) return;
      await show(deps, coming, { ...pack, committed, switched: true });
    },
  });
  // A static copy has whole packs only: of one that broke off, single files bring the rest.
  if (ended === "ended" || pack.from === 0 || pack.committed > 0) return;
  // Too old, or a static copy: from the nearest edition that there is a pack for, else everything.
  const part = await import("./nearest-pack.ts").catch(() => undefined);
  const from = (await part?.nearestPack(asking, pack)) ?? 0;
  await forgetStaged(store);
  coming.candidate = await readCandidate(store, from === 0);
  coming.awaited = undefined;
  await takeComingPack(deps, coming, { ...pack, from, committed: 0 });
}

/** True once the headlines fit the head and no text that is here would be lost. Computed once: packs come in many pieces. */
async function canShow(deps: TextsDeps, coming: Coming): Promise<boolean> {
  coming.awaited ??=
    (await misfits(coming)).length > 0 ? "mending" : await replacedTexts(deps, coming);
  return (
    coming.awaited !== "mending" && coming.awaited.every(({ article }) => coming.texts.has(article))
  );
}

const misfits = (coming: Coming): Promise<readonly string[]> =>
  findMisfits(coming.candidate, coming.signed.head, coming.held);

/** Damaged or missing lines: the months that do not fit are asked for whole. */
async function mendSegments(deps: TextsDeps, coming: Coming): Promise<void> {
  const damaged = await misfits(coming);
  if (damaged.length === 0) return;
  const { mendSegments: mend } = await loadSingleFiles();
  await mend(deps, coming.candidate, coming.signed.head.segments, damaged);
  const still = await misfits(coming);
  if (still.length === 0) return;
  await forgetStaged(deps.store);
  throw refusal("lines", still.join());
}

async function show(deps: TextsDeps, coming: Coming, staged: Staged | undefined): Promise<void> {
  const { head, hash, file } = coming.signed;
  const { number, publishedAt, segments, restored } = head;
  const edition: HeldEdition = { number, hash, publishedAt, segments, restored, file };
  await withRoom(deps.store, () =>
    switchEdition(deps.store, coming.candidate, edition, staged, coming.withdrawn),
  );
  coming.switched = true;
  deps.announce();
}

/** Entries whose text is not on the phone, the newest first. */
const missingTexts = (coming: Coming): readonly Entry[] =>
  [...coming.candidate.entries.values()]
    .map(({ entry }) => entry)
    .filter(
      (entry) =>
        !coming.texts.has(entry.article) &&
        !coming.withdrawn.has(entry.id) &&
        coming.wants?.wants(entry, "texts") !== false,
    )
    .sort(newestFirst);

/** Of these, those whose older text is here: showing the new headline now would take it from the reader. */
async function replacedTexts(deps: TextsDeps, coming: Coming): Promise<readonly Entry[]> {
  const before = await readHeld(deps.store);
  return missingTexts(coming).filter(({ id }) => {
    const old = before.entries.get(id);
    return old !== undefined && coming.texts.has(old.entry.article);
  });
}

async function takeMissing(
  deps: TextsDeps,
  coming: Coming,
  entries: readonly Entry[],
): Promise<void> {
  if (entries.length === 0) return;
  const { askText, inParallel } = await loadSingleFiles();
  await inParallel(entries, 4, async (entry) => {
    const json = await askText(deps.asking, entry);
    if (json === undefined) return;
    await withRoom(deps.store, () => putTexts(deps.store, [{ hash: entry.article, json }]));
    coming.texts.add(entry.article);
    tellTexts(deps, coming, entry.bytes);
  });
}

/** A chunk of its own: a pack brings everything, and where it does not there is time. */
const loadSingleFiles = () =>
  import("./single-files.ts").catch((cause: unknown) => {
    throw new Unreachable("single files", { cause });
  });

function tellTexts(deps: TextsDeps, coming: Coming, bytes: number): void {
  let have = 0;
  for (const { entry } of coming.candidate.entries.values())
    have += Number(coming.texts.has(entry.article));
  deps.progress.texts({ have, all: coming.candidate.entries.size }, bytes);
}
