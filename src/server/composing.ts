import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toBase64url } from "../protocol/bytes.ts";
import type { Newsroom } from "../protocol/newsroom.ts";
import { createApp } from "./app.ts";
import { openBuiltPage } from "./built-page.ts";
import type { Configuration } from "./configuration.ts";
import { usualBounds } from "./intake/admission.ts";
import { createInbox } from "./intake/inbox.ts";
import { createIntake, type Intake, type IntakeDependencies } from "./intake/intake.ts";
import { createIntakeRoutes } from "./intake/routes.ts";
import { reconcile, sweep } from "./intake/sweeping.ts";
import type { Keys } from "./keys.ts";
import type { ImportReport } from "./library/import/import-folder.ts";
import { createLibrary, type Library } from "./library/library.ts";
import { createMarkupReader } from "./library/import/sources/markup-reader.ts";
import { createSources, type Sources } from "./library/import/sources/sources.ts";
import { createMedia, type Media } from "./library/media.ts";
import { createLibraryRoutes } from "./library/routes.ts";
import type { DeskLibrary } from "./newsroom/desk-dependencies.ts";
import { tellOverdue } from "./newsroom/inbox.ts";
import { createDeskRoutes } from "./newsroom/routes.ts";
import { OperatorError, reasonOf } from "./operator-error.ts";
import { type Answering, withReadyAnswers, withReadyPages } from "./ready-answers.ts";
import { createStaticFiles } from "./static-files.ts";
import { openBlobs } from "./storage/blobs.ts";
import { askSeldom } from "./storage/free-bytes.ts";
import { createMediaFiles } from "./storage/media-files.ts";
import { openSqlite, type Sqlite } from "./storage/sqlite.ts";
import { createSqliteIntake } from "./storage/sqlite-intake.ts";
import { createSqliteNotes } from "./storage/sqlite-notes.ts";
import { createSqliteLibrary } from "./storage/sqlite-library.ts";
import { createSqliteNewsroom } from "./storage/sqlite-newsroom.ts";
import { createSqliteSources } from "./storage/sqlite-sources.ts";
import { withWorkerSwitch } from "./worker-switch.ts";

/** What the server takes from the world around it. */
export interface Surroundings {
  readonly now: () => Date;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Milliseconds of a clock that only runs forward. */
  readonly elapsed: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly report: (line: string) => void;
}

/** A newsroom that answers requests. */
export interface Server extends Answering {
  /** True where nothing was ever published: the first import is worth waiting for. */
  readonly isNew: boolean;
  /** Feeds and WordPress sites; what `ends` says ends a look that is under way. */
  openSources(ends: AbortSignal): Sources;
  /** Publishes what has changed in the content folder. */
  importContent(): Promise<ImportReport>;
  /** Work of a few times a day: gives up what nobody finished sending, and forgets when editors came. */
  sweep(): Promise<void>;
  /** Waits for what is being written and closes the database. */
  close(): Promise<void>;
}

/** Where things lie in the data folder. */
export const dataPaths = (dataDir: string) => ({
  database: join(dataDir, "soniakh.sqlite"),
  /** Held by the server that runs, see locking.ts. */
  lock: join(dataDir, "lock"),
  /** Held by the command that takes in story files. */
  importLock: join(dataDir, "import-lock"),
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

/** Not written where it says so already: a disk that is full does not keep a server from starting. */
function noteAddress(path: string, origin: string): void {
  if (existsSync(path) && readFileSync(path, "utf8").trim() === origin) return;
  writeFileSync(path, `${origin}\n`);
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
  surroundings: Surroundings,
): Promise<Server> {
  const { dataDir, contentDir } = configuration;
  const paths = dataPaths(dataDir);
  const page = openBuiltPage(join(paths.app, "index.html"));
  const sqlite = openDatabase(paths.database);
  const origin = originOf(configuration, keys.newsroom);
  noteAddress(paths.address, origin);
  const https = origin.startsWith("https://");
  const { library, media, isNew } = await openLibrary(dataDir, sqlite, keys, surroundings);
  const intake = await openIntake(paths.blobs, sqlite, keys, surroundings);
  const newsroom = createSqliteNewsroom(sqlite.query);
  const app = createApp({
    library: createLibraryRoutes({
      library,
      newsroom: { ...keys.newsroom, origin },
      template: () => page().html,
      privacy: { uk: readPrivacy("uk"), en: readPrivacy("en") },
      keys: () => keys.listFile,
    }),
    intake: intake.routes,
    desk: createDeskRoutes({
      storage: newsroom,
      inbox: intake.inbox,
      library: forDesk(library),
      addPicture: media.addPicture,
      addSound: media.addSound,
      chooseSlug: library.chooseSlug,
      now: surroundings.now,
      random: () => surroundings.randomBytes(32),
      secure: https,
    }),
    appFiles: withWorkerSwitch(createStaticFiles(paths.app), dataDir),
    deskFiles: createStaticFiles(paths.desk),
    policy: () => ({ styleHashes: page().styleHashes, https }),
    report: surroundings.report,
  });
  let warnedOn = "";
  /** Once a day. */
  async function warn(): Promise<void> {
    const today = surroundings.now().toISOString().slice(0, 10);
    const warning = tellOverdue(await intake.inbox.list(), today);
    if (warning === undefined || warnedOn === today) return;
    warnedOn = today;
    surroundings.report(warning);
  }
  return {
    ...withReadyAnswers(
      withReadyPages(app, library.edition, () => page().html),
      library.edition,
    ),
    isNew,
    openSources: (signal) =>
      openSources({ configuration, sqlite, library, media, surroundings, signal }),
    importContent: () => library.importFolder(contentDir),
    async sweep() {
      await intake.sweep();
      await warn();
      await media.sweep();
      await newsroom.forgetExpired(surroundings.now().getTime());
    },
    close: () => sqlite.close(),
  };
}

type IntakeSurroundings = Pick<Surroundings, "now" | "random" | "elapsed">;

/** The intake room, after database and folder agree again. */
async function openIntake(
  folder: string,
  sqlite: Sqlite,
  keys: Keys,
  surroundings: IntakeSurroundings,
) {
  const storage = createSqliteIntake(sqlite.query);
  const blobs = await openBlobs(folder);
  await reconcile(storage, blobs);
  const notes = createSqliteNotes(sqlite.query);
  const { now } = surroundings;
  return {
    routes: createIntakeRoutes(composeIntake({ storage, notes, blobs }, keys, surroundings)),
    inbox: createInbox(storage, blobs, notes),
    sweep: () => sweep(storage, blobs, now().toISOString().slice(0, 10)),
  };
}

/** Where the intake keeps what it takes. */
type IntakeRoom = Pick<IntakeDependencies, "storage" | "notes" | "blobs">;

/** The intake over its storage, with the usual bounds. */
export const composeIntake = (
  room: IntakeRoom,
  keys: Keys,
  { now, random, elapsed }: IntakeSurroundings,
): Intake =>
  createIntake({
    ...room,
    signer: keys.receipt,
    bounds: usualBounds,
    epoch: () => keys.list.epoch,
    freeBytes: askSeldom(() => room.blobs.freeBytes(), elapsed),
    now: () => now().getTime(),
    random,
    elapsed,
  });

/** The library room over a data folder. */
export async function openLibrary(
  dataDir: string,
  sqlite: Sqlite,
  keys: Keys,
  { now, randomBytes }: Pick<Surroundings, "now" | "randomBytes">,
): Promise<{ readonly library: Library; readonly media: Media; readonly isNew: boolean }> {
  const storage = createSqliteLibrary(sqlite.query);
  const isNew = (await storage.latestEdition()) === undefined;
  const media = createMedia(storage, createMediaFiles(dataPaths(dataDir).library));
  const library = await createLibrary({
    storage,
    signer: keys.edition,
    media,
    now: () => now().getTime(),
    newId: () => toBase64url(randomBytes(16)),
  });
  return { library, media, isNew };
}

/** What looks at feeds and WordPress sites is made of. */
export interface SourcesSetting {
  readonly configuration: Configuration;
  readonly sqlite: Sqlite;
  readonly library: Library;
  readonly media: Media;
  readonly surroundings: Pick<Surroundings, "now" | "random">;
  readonly signal: AbortSignal;
}

/** Texts from elsewhere, over an open library. */
export const openSources = ({
  configuration,
  sqlite,
  library,
  media,
  surroundings,
  signal,
}: SourcesSetting): Sources =>
  createSources({
    storage: createSqliteSources(sqlite.query),
    articles: createSqliteLibrary(sqlite.query),
    library,
    media,
    reader: createMarkupReader(),
    allowPrivate: configuration.allowPrivateSources,
    signal,
    now: () => surroundings.now().getTime(),
    random: surroundings.random,
  });

/** The desk has checked its article; a library that refuses it all the same is a mistake that nobody may overlook. */
const forDesk = (library: Library): DeskLibrary => ({
  async publish(article) {
    const { refused } = await library.publish([article]);
    if (refused[0]) throw new Error(`the library refused an article: ${refused[0].refusal.code}`);
  },
  withdraw: (id) => library.withdraw(id),
});

/** docs/privacy in a language, Markdown. */
export const readPrivacy = (language: "uk" | "en"): string =>
  readFileSync(join(import.meta.dirname, `../../docs/privacy/${language}.md`), "utf8");

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
