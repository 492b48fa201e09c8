import "fake-indexeddb/auto";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { type RandomId, toBase64url } from "../../src/protocol/bytes.ts";
import { mediaTypes, type StoryId } from "../../src/protocol/intake.ts";
import type { KeyList } from "../../src/protocol/keys.ts";
import type { SealedTerms } from "../../src/protocol/story.ts";
import { createCatchingUp, type Outcome } from "../../src/device/catching-up.ts";
import { openStore, type Store } from "../../src/device/database.ts";
import { createDelivery, type DeliveryRequests } from "../../src/device/delivery.ts";
import { createDraining, type Draining } from "../../src/device/draining.ts";
import { createDrafts, type Drafts } from "../../src/device/drafts.ts";
import type { Draft } from "../../src/device/draft.ts";
import { verifyInScript } from "../../src/device/ed25519-in-script.ts";
import { createFacts } from "../../src/device/facts.ts";
import { createMemoryKeyring, type Keyring } from "../../src/device/keyring.ts";
import * as noteSending from "../../src/device/note-sending.ts";
import { createOutbox, type Outbox } from "../../src/device/outbox.ts";
import { createReceiptVerify } from "../../src/device/receipt-keys.ts";
import { seal, type Sealing } from "../../src/device/sealing.ts";
import type { NetworkKind } from "../../src/device/sending-choices.ts";
import { aFolder, openTestIntake, type TestIntake } from "../support/intake.ts";
import type { LibraryFixture } from "../support/library-fixture.ts";
import {
  createFaults,
  type Faults,
  keyringWithFaults,
  whileAlive,
  withFaults,
} from "./fault-shim.ts";
import { createVirtualClock, seededRandom, type VirtualClock } from "./virtual-clock.ts";
import { createVirtualLocks } from "./virtual-locks.ts";

/** What becomes of one request. Functions answer in the newsroom's stead. */
export type Weather =
  | "fair"
  /** The body is read, and the connection dies before anything is committed. */
  | "cut-before"
  /** Everything is committed, and the reply is lost. */
  | "cut-after"
  /** Everything is committed, and the phone dies before it hears of it. */
  | "kill-after"
  /** Fair, but others get their turn meanwhile. */
  | "slow"
  /** The connection dies within the body, after so many bytes. */
  | { readonly diesAfter: number }
  /** One bit of the body, at this byte, is another when it arrives. */
  | { readonly flips: number }
  /** Nobody ever answers. */
  | "silent"
  | ((request: Request) => Response | Promise<Response>);

/** Decides over each request, by its number from 0. */
export type Forecast = (request: Request, number: number) => Weather;

/** What is put in the place of the real thing, for planting bugs and for watching. */
export interface Bend {
  readonly store?: (store: Store) => Store;
  readonly delivery?: (delivery: DeliveryRequests, store: Store) => DeliveryRequests;
}

/** One process of the phone's browser. */
export interface Window {
  /** Its way to the disk: it dies with the window. */
  readonly store: Store;
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly draining: Draining;
  readonly faults: Faults;
  seal(draft: Draft): Promise<Sealing>;
  /** Catches up with a newsroom's library over the same line. */
  catchUp(library: LibraryFixture): Promise<Outcome>;
  /** Its timers stand still, as those of a page in the background do. */
  freeze(): void;
  thaw(): void;
  /** Drains, and lets so much time go by: timers fire, waits end. Also ends when the process dies. */
  live(milliseconds: number, by?: Parameters<Draining["wake"]>[0]): Promise<void>;
}

/** A phone, a network and a newsroom: the real device wing and the real intake. */
export interface World {
  readonly clock: VirtualClock;
  readonly intake: TestIntake;
  /** Requests that the phone made, in order, with the minute of the clock. */
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly at: number;
  }[];
  /** Bytes of bodies that left the phone. */
  readonly sentBytes: () => number;
  /** The most requests that were under way at the same time. */
  readonly mostAtOnce: () => number;
  forecast: Forecast;
  /** How far this phone's wall clock is off, milliseconds. Nothing but what is shown may depend on it. */
  wallOff: number;
  /** What every browser of this phone says of its network. */
  network: NetworkKind;
  /** A new process over the phone's disk. */
  open(options?: { readonly killAt?: number; readonly bend?: Bend }): Window;
  /** The store as it is on disk, without faults. */
  readonly disk: Store;
  readonly keyring: Keyring;
  readonly random: () => number;
  close(): Promise<void>;
}

export const someTerms: SealedTerms = {
  answers: { publish: "read-only", adult: true, harm: "no" },
  wording: [],
  version: 1,
};

let worlds = 0;
const recipients = Promise.all(
  Array.from({ length: 2 }, async () => identityToRecipient(await generateX25519Identity())),
);

/** A new world; everything in it that is left to chance comes from the seed. `bend` changes the intake. */
export async function createWorld(
  seed: number,
  intakeBend: Parameters<typeof openTestIntake>[1] = {},
  /** Another world's newsroom, for a second phone. */
  shared?: TestIntake,
): Promise<World> {
  const folder = await aFolder();
  const intake = shared ?? (await openTestIntake(folder.path, intakeBend));
  const name = `world-${(worlds += 1)}`;
  const disk = openStore(name, () => undefined);
  await createFacts(disk).set("keys", await keyListOf(intake));
  const clock = createVirtualClock();
  const random = seededRandom(seed);
  const locks = createVirtualLocks();
  const keyring: Keyring = { ...createMemoryKeyring(), durable: true };
  const requests: { method: string; path: string; at: number }[] = [];
  let sent = 0;
  let underWay = 0;
  let mostAtOnce = 0;

  const newId = (): RandomId =>
    toBase64url(Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256))) as RandomId;

  async function carry(request: Request, faults: Faults): Promise<Response> {
    underWay += 1;
    mostAtOnce = Math.max(mostAtOnce, underWay);
    try {
      return await meet(request, faults);
    } finally {
      underWay -= 1;
    }
  }

  async function meet(request: Request, faults: Faults): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const number = requests.length;
    requests.push({ method: request.method, path: pathname + search, at: clock.now() });
    const weather = world.forecast(request, number);
    if (typeof weather === "function") return weather(request);
    if (weather === "silent") return silence(request, clock);
    if (weather === "slow") await turns();
    const whole = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
    const body = whole && disturb(whole, weather);
    sent +=
      typeof weather === "object" && "diesAfter" in weather
        ? weather.diesAfter
        : (whole?.length ?? 0);
    if (weather === "cut-before") throw new TypeError("the connection died");
    const { method, headers } = request;
    const response = await intake.send(
      new Request(request.url, {
        method,
        headers,
        ...(body === undefined ? {} : { body, duplex: "half" }),
      }),
    );
    if (weather === "cut-after" || (typeof weather === "object" && "diesAfter" in weather))
      throw new TypeError("the connection died");
    if (weather === "kill-after") faults.kill();
    return response;
  }

  /** A request of reading: others get their turn meanwhile. */
  async function readOver(method: string, path: string): Promise<void> {
    requests.push({ method, path, at: clock.now() });
    await turns();
  }

  const world: World = {
    clock,
    intake,
    requests,
    sentBytes: () => sent,
    mostAtOnce: () => mostAtOnce,
    forecast: () => "fair",
    network: "unknown",
    wallOff: 0,
    disk,
    keyring,
    random,
    open({ killAt, bend = {} } = {}) {
      const faults = createFaults(killAt);
      const real = openStore(name, () => undefined);
      const store = withFaults(bend.store?.(real) ?? real, faults);
      const keys = keyringWithFaults(keyring, faults);
      const facts = createFacts(store);
      const announce = (): void => undefined;
      const delivery = createDelivery({
        fetch: (request) => whileAlive(faults, () => carry(request, faults)),
        verify: createReceiptVerify(facts, async () => verifyInScript),
        newId,
        origin: "https://newsroom.example",
        after: clock.after,
      });
      let frozen: (() => void)[] | undefined;
      const after: VirtualClock["after"] = (milliseconds, call) =>
        clock.after(milliseconds, () => {
          if (faults.dead) return;
          if (frozen === undefined) call();
          else frozen.push(call);
        });
      const draining = createDraining({
        store,
        keyring: keys,
        delivery: bend.delivery?.(delivery, store) ?? delivery,
        loadNoteSending: async () => noteSending,
        locks: locks.forWindow(faults.died),
        now: clock.now,
        random,
        after,
        announce,
        network: { kind: () => world.network },
      });
      const wall = (): number => clock.now() + world.wallOff;
      const deps = { store, keyring: keys, newId, now: wall, announce };
      return {
        store,
        drafts: createDrafts(deps),
        outbox: createOutbox(deps),
        draining,
        faults,
        freeze: () => void (frozen = []),
        thaw() {
          const calls = frozen ?? [];
          frozen = undefined;
          for (const call of calls) call();
        },
        catchUp: (library) =>
          createCatchingUp({
            store,
            locks: locks.forWindow(faults.died),
            fetch: async (path, init) => {
              await readOver("GET", path as string);
              return library.fetch(path, init);
            },
            now: clock.now,
            rootKey: library.rootKey,
            loadFallback: async () => verifyInScript,
            download: async () => "everything",
            decodes: async () => true,
            announce,
          }).catchUp(),
        seal: (draft) => seal({ ...deps, facts }, { draft, language: "uk", terms: someTerms }),
        async live(milliseconds, by = "start") {
          const end = clock.now() + milliseconds;
          const alive = <T>(work: Promise<T>): Promise<T | void> =>
            Promise.race([work, faults.died]);
          await alive(draining.wake(by));
          while (!faults.dead && clock.fireNext(end)) await alive(draining.settled());
          if (!faults.dead) clock.turnTo(end);
        },
      };
    },
    async close() {
      disk.close();
      if (shared === undefined) await intake.close();
      await folder.remove();
    },
  };
  return world;
}

/** Others get their turn. */
async function turns(): Promise<void> {
  for (let left = 50; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
}

/** The key list of a newsroom's first epoch. */
export async function keyListOf(intake: Pick<TestIntake, "signer">): Promise<KeyList> {
  const [desk, recovery] = await recipients;
  return {
    format: 1,
    epoch: 1,
    edition: [],
    receipt: [intake.signer.public],
    desk: [
      { recipient: desk!, holder: "desk" },
      { recipient: recovery!, holder: "recovery" },
    ],
    notAfter: "2030-01-01",
  };
}

/** The body as it arrives. */
function disturb(body: Uint8Array<ArrayBuffer>, weather: Exclude<Weather, "silent">): BodyInit {
  if (typeof weather !== "object") return body;
  if ("flips" in weather) {
    const changed = body.slice();
    changed[weather.flips] = (changed[weather.flips] ?? 0) ^ 1;
    return changed;
  }
  let given = false;
  return new ReadableStream({
    pull(controller) {
      if (given) return controller.error(new TypeError("the connection died"));
      given = true;
      if (weather.diesAfter > 0) controller.enqueue(body.slice(0, weather.diesAfter));
    },
  });
}

/** Time runs until the phone's own patience ends. */
async function silence(request: Request, clock: VirtualClock): Promise<Response> {
  while (!request.signal.aborted && clock.fireNext(Infinity))
    await new Promise((resolve) => setImmediate(resolve));
  throw request.signal.reason ?? new TypeError("silence");
}

/** A draft with a sentence and so many photos of so many bytes. */
export async function aDraftIn(window: Window, photos: readonly number[] = []): Promise<Draft> {
  const draft = await window.drafts.create();
  await draft.change({ kind: "title", at: 0, cut: 0, put: "Одинадцяте листопада" });
  await draft.change({
    kind: "text",
    piece: 0,
    at: 0,
    cut: 0,
    put: "Коли прийшли, ми пекли хліб.",
  });
  for (const bytes of photos) {
    const photo = await draft.addPhoto({
      type: "image/jpeg",
      width: 1,
      height: 1,
      bytes: noise(bytes),
    });
    const at = draft.content.pieces.length;
    await draft.change({
      kind: "pieces",
      at,
      cut: 0,
      put: [{ kind: "photo", photo, caption: "" }],
    });
  }
  return draft;
}

const noise = (bytes: number): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(all.subarray(at, at + 65_536));
  return all;
};

/** Seals a new draft; throws where it is not sealed. */
export async function aStoryIn(window: Window, photos: readonly number[] = []): Promise<StoryId> {
  const sealing = await window.seal(await aDraftIn(window, photos));
  if (sealing.kind !== "sealed") throw new Error(sealing.kind);
  return sealing.story;
}

/** The seeds of a run: one from the environment (`SEED=7`), else so many. Each stands in its test's name. */
export const seeds = (count: number): readonly number[] => {
  const one = process.env["SEED"];
  return one === undefined ? Array.from({ length: count }, (_, index) => index + 1) : [Number(one)];
};

/** An answer of the newsroom that refuses. */
export const aRefusal = (
  code: string,
  status: number,
  headers: Record<string, string> = {},
): Response =>
  new Response(JSON.stringify({ type: `urn:soniakh:refusal:${code}`, status, code, title: code }), {
    status,
    headers: { "content-type": mediaTypes.problem, ...headers },
  });
