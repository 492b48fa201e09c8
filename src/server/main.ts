import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { openServer, originOf, type Server } from "./composing.ts";
import { type Configuration, prepareDataFolder } from "./configuration.ts";
import { runEntry } from "./entry.ts";
import { greet, tellImport } from "./greeting.ts";
import { loadKeys } from "./keys.ts";
import { keepLooking } from "./library/import/sources/looking.ts";
import { listen } from "./listening.ts";
import { lockDataFolder } from "./locking.ts";
import { watchFolder } from "./watching.ts";

/** How long a stop waits for what is under way; longer than a phone on a bad day takes for a story's text. */
const grace = 20_000;
/** Files that are being copied lie still for a moment before they are read. */
const calm = 500;
const sixHours = 6 * 60 * 60_000;

// What an upload leaves behind in memory is collected sooner where the young generation stays small: hundreds of slow
// phones at once take 80 MB less, and nothing that was measured got slower.
setFlagsFromString("--semi-space-growth-factor=1");

await runEntry(process, async (configuration) => {
  prepareDataFolder(configuration.dataDir);
  await serve(configuration);
});

async function serve(configuration: Configuration): Promise<void> {
  const keys = await loadKeys(configuration.dataDir);
  const atEnd = endWithTheProcess();
  // The port first: a second start by mistake ends here, before it has touched anything.
  const opened = Promise.withResolvers<Server>();
  let find: Server["find"] = () => undefined;
  const listening = await listen(configuration, {
    app: async (...request) => (await opened.promise).app(...request),
    find: (asked) => find(asked),
  });
  const lock = lockDataFolder(configuration.dataDir);
  atEnd(async () => lock.release());
  const found = { ...configuration, port: listening.port };
  const server = await openServer(found, keys, {
    now: () => new Date(),
    random: Math.random,
    elapsed: () => performance.now(),
    randomBytes: (length) => randomBytes(length),
    report: (line) => console.error(line),
  });
  atEnd(() => server.close());
  atEnd(() => listening.stop(grace));
  const importing = goingOn("The content folder was not taken in", async () =>
    console.log(tellImport(await server.importContent())),
  );
  // Watched first: what changes while it is read for the first time is read again.
  const watching = watchFolder(configuration.contentDir, calm, importing);
  const first = importing();
  atEnd(() => watching.stop());
  atEnd(() => Promise.race([first, wait(grace)]));
  if (server.isNew) await first;
  find = server.find;
  opened.resolve(server);
  const ends = new AbortController();
  const looking = keepLooking(server.openSources(ends.signal), ends, (line) => console.log(line));
  atEnd(() => looking.stop());
  const sweep = goingOn("What nobody needs was not cleared away", () => server.sweep());
  const sweeping = setInterval(() => void sweep(), sixHours);
  atEnd(async () => clearInterval(sweeping));
  console.log(greet(found, originOf(found, keys.newsroom), keys));
}

/**
 * Work that nobody waits for: a full disk is told to the operator, and ends neither reading nor the intake. It is
 * tried again at its next turn.
 */
function goingOn(sentence: string, work: () => Promise<void>): () => Promise<void> {
  return () =>
    work().catch((error: unknown) => {
      console.error(`${sentence}; the newsroom goes on.`, error);
    });
}

/**
 * Ends the process with 0 when it is asked to, after what `atEnd` was given, the last first. Once is enough: a
 * terminal's Ctrl-C comes from npm start a second time.
 */
function endWithTheProcess(): (work: () => Promise<void>) => void {
  const works: (() => Promise<void>)[] = [];
  let isEnding = false;
  const end = async (): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    for (const work of works.toReversed()) await work();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.on(signal, () => void end());
  // npm start's own end, even by SIGKILL: nobody would know of this process any more.
  process.once("disconnect", () => void end());
  return (work) => void works.push(work);
}
