import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  parseReceipt,
  parseRefusal,
  parseStates,
  type Receipt,
  type Refusal,
  type States,
} from "../../src/protocol/intake.ts";
import { parseSignedFile, signedBytes, type SignedKind } from "../../src/protocol/signed-file.ts";
import { type Bounds, usualBounds } from "../../src/server/intake/admission.ts";
import { createInbox, type Inbox } from "../../src/server/intake/inbox.ts";
import { createIntake, type IntakeDependencies } from "../../src/server/intake/intake.ts";
import { createIntakeRoutes } from "../../src/server/intake/routes.ts";
import { createSigner, createVerify, type Signer } from "../../src/server/signing.ts";
import { type Blobs, openBlobs } from "../../src/server/storage/blobs.ts";
import type { IntakeStorage } from "../../src/server/storage/intake-storage.ts";
import type { NoteStorage } from "../../src/server/storage/note-storage.ts";
import { createSqliteIntake } from "../../src/server/storage/sqlite-intake.ts";
import { createSqliteNotes } from "../../src/server/storage/sqlite-notes.ts";
import { openSqlite, type Sqlite } from "../../src/server/storage/sqlite.ts";
import type { Send } from "./sealed.ts";

/** A folder that is removed by `remove`. */
export async function aFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "soniakh-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A private Ed25519 key in PEM. */
export const aSigningKey = (): string =>
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** An intake on real storage, answering requests without a port. */
export interface TestIntake {
  readonly send: Send;
  readonly inbox: Inbox;
  readonly storage: IntakeStorage;
  readonly notes: NoteStorage;
  readonly blobs: Blobs;
  readonly sqlite: Sqlite;
  readonly signer: Signer;
  close(): Promise<void>;
}

/** Opens the intake in a folder; `bend` replaces what the intake is built from. */
export async function openTestIntake(
  folder: string,
  bend: Partial<Omit<IntakeDependencies, "bounds">> & { readonly bounds?: Partial<Bounds> } = {},
): Promise<TestIntake> {
  const sqlite = openSqlite(join(folder, "soniakh.sqlite"));
  const storage = createSqliteIntake(sqlite.query);
  const notes = createSqliteNotes(sqlite.query);
  const blobs = await openBlobs(join(folder, "blobs"));
  const signer = bend.signer ?? createSigner(aSigningKey());
  const routes = createIntakeRoutes(
    createIntake({
      storage,
      notes,
      blobs,
      signer,
      epoch: () => 1,
      freeBytes: async () => 2 ** 40,
      now: () => Date.UTC(2026, 10, 11),
      random: () => 0.5,
      elapsed: () => performance.now(),
      ...bend,
      bounds: { ...usualBounds, ...bend.bounds },
    }),
  );
  const send: Send = async (request) => routes.fetch(request);
  return {
    send,
    inbox: createInbox(storage, blobs, notes),
    storage,
    notes,
    blobs,
    sqlite,
    signer,
    close: () => sqlite.close(),
  };
}

/** The body of a signed answer, its signature checked. */
export async function readSigned(
  answer: Response,
  kind: SignedKind,
  signer: Signer,
): Promise<string> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const parsed = parseSignedFile(bytes, kind);
  if (!parsed.ok)
    throw new Error(`${answer.status} ${parsed.why}: ${new TextDecoder().decode(bytes)}`);
  const { keyId, signature, body } = parsed.value;
  if (!(await createVerify([signer.public])(keyId, signature, signedBytes(kind, body))))
    throw new Error("a wrong signature");
  return new TextDecoder().decode(body);
}

/** The receipt in an answer, its signature checked; throws where there is none. */
export async function readReceipt(answer: Response, signer: Signer): Promise<Receipt> {
  const parsed = parseReceipt(await readSigned(answer, "receipt", signer));
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.value;
}

/** The states in an answer, their signature checked; throws where there are none. */
export async function readStates(answer: Response, signer: Signer): Promise<States> {
  const parsed = parseStates(await readSigned(answer, "states", signer));
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.value;
}

/** The refusal in an answer; throws where there is none, or its status is not the answer's. */
export async function readRefusal(answer: Response): Promise<Refusal> {
  const parsed = parseRefusal(await answer.json());
  if (!parsed.ok) throw new Error(parsed.why);
  if (parsed.value.status !== answer.status)
    throw new Error("the problem bears another status than the answer");
  return parsed.value;
}
