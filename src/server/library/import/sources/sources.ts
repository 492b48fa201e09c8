import type {
  Order,
  OrderReport,
  SourceOptions,
  SourceRecord,
  WishedOptions,
} from "../../../storage/source-storage.ts";
import { createFetching } from "../fetching/fetching.ts";
import { openFeedFile } from "./feed-file.ts";
import { takeItems, type Taken, takeSource, type TakingDeps } from "./taking.ts";
import { summaryOf, tellTaken } from "./telling.ts";

/** Where texts come from beside the content folder and the desk. */
export interface Sources {
  /** Looks at a source that is known, and remembers how it ended. */
  look(source: SourceRecord): Promise<Taken>;
  /** The source whose turn is longest due, or undefined. */
  findDue(): Promise<SourceRecord | undefined>;
  /** Does what a command asked for and leaves the report; answers with how many it did. */
  carryOutOrders(): Promise<number>;
}

export interface SourcesDeps extends TakingDeps {
  /** From 0 to 1. */
  readonly random: () => number;
}

const day = 86_400_000;

export function createSources(deps: SourcesDeps): Sources {
  const { storage, now } = deps;
  const look = async (source: SourceRecord, all = false): Promise<Taken> => {
    const taken = await takeSource(deps, source, all);
    await storage.putSource(lookedAt(taken, deps));
    return taken;
  };
  return {
    look: (source) => look(source),
    async findDue() {
      const due = (await storage.listSources()).filter(
        ({ nextAt }) => nextAt !== undefined && nextAt <= now(),
      );
      return due.toSorted((one, other) => one.nextAt! - other.nextAt!)[0];
    },
    async carryOutOrders() {
      const orders = await storage.listOrders();
      for (const { number, order } of orders)
        await storage.reportOrder(number, await carryOut(deps, look, order));
      return orders.length;
    },
  };
}

/** The source after a look: when it is looked at again, and how this one ended. */
function lookedAt(taken: Taken, { now, random }: SourcesDeps): SourceRecord {
  const { nextAt: _, ...source } = taken.source;
  const failures = taken.ok ? 0 : source.failures + 1;
  const { minutes } = source.options;
  const record = { ...source, failures, checkedAt: now(), outcome: summaryOf(taken) };
  if (minutes === undefined) return record;
  const usual = Math.max(minutes * 60_000, taken.waits);
  const wait = taken.isGone ? day : Math.min(day, usual * 2 ** Math.min(failures, 10));
  // Not all at one minute, neither the sources of one newsroom nor the newsrooms of one source.
  return {
    ...record,
    nextAt: Math.round(now() + Math.max(taken.waits, wait * (0.9 + 0.2 * random()))),
  };
}

async function carryOut(
  deps: SourcesDeps,
  look: (source: SourceRecord, all?: boolean) => Promise<Taken>,
  order: Order,
): Promise<OrderReport> {
  switch (order.kind) {
    case "take": {
      const known = await deps.storage.findSource(order.source);
      const source = withOptions(known, order.source, order.options);
      if (source === undefined)
        return { ok: false, lines: [`${order.source} is no source here; add it first.`] };
      const taken =
        known === undefined ? await takeSource(deps, source, true) : await look(source, order.all);
      const isAdded = known === undefined && taken.ok;
      if (isAdded) await deps.storage.putSource(lookedAt(taken, deps));
      const note = known === undefined && !taken.ok ? ["It was not added."] : [];
      return { ok: taken.ok, lines: [...tellTaken(taken), ...note] };
    }
    case "file":
      return takeFile(deps, order.path, order.options);
    case "remove":
      return remove(deps, order.source, order.unlist);
  }
}

const usual: SourceOptions = { provenance: "report", minutes: 30, most: 500, allowPrivate: false };

function optionsOf(before: SourceOptions, { once, ...wished }: WishedOptions): SourceOptions {
  const { minutes, ...options } = { ...before, ...wished };
  return once === true || minutes === undefined ? options : { ...options, minutes };
}

function withOptions(
  known: SourceRecord | undefined,
  id: string,
  wished: WishedOptions | undefined,
): SourceRecord | undefined {
  if (wished === undefined) return known;
  if (known !== undefined) return { ...known, options: optionsOf(known.options, wished) };
  return { id, address: id, options: optionsOf(usual, wished), failures: 0 };
}

async function takeFile(
  deps: SourcesDeps,
  path: string,
  wished: WishedOptions,
): Promise<OrderReport> {
  const file = await openFeedFile(path, deps.reader, deps.now());
  deps.reader.close();
  if (!file.ok) return { ok: false, lines: [`${path} ${file.why}.`] };
  const { id, feed } = file;
  const known = await deps.storage.findSource(id);
  const options = optionsOf(known?.options ?? usual, { ...wished, once: true });
  const source: SourceRecord = { ...known, id, address: path, options, failures: 0 };
  const fetching = createFetching({ allowPrivate: deps.allowPrivate || options.allowPrivate });
  const { kind, title, language } = feed;
  const gathered = {
    kind: "items",
    items: feed.items,
    deleted: feed.deleted,
    remarks: feed.remarks,
    waits: 0,
    found: { kind, title, language },
  } as const;
  const taken = await takeItems(deps, fetching, source, gathered);
  deps.reader.close();
  await deps.storage.putSource(lookedAt(taken, deps));
  return { ok: true, lines: tellTaken(taken) };
}

async function remove(
  { storage, library }: SourcesDeps,
  id: string,
  unlist: boolean,
): Promise<OrderReport> {
  const items = (await storage.listItems(id)).filter(({ standing }) => standing === "listed");
  if ((await storage.findSource(id)) === undefined)
    return { ok: false, lines: [`${id} is no source here.`] };
  if (unlist) await library.unlist(items.map(({ article }) => article));
  await storage.removeSource(id);
  const what = unlist ? "are off the lists" : "stay as they are";
  return {
    ok: true,
    lines: [`${id} is not looked at any more; its ${items.length} articles ${what}.`],
  };
}
