import type { BlobId, Refusal, RefusalCode } from "../../protocol/intake.ts";

/** A refusal on its way out, with what only headers say. */
export interface Refused {
  readonly kind: "refused";
  readonly problem: Refusal;
  /** Seconds. */
  readonly retryAfter?: number;
  /** The leaf to go on from. */
  readonly held?: number;
}

const statuses: Readonly<Record<RefusalCode, number>> = {
  malformed: 422,
  "not-sealed": 422,
  "wrong-size": 422,
  digest: 422,
  "too-big": 413,
  conflict: 409,
  unknown: 404,
  "parts-missing": 424,
  outdated: 426,
  "too-many": 429,
  busy: 503,
  full: 507,
};

/** A refusal with the status that belongs to its code. `title` is a sentence in English that names no person and no address. */
export function refuse(
  code: RefusalCode,
  title: string,
  {
    part,
    ...headers
  }: { readonly part?: BlobId; readonly retryAfter?: number; readonly held?: number } = {},
): Refused {
  const problem = { type: `urn:soniakh:refusal:${code}`, status: statuses[code], code, title };
  return {
    kind: "refused",
    problem: part === undefined ? problem : { ...problem, part },
    ...headers,
  };
}

/** SQLite's primary result codes (https://sqlite.org/rescode.html) that tell of the disk, not of a mistake in this code. */
const sqliteFull = 13;
const sqliteAway: ReadonlySet<number> = new Set([5, 6, 8, 10, 11, 14, 26]); // busy, locked, read-only, I/O, corrupt, cannot open, not a database
const diskFull: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT"]);
const diskAway: ReadonlySet<unknown> = new Set([
  "EIO",
  "EROFS",
  "EMFILE",
  "ENFILE",
  "EACCES",
  "ENOENT",
]);

/** What a failure of storage means for the sender: `full`, `busy` (the same again later), or undefined where it is a fault of ours. */
export function readStorageFailure(error: unknown): "full" | "busy" | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
  // Extended codes keep the primary one in their lowest byte.
  const primary = typeof errcode === "number" ? errcode & 0xff : undefined;
  if (primary === sqliteFull || diskFull.has(code)) return "full";
  if ((primary !== undefined && sqliteAway.has(primary)) || diskAway.has(code)) return "busy";
  return undefined;
}
