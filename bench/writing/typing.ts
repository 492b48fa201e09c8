// W1: one key stroke in a draft of 20 KB, until storage said that it is kept. W2: a story put into the line.
import type { BenchPhone } from "./phone.ts";
import type { Draft } from "../../src/device/draft.ts";
import { aDraftOf, textOf } from "./phone.ts";
import { createRxDatabase, Dexie, getRxStorageDexie, PouchDB, Queue } from "./peers.mjs";

const size = 20_480;
const rounds = 10;
const strokes = 20;

/** Median milliseconds of each. */
export type Medians = Readonly<Record<string, number>>;

export const middle = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** What is measured; from where it calls `start`, where something is got ready first. */
type Act = (start: () => void) => Promise<unknown>;

/** All in turns, so that a machine that is busy for a while is busy for all; the first round is not counted. */
async function inTurns(acts: Readonly<Record<string, Act>>, times: number): Promise<Medians> {
  const taken = new Map<string, number[]>(Object.keys(acts).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, act] of Object.entries(acts)) {
      for (let time = 0; time < times; time += 1) {
        let begun = performance.now();
        await act(() => (begun = performance.now()));
        if (round > 0) taken.get(name)?.push(performance.now() - begun);
      }
    }
  }
  return Object.fromEntries([...taken].map(([name, some]) => [name, middle(some)]));
}

export async function keystrokes(phone: BenchPhone): Promise<Medians> {
  const draft = await aDraftOf(phone, size);
  let at = size / 2;
  let text = textOf(size);
  const typed = (): string => (text += "а");

  const pouch = new PouchDB("bench-pouch");
  let { rev } = await pouch.put({ _id: "draft", text });
  const rx = await rxDrafts("bench-rx");
  const document = await rx.insert({ id: "draft", text });
  const dexie = new Dexie("bench-dexie");
  dexie.version(1).stores({ drafts: "id" });
  const table = dexie.table("drafts");

  const medians = await inTurns(
    {
      soniakh: () => draft.change({ kind: "text", piece: 0, at: at++, cut: 0, put: "а" }),
      pouch: async () => {
        ({ rev } = await pouch.put({ _id: "draft", _rev: rev, text: typed() }));
      },
      rx: () => document.incrementalPatch({ text: typed() }),
      dexie: () => table.put({ id: "draft", text: typed() }),
    },
    strokes,
  );
  await draft.close();
  await pouch.close();
  dexie.close();
  return medians;
}

/** A collection of drafts in RxDB over its free storage. */
export async function rxDrafts(name: string) {
  const database = await createRxDatabase({ name, storage: getRxStorageDexie() });
  const string = { type: "string" };
  const schema = {
    version: 0,
    primaryKey: "id",
    type: "object",
    properties: { id: { type: "string", maxLength: 100 }, text: string, kind: string },
    required: ["id"],
  };
  const { drafts } = await database.addCollections({ drafts: { schema } });
  if (drafts === undefined) throw new Error("RxDB made no collection");
  return drafts;
}

/** Workbox looks for its worker's registration; in a page there is none, and the queue itself needs none. */
export function openQueue(name: string) {
  Object.assign(globalThis, { registration: {} });
  return new Queue(name, {
    onSync: () => undefined,
  });
}

/** Sealing and putting in line, strict; beside Workbox, which keeps the text as it is and asks for no durability. */
export async function puts(phone: BenchPhone): Promise<Medians> {
  const queue = openQueue("bench-puts");
  const drafts = [];
  for (let n = 0; n < (rounds + 1) * 4; n += 1) drafts.push(await aDraftOf(phone, size));
  const waiting = drafts.values();
  const body = textOf(size);
  const next = (): Draft => {
    const draft = waiting.next().value;
    if (draft === undefined) throw new Error("too few drafts");
    return draft;
  };
  const medians = await inTurns(
    {
      // As the app does it: the page is sealed while its author looks at the last screen, and they press.
      pressed: async (start) => {
        const draft = next();
        const ahead = await phone.sealAhead(draft);
        // Nobody presses in the moment when the screen appears.
        await new Promise((idle) => requestIdleCallback(idle));
        start();
        await phone.put(draft, ahead);
      },
      whole: () => phone.put(next()),
      workbox: () =>
        queue.pushRequest({ request: new Request("/nowhere", { method: "POST", body }) }),
    },
    2,
  );
  for (const { id } of await phone.outbox.list()) await phone.outbox.destroy(id);
  for (const { id } of await phone.drafts.list()) await phone.drafts.destroy(id);
  return medians;
}
