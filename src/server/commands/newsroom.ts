import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { readBundle } from "../bundle.ts";
import { dataPaths, openDatabase } from "../composing.ts";
import { type Configuration, isOrigin, prepareDataFolder } from "../configuration.ts";
import { runEntry } from "../entry.ts";
import { type Details, foundingPaths, foundNewsroom, renewNewsroom } from "../founding.ts";
import { lockDataFolder } from "../locking.ts";
import { openNewsroom } from "../opening.ts";
import { OperatorError } from "../operator-error.ts";
import { createSqliteIntake } from "../storage/sqlite-intake.ts";
import { switchWorkers } from "../worker-switch.ts";
import { createTrialNewsroom, trialPaths } from "../trial.ts";

const usage = `npm run newsroom -- COMMAND

On a computer that is not the server:
  init FOLDER --uk NAME --en NAME --origin https://newsroom.example [--contact LINE]...
      makes the newsroom's keys in FOLDER; only for-the-server.json leaves it
  renew FOLDER
      signs the key list for another year and writes for-the-server.json anew

On the server, while it is stopped:
  open for-the-server.json [--leave-unopened]
      ends the demonstration in DATA_DIR, or takes a renewed key list
  trial
      makes a trial newsroom in DATA_DIR; npm start does this by itself

On the server, running or not:
  worker off | on
      off: phones let go of the app that they hold and open it from the network, until a mended build is in its place;
      articles, drafts and stories stay on them`;

await runEntry(process, async (configuration) => {
  const { positionals, values } = readArguments();
  const [command, path] = positionals;
  if (command === "trial") return makeTrial(configuration);
  if (command === "worker" && (path === "on" || path === "off")) return turn(configuration, path);
  if (path === undefined) throw new OperatorError(usage);
  switch (command) {
    case "init":
      return found(resolve(path), readDetails(values));
    case "renew":
      return renew(resolve(path));
    case "open":
      return open(configuration, resolve(path), values["leave-unopened"] === true);
    default:
      throw new OperatorError(usage);
  }
});

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        uk: { type: "string" },
        en: { type: "string" },
        origin: { type: "string" },
        contact: { type: "string", multiple: true },
        "leave-unopened": { type: "boolean" },
      },
    });
  } catch (cause) {
    throw new OperatorError(usage, { cause });
  }
}

function readDetails({
  uk,
  en,
  origin,
  contact,
}: ReturnType<typeof readArguments>["values"]): Details {
  if (!uk || !en || !origin) throw new OperatorError(usage);
  if (!isOrigin(origin) || !origin.startsWith("https://")) {
    throw new OperatorError(
      `--origin is "${origin}"; it has to look like https://newsroom.example.`,
    );
  }
  return { name: { uk, en }, languages: ["uk", "en"], contacts: contact ?? [], origin };
}

function turn({ dataDir }: Configuration, to: "on" | "off"): void {
  if (!existsSync(dataDir)) throw new OperatorError(`There is no newsroom in ${dataDir}.`);
  switchWorkers(dataDir, to);
  console.log(
    to === "off"
      ? "Phones that open the app with a network let go of it now. Turn it on again when the mended build is served."
      : "Phones keep the app again.",
  );
}

async function makeTrial({ dataDir, origin, port }: Configuration): Promise<void> {
  await createTrialNewsroom(dataDir, new Date(), origin ?? `http://localhost:${port}`);
  console.log(`A trial newsroom was made; its desk key: ${trialPaths(dataDir).desk}`);
}

async function found(folder: string, details: Details): Promise<void> {
  await foundNewsroom(folder, details, new Date());
  const paths = foundingPaths(folder);
  console.log(`The newsroom's keys are in ${folder}.
${paths.root} and ${paths.recovery}: onto two memory sticks, kept apart and offline.
${paths.desk}: to the editors. ${paths.passphrase}: onto paper, then delete the file.
${paths.bundle}: to the server, where "npm run newsroom -- open" takes it; then delete the copy there.`);
}

async function renew(folder: string): Promise<void> {
  const { epoch, notAfter } = await renewNewsroom(folder, new Date());
  console.log(`Key list ${epoch}, good until ${notAfter}: ${foundingPaths(folder).bundle}`);
}

async function open(configuration: Configuration, path: string, leave: boolean): Promise<void> {
  const bundle = await readBundle(path);
  const { dataDir } = configuration;
  prepareDataFolder(dataDir);
  // A server that went on would take stories for the keys that are put away, after they were counted.
  const lock = lockDataFolder(dataDir);
  await openNewsroom(dataDir, bundle, await countUnopened(dataDir), leave);
  lock.release();
  console.log(`${dataDir} is now the newsroom at ${bundle.newsroom.origin}. Start the server now.`);
}

async function countUnopened(dataDir: string): Promise<number> {
  const { database } = dataPaths(dataDir);
  if (!existsSync(database)) return 0;
  const sqlite = openDatabase(database);
  const stories = await createSqliteIntake(sqlite.query).list();
  await sqlite.close();
  return stories.filter(({ state }) => state === "received").length;
}
