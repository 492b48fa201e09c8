import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Hono } from "hono";
import type { Newsroom } from "../protocol/newsroom.ts";
import { type App, createApp } from "./app.ts";
import type { Configuration } from "./configuration.ts";
import { openBuiltPage } from "./built-page.ts";
import { usualBounds } from "./intake/admission.ts";
import { createIntake } from "./intake/intake.ts";
import { createIntakeRoutes } from "./intake/routes.ts";
import { reconcile, sweep } from "./intake/sweeping.ts";
import type { Keys } from "./keys.ts";
import { OperatorError, reasonOf } from "./operator-error.ts";
import { createStaticFiles } from "./static-files.ts";
import { openBlobs } from "./storage/blobs.ts";
import { openSqlite, type Sqlite } from "./storage/sqlite.ts";
import { createSqliteIntake } from "./storage/sqlite-intake.ts";

/** What the server takes from the world around it. */
export interface Surroundings {
  readonly now: () => Date;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly report: (line: string) => void;
}

/** A newsroom that answers requests. */
export interface Server {
  readonly app: App;
  /** Work of once a day: gives up what nobody finished sending. */
  sweep(): Promise<void>;
  /** Waits for what is being written and closes the database. */
  close(): Promise<void>;
}

/** Where things lie in the data folder. */
export const dataPaths = (dataDir: string) => ({
  database: join(dataDir, "soniakh.sqlite"),
  /** The origin that it was served under last. */
  address: join(dataDir, "address"),
  blobs: join(dataDir, "blobs"),
  library: join(dataDir, "library"),
  app: join(dataDir, "app"),
  desk: join(dataDir, "desk"),
});

/** Where people find this newsroom: ORIGIN, else newsroom.json's; a demonstration is found on its own port. */
export function originOf(configuration: Configuration, newsroom: Newsroom): string {
  if (configuration.origin !== undefined) return configuration.origin;
  if (!newsroom.demonstration) return newsroom.origin;
  return `${configuration.tls ? "https" : "http"}://localhost:${configuration.port}`;
}

/** Where this newsroom was served last, for commands that do not know the server's port. */
export function servedOrigin(configuration: Configuration, newsroom: Newsroom): string {
  const { address } = dataPaths(configuration.dataDir);
  if (configuration.origin !== undefined || !existsSync(address)) {
    return originOf(configuration, newsroom);
  }
  return readFileSync(address, "utf8").trim();
}

/** Opens the storage and puts the rooms together. Throws an {@link OperatorError} where the database cannot be used. */
export async function openServer(
  configuration: Configuration,
  keys: Keys,
  { now, random, report }: Surroundings,
): Promise<Server> {
  const paths = dataPaths(configuration.dataDir);
  const page = openBuiltPage(join(paths.app, "index.html"));
  const sqlite = openDatabase(paths.database);
  const origin = originOf(configuration, keys.newsroom);
  writeFileSync(paths.address, `${origin}\n`);
  const https = origin.startsWith("https://");

  const intakeStorage = createSqliteIntake(sqlite.query);
  const blobs = await openBlobs(paths.blobs);
  await reconcile(intakeStorage, blobs);
  const intake = createIntake({
    storage: intakeStorage,
    blobs,
    signer: keys.receipt,
    bounds: usualBounds,
    epoch: () => keys.list.epoch,
    freeBytes: () => blobs.freeBytes(),
    now: () => now().getTime(),
    random,
  });

  const app = createApp({
    library: new Hono(),
    intake: createIntakeRoutes(intake),
    desk: new Hono(),
    appFiles: createStaticFiles(paths.app),
    deskFiles: createStaticFiles(paths.desk),
    policy: () => ({ styleHashes: page().styleHashes, https }),
    report,
  });
  return {
    app,
    sweep: () => sweep(intakeStorage, blobs, now().toISOString().slice(0, 10)),
    close: () => sqlite.close(),
  };
}

/** The database; the sentence for the operator names the file. */
export function openDatabase(path: string): Sqlite {
  try {
    return openSqlite(path);
  } catch (cause) {
    const why = reasonOf(cause);
    throw new OperatorError(
      `${why.includes(path) ? why : `The database ${path} cannot be used: ${why}`}. Nothing was changed; ` +
        "put it back from a backup (npm run restore), or ask for help before anything else.",
      { cause },
    );
  }
}
