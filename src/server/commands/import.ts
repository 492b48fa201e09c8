import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { dataPaths, openDatabase, openLibrary, openSources } from "../composing.ts";
import type { Configuration } from "../configuration.ts";
import { runEntry } from "../entry.ts";
import { keyPaths, loadKeys } from "../keys.ts";
import { tellSource } from "../library/import/sources/telling.ts";
import { parseOrder } from "../library/import/sources/ordering.ts";
import { tryLockDataFolder } from "../locking.ts";
import { OperatorError } from "../operator-error.ts";
import type { Order, OrderReport } from "../storage/source-storage.ts";
import { createSqliteSources } from "../storage/sqlite-sources.ts";
import type { Sqlite } from "../storage/sqlite.ts";

const usage = `npm run import -- URL           a feed (RSS, Atom, JSON Feed) or a WordPress site: taken now, then looked at by the running server
npm run import -- FILE          a feed or an export of WordPress, once
npm run import -- list          every source and how its last look ended
npm run import -- take [URL]    one source now, or all of them
npm run import -- remove URL    not looked at any more; its articles stay (with --unlist they go off the lists)
  --language uk        instead of what the source says
  --provenance report  or own-words, told-to-us
  --every 30           minutes between two looks, at least 1
  --once               no further looks
  --most 500           articles at the first look
  --again              everything, not only what has changed
  --allow-private      a host on this machine or in its network`;

await runEntry(process, async (configuration) => {
  const parsed = readArguments();
  const orders = parseOrder(parsed.positionals, parsed.values, (name) => existsSync(name));
  if (!orders.ok) throw new OperatorError(`${orders.why}\n${usage}`);
  if (!existsSync(keyPaths(configuration.dataDir).newsroom)) {
    throw new OperatorError(`${configuration.dataDir} holds no newsroom yet; npm start makes one.`);
  }
  const sqlite = openDatabase(dataPaths(configuration.dataDir).database);
  try {
    if (orders.value.kind === "list") return await list(sqlite);
    const all =
      orders.value.kind === "take-all" ? await everySource(sqlite) : [absolute(orders.value.order)];
    for (const order of all) print(await give(configuration, sqlite, order));
  } finally {
    await sqlite.close();
  }
});

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        language: { type: "string" },
        provenance: { type: "string" },
        every: { type: "string" },
        most: { type: "string" },
        once: { type: "boolean" },
        again: { type: "boolean" },
        unlist: { type: "boolean" },
        "allow-private": { type: "boolean" },
      },
    });
  } catch (error) {
    throw new OperatorError(`${error instanceof Error ? error.message : String(error)}\n${usage}`, {
      cause: error,
    });
  }
}

function absolute(order: Order): Order {
  return order.kind === "file" ? { ...order, path: resolve(order.path) } : order;
}

async function everySource(sqlite: Sqlite): Promise<readonly Order[]> {
  const sources = await createSqliteSources(sqlite.query).listSources();
  const lasting = sources.filter(({ options }) => options.minutes !== undefined);
  return lasting.map(({ id }) => ({ kind: "take", source: id, all: false }));
}

async function list(sqlite: Sqlite): Promise<void> {
  const storage = createSqliteSources(sqlite.query);
  const sources = await storage.listSources();
  if (sources.length === 0) console.log("There are no sources; npm run import -- URL adds one.");
  for (const source of sources) {
    const items = await storage.listItems(source.id);
    const listed = items.filter(({ standing }) => standing === "listed").length;
    console.log(tellSource(source, listed).join("\n"));
  }
}

function print({ ok, lines }: OrderReport): void {
  for (const line of lines) console.log(line);
  if (!ok) process.exitCode = 1;
}

/** One process alone changes the library: the server that runs, else this command. */
async function give(
  configuration: Configuration,
  sqlite: Sqlite,
  order: Order,
): Promise<OrderReport> {
  const storage = createSqliteSources(sqlite.query);
  const number = await storage.addOrder(order);
  for (;;) {
    const lock = tryLockDataFolder(configuration.dataDir);
    if (lock !== undefined) {
      await carryOutHere(configuration, sqlite);
      lock.release();
    }
    const report = await storage.takeReport(number);
    if (report !== undefined) return report;
    await wait(250);
  }
}

async function carryOutHere(configuration: Configuration, sqlite: Sqlite): Promise<void> {
  const { dataDir } = configuration;
  const surroundings = {
    now: () => new Date(),
    random: Math.random,
    randomBytes: (length: number) => randomBytes(length),
  };
  const { library, media } = await openLibrary(
    dataDir,
    sqlite,
    await loadKeys(dataDir),
    surroundings,
  );
  const { signal } = new AbortController();
  await openSources({
    configuration,
    sqlite,
    library,
    media,
    surroundings,
    signal,
  }).carryOutOrders();
}
