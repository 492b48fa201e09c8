import { existsSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { receiptCode } from "../../protocol/intake.ts";
import { composeIntake, dataPaths, openDatabase } from "../composing.ts";
import type { Configuration } from "../configuration.ts";
import { runEntry } from "../entry.ts";
import type { Intake } from "../intake/intake.ts";
import {
  bytesOfHash,
  checkStoryFile,
  refusalOf,
  type StoryFile,
  type StoryFileBytes,
  takeStoryFile,
  type TakenFile,
} from "../intake/story-file.ts";
import { keyPaths, loadKeys } from "../keys.ts";
import { OperatorError, reasonOf } from "../operator-error.ts";
import { openBlobs } from "../storage/blobs.ts";
import { takeDataLock } from "../storage/data-lock.ts";
import { createSqliteIntake } from "../storage/sqlite-intake.ts";
import { createSqliteNotes } from "../storage/sqlite-notes.ts";

const usage = `npm run intake -- import FILE…
  Takes in story files (.soniakh) that came by e-mail, through a bot or on a card: each story once, whether the phone sends
  it too or not, and whether the server runs or not.`;

/** What is unfinished lies apart from the server's own: the two never write into one file. */
const unfinished = "unfinished-import";

await runEntry(process, async (configuration) => {
  const [command, ...files] = process.argv.slice(2);
  if (command !== "import" || files.length === 0) throw new OperatorError(usage);
  if (!existsSync(keyPaths(configuration.dataDir).newsroom)) {
    throw new OperatorError(`${configuration.dataDir} holds no newsroom yet; npm start makes one.`);
  }
  const lock = takeDataLock(dataPaths(configuration.dataDir).importLock);
  if (lock === undefined) {
    throw new OperatorError("Story files are being taken in already; wait until that has ended.");
  }
  try {
    await importAll(configuration, files);
  } finally {
    lock.release();
  }
});

async function importAll(configuration: Configuration, files: readonly string[]): Promise<void> {
  const paths = dataPaths(configuration.dataDir);
  const keys = await loadKeys(configuration.dataDir);
  const sqlite = openDatabase(paths.database);
  try {
    rmSync(join(paths.blobs, unfinished), { recursive: true, force: true });
    const blobs = await openBlobs(paths.blobs, unfinished);
    const room = {
      storage: createSqliteIntake(sqlite.query),
      notes: createSqliteNotes(sqlite.query),
      blobs,
    };
    const intake = composeIntake(room, keys, {
      now: () => new Date(),
      random: Math.random,
      elapsed: () => performance.now(),
    });
    for (const name of files) await importOne(intake, name);
  } finally {
    rmSync(join(paths.blobs, unfinished), { recursive: true, force: true });
    await sqlite.close();
  }
}

/** Says what came of one file; one that is not taken does not keep out the others. */
async function importOne(intake: Intake, name: string): Promise<void> {
  const said = await takeIn(intake, name).catch((cause: unknown) => {
    if (cause instanceof Error && "syscall" in cause) return `cannot be read: ${reasonOf(cause)}.`;
    throw cause;
  });
  if (typeof said === "string") {
    console.error(`${name} ${said}`);
    process.exitCode = 1;
  } else {
    console.log(`${name}: ${tell(said.story, said.taken)}`);
  }
}

async function takeIn(
  intake: Intake,
  name: string,
): Promise<string | { readonly story: StoryFile; readonly taken: TakenFile }> {
  const file = await open(name, "r");
  try {
    const bytes: StoryFileBytes = {
      size: (await file.stat()).size,
      async read(from, length) {
        const into = new Uint8Array(length);
        let read = 0;
        while (read < length) {
          const { bytesRead } = await file.read(into, read, length - read, from + read);
          if (bytesRead === 0) break;
          read += bytesRead;
        }
        return into.subarray(0, read);
      },
    };
    const story = await checkStoryFile(bytes);
    if (story.kind === "unfit") return story.why;
    const taken = await takeStoryFile(intake, bytes, story);
    return taken.kind === "refused" ? refusalOf(taken) : { story, taken };
  } finally {
    await file.close();
  }
}

function tell(story: StoryFile, { created, news }: TakenFile): string {
  const hash = bytesOfHash(story.manifestHash);
  const receipt = `Receipt ${receiptCode(hash, "uk")} (${receiptCode(hash, "en")}).`;
  const held = news === 0 ? "nothing new in it" : `${attachments(news)} came with it`;
  if (!created) return `known already, ${held}. ${receipt}`;
  const { length } = story.parts;
  return `a new story${length === 0 ? "" : ` with ${attachments(length)}`}. ${receipt}`;
}

function attachments(count: number): string {
  return count === 1 ? "1 attachment" : `${count} attachments`;
}
