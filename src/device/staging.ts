import type { ArticleId } from "../protocol/article.ts";
import { concat, toBase64url } from "../protocol/bytes.ts";
import {
  type Entry,
  type Head,
  parseEntryLine,
  segmentOf,
  type Unlisted,
} from "../protocol/edition.ts";
import type { EntryRecord, Store, Transaction } from "./database.ts";
import { entriesInSteps, putEntry, renewEntries, storedEntry, textKey } from "./entries.ts";
import type { HeldEdition, Staged, WithdrawnList } from "./facts.ts";
import { sha256 } from "./hashing.ts";

/** An entry and its line as it travelled. */
export interface StagedEntry {
  readonly entry: Entry;
  readonly line: string;
}

/** The edition that would be shown: what is held, changed by what has arrived. */
export interface Candidate {
  readonly entries: Map<ArticleId, StagedEntry>;
  /** Months that lines have arrived for, or that lost one. */
  readonly touched: Set<string>;
}

// Lines of a coming edition wait as facts of their own, so that each arrival writes a line and not a list.
const prefix = "staged:";
const stagedLines = (): IDBKeyRange => IDBKeyRange.bound(prefix, "staged;", false, true);

/** What one piece of a pack brought. */
export interface Arrived {
  readonly entries: readonly { readonly id: ArticleId; readonly line: string }[];
  readonly articles: readonly { readonly hash: string; readonly json: string }[];
}

/** Keeps whole lines and the count of lines that need not come again, both or neither. */
export async function commitArrived(store: Store, staged: Staged, arrived: Arrived): Promise<void> {
  const stores = ["facts", "entries", "articles", "media"] as const;
  await store.transact(stores, "readwrite", async (transaction) => {
    const facts = transaction.objectStore("facts");
    const articles = transaction.objectStore("articles");
    await Promise.all([
      ...arrived.entries.map(({ id, line }) => facts.put({ name: prefix + id, value: line })),
      ...arrived.articles.map((article) => articles.put(article)),
      facts.put({ name: "staged", value: staged }),
    ]);
    await renewEntries(
      transaction,
      arrived.articles.map(({ hash }) => textKey(hash)),
    );
  });
}

/** Forgets what was staged; texts that arrived stay. */
export async function forgetStaged(store: Store): Promise<void> {
  await store.transact(["facts"], "readwrite", async (transaction) => {
    await clearStaged(transaction);
    await transaction.objectStore("facts").delete("staged");
  });
}

const clearStaged = (transaction: Transaction<"readwrite">): Promise<void> =>
  transaction.objectStore("facts").delete(stagedLines());

/** What is shown now. */
export async function readHeld(store: Store): Promise<Candidate> {
  const entries = new Map<ArticleId, StagedEntry>();
  await store.transact(["entries"], "readonly", async (transaction) => {
    for await (const records of entriesInSteps(transaction)) {
      for (const record of records.filter(({ listed }) => listed)) {
        const entry = storedEntry(record);
        entries.set(entry.id, { entry, line: record.line });
      }
    }
  });
  return { entries, touched: new Set() };
}

/** What is held (or nothing, where the pack brings everything) with what was staged before. */
export async function readCandidate(store: Store, fromNothing: boolean): Promise<Candidate> {
  const candidate = fromNothing
    ? { entries: new Map(), touched: new Set<string>() }
    : await readHeld(store);
  const lines = await store.transact(["facts"], "readonly", (transaction) =>
    transaction.objectStore("facts").getAll(stagedLines()),
  );
  for (const { value } of lines) {
    const parsed = parseEntryLine(String(value));
    if (parsed.ok) applyLine(candidate, parsed.value, String(value));
  }
  return candidate;
}

/** Changes the candidate by one line. */
export function applyLine(candidate: Candidate, value: Entry | Unlisted, line: string): void {
  const before = candidate.entries.get(value.id);
  if (before !== undefined) candidate.touched.add(segmentOf(before.entry));
  candidate.entries.delete(value.id);
  if ("unlisted" in value) return;
  candidate.touched.add(segmentOf(value));
  candidate.entries.set(value.id, { entry: value, line });
}

/** SHA-256 over the SHA-256s of the lines, in ascending order of article id. */
export async function segmentHash(entries: readonly StagedEntry[]): Promise<string> {
  const ordered = [...entries].sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1));
  const encoder = new TextEncoder();
  const hashes = await Promise.all(ordered.map(({ line }) => sha256(encoder.encode(line))));
  return toBase64url(await sha256(concat(...hashes)));
}

/**
 * The months of the candidate that are not what the signed head says; empty when the edition may be shown. Months that
 * were fitting before and that nothing has touched are not computed again.
 */
export async function findMisfits(
  candidate: Candidate,
  head: Head,
  held: HeldEdition | undefined,
): Promise<readonly string[]> {
  const fitting = new Map(held?.segments.map(({ id, hash }) => [id, hash]));
  const months = byMonth(candidate);
  const promised = new Set(head.segments.map(({ id }) => id));
  const misfits = [...months.keys()].filter((id) => !promised.has(id));
  for (const { id, count, hash } of head.segments) {
    const entries = months.get(id) ?? [];
    if (entries.length === count && fitting.get(id) === hash && !candidate.touched.has(id))
      continue;
    if (entries.length !== count || (await segmentHash(entries)) !== hash) misfits.push(id);
  }
  return misfits;
}

function byMonth(candidate: Candidate): ReadonlyMap<string, readonly StagedEntry[]> {
  const months = new Map<string, StagedEntry[]>();
  for (const staged of candidate.entries.values()) {
    const month = segmentOf(staged.entry);
    const others = months.get(month);
    if (others === undefined) months.set(month, [staged]);
    else others.push(staged);
  }
  return months;
}

/**
 * Shows the new edition: entries, edition and marker change in one transaction. Shelved articles that are listed no more
 * stay as such; the others and all that were withdrawn go.
 */
export const switchEdition = (
  store: Store,
  candidate: Candidate,
  edition: HeldEdition,
  staged: Staged | undefined,
  withdrawn: ReadonlySet<string>,
): Promise<void> =>
  store.transact(["entries", "articles", "media", "facts"], "readwrite", (transaction) =>
    putEdition(transaction, candidate, edition, staged, withdrawn),
  );

/** The same within a transaction over `entries`, `articles`, `media` and `facts`. */
export async function putEdition(
  transaction: Transaction<"readwrite">,
  candidate: Candidate,
  edition: HeldEdition,
  staged: Staged | undefined,
  withdrawn: ReadonlySet<string>,
): Promise<void> {
  const entries = transaction.objectStore("entries");
  const before = new Map<string, EntryRecord>();
  for await (const records of entriesInSteps(transaction))
    for (const record of records) before.set(record.id, record);
  for (const record of before.values()) {
    if (candidate.entries.has(record.id as ArticleId) && !withdrawn.has(record.id)) continue;
    const stays = record.kept && !withdrawn.has(record.id);
    await (stays ? putEntry(transaction, { ...record, listed: false }) : entries.delete(record.id));
  }
  for (const [id, { line }] of candidate.entries) {
    const old = before.get(id);
    if (withdrawn.has(id) || (old?.listed === true && old.line === line)) continue;
    await putEntry(transaction, { ...old, line, kept: old?.kept ?? false, listed: true });
  }
  const facts = transaction.objectStore("facts");
  await facts.put({ name: "edition", value: edition });
  await clearStaged(transaction);
  await (staged === undefined
    ? facts.delete("staged")
    : facts.put({ name: "staged", value: staged }));
}

/** Takes withdrawn articles off the phone, shelved ones too, and remembers their addresses. */
export const dropWithdrawn = (store: Store, list: Omit<WithdrawnList, "slugs">): Promise<void> =>
  store.transact(
    ["entries", "facts"],
    "readwrite",
    (transaction) => putWithdrawn(transaction, list),
    "strict",
  );

/** The same within a transaction over `entries`, `articles`, `media` and `facts`. */
export async function putWithdrawn(
  transaction: Transaction<"readwrite">,
  list: Omit<WithdrawnList, "slugs">,
): Promise<void> {
  const entries = transaction.objectStore("entries");
  const facts = transaction.objectStore("facts");
  const before = (await facts.get("withdrawn"))?.value as WithdrawnList | undefined;
  const slugs = new Set(before?.slugs);
  for (const id of list.ids) {
    const record = await entries.get(id);
    if (record === undefined) continue;
    const { slug, formerly = [] } = storedEntry(record);
    for (const one of [slug, ...formerly]) slugs.add(one);
    await entries.delete(id);
  }
  await facts.put({
    name: "withdrawn",
    value: { ...list, slugs: [...slugs] } satisfies WithdrawnList,
  });
}
