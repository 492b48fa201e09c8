// A real process with nothing but the intake, for the fault tests: DATA_DIR, KEY (PEM), ATTACHMENT_RESERVE, TEXT_RESERVE.
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { usualBounds } from "../../../src/server/intake/admission.ts";
import { createIntake } from "../../../src/server/intake/intake.ts";
import { createIntakeRoutes } from "../../../src/server/intake/routes.ts";
import { reconcile } from "../../../src/server/intake/sweeping.ts";
import { createSigner } from "../../../src/server/signing.ts";
import { openBlobs } from "../../../src/server/storage/blobs.ts";
import { createSqliteIntake } from "../../../src/server/storage/sqlite-intake.ts";
import { createSqliteNotes } from "../../../src/server/storage/sqlite-notes.ts";
import { openSqlite } from "../../../src/server/storage/sqlite.ts";

const given = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
};

const folder = given("DATA_DIR");
const sqlite = openSqlite(join(folder, "soniakh.sqlite"));
const storage = createSqliteIntake(sqlite.query);
const blobs = await openBlobs(join(folder, "blobs"));
await reconcile(storage, blobs);
const intake = createIntake({
  storage,
  notes: createSqliteNotes(sqlite.query),
  blobs,
  signer: createSigner(given("KEY")),
  bounds: {
    ...usualBounds,
    attachmentReserve: Number(process.env["ATTACHMENT_RESERVE"] ?? 0),
    textReserve: Number(process.env["TEXT_RESERVE"] ?? 0),
  },
  epoch: () => 1,
  freeBytes: () => blobs.freeBytes(),
  now: () => Date.now(),
  random: () => Math.random(),
  elapsed: () => performance.now(),
});
const listening = {
  port: 0,
  hostname: "127.0.0.1",
  // Node cuts every request after 300 s by itself; a slow phone's attachment may take longer.
  serverOptions: { requestTimeout: 0 },
  // The intake reads the rest of refused bodies itself; the adapter would reset the connection after half a second.
  autoCleanupIncoming: false,
};
serve({ fetch: createIntakeRoutes(intake).fetch, ...listening }, ({ port }) => {
  process.stdout.write(`listening on 127.0.0.1:${port}\n`);
});
