import "fake-indexeddb/auto";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { type RandomId, toBase64url } from "../../src/protocol/bytes.ts";
import type { StoryId } from "../../src/protocol/intake.ts";
import type { KeyList } from "../../src/protocol/keys.ts";
import { openStore, type Store } from "../../src/device/database.ts";
import type { Draft } from "../../src/device/draft.ts";
import { createFacts } from "../../src/device/facts.ts";
import { createMemoryKeyring, type Keyring } from "../../src/device/keyring.ts";
import type { NetworkKind } from "../../src/device/sending-choices.ts";
import type { TestIntake } from "../support/intake.ts";
import type { Send } from "../support/sealed.ts";
import type { Faults } from "./fault-shim.ts";
import { type IntakeBend, type Newsroom, openNewsroom } from "./newsroom.ts";
import { createVirtualClock, seededRandom, type VirtualClock } from "./virtual-clock.ts";
import { createVirtualLocks } from "./virtual-locks.ts";
import { type Forecast, meet, turns, type Weather } from "./weather.ts";
import { type Bend, openWindow, type Window } from "./window.ts";

export { aRefusal, type Forecast, poisonFor, type Weather } from "./weather.ts";
export { type Bend, someTerms, type Window } from "./window.ts";

/** One request of the phone. */
export interface Made {
  readonly method: string;
  readonly path: string;
  /** Milliseconds of the clock. */
  readonly at: number;
  readonly by: Window | undefined;
  readonly weather: Weather;
  /** What came back; 0 where nothing did, undefined while nothing has. */
  status?: number;
}

/** A phone, a network and a newsroom: the real device wing and the real intake. */
export interface World {
  readonly clock: VirtualClock;
  readonly newsroom: Newsroom;
  readonly intake: TestIntake;
  /** Brings a request to the newsroom that is there at that moment. */
  readonly send: Send;
  /** Requests that the phone made, in order. */
  readonly requests: readonly Made[];
  /** Bytes of bodies that left the phone. */
  readonly sentBytes: () => number;
  /** The most processes that had requests under way at the same time. */
  readonly mostAtOnce: () => number;
  /** The requests that are under way. */
  readonly underWay: ReadonlySet<Made>;
  /** True while storage or the newsroom is at work, in ways that no clock drives. */
  readonly busy: () => boolean;
  /** How often anything was written to the phone's disk, or reached the newsroom. */
  readonly changes: () => number;
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

let worlds = 0;
/** What opens every story of every world: the desk's and the recovery key. */
export const identities = Promise.all([generateX25519Identity(), generateX25519Identity()]);

/** A new world; everything in it that is left to chance comes from the seed. `bend` changes the intake. */
export async function createWorld(
  seed: number,
  intakeBend: IntakeBend = {},
  /** Another world's newsroom, for a second phone. */
  shared?: Newsroom,
): Promise<World> {
  const newsroom = shared ?? (await openNewsroom(intakeBend));
  const name = `world-${(worlds += 1)}`;
  let transactions = 0;
  let atNewsroom = 0;
  let changes = 0;
  /** The store with a count of what it has to do. */
  const open = (): Store => {
    const store = openStore(name, () => undefined);
    return {
      ...store,
      async transact(stores, mode, ...rest) {
        transactions += 1;
        try {
          return await store.transact(stores, mode, ...rest);
        } finally {
          transactions -= 1;
          if (mode === "readwrite") changes += 1;
        }
      },
    };
  };
  const disk = open();
  await createFacts(disk).set("keys", await keyListOf(newsroom.intake));
  const clock = createVirtualClock();
  const random = seededRandom(seed);
  const locks = createVirtualLocks();
  const keyring: Keyring = { ...createMemoryKeyring(), durable: true };
  const requests: Made[] = [];
  const underWay = new Set<Made>();
  let sent = 0;
  let mostAtOnce = 0;

  const newId = (): RandomId =>
    toBase64url(Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256))) as RandomId;

  /** Brings a request to the newsroom that is there at that moment. */
  async function send(request: Request): Promise<Response> {
    atNewsroom += 1;
    try {
      return await newsroom.send(request);
    } finally {
      atNewsroom -= 1;
      changes += 1;
    }
  }

  async function carry(request: Request, faults: Faults, by: Window): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const weather = world.forecast(request, requests.length);
    const made: Made = {
      method: request.method,
      path: pathname + search,
      at: clock.now(),
      by,
      weather,
    };
    requests.push(made);
    underWay.add(made);
    mostAtOnce = Math.max(mostAtOnce, new Set([...underWay].map((one) => one.by)).size);
    try {
      const response = await meet(request, weather, {
        clock,
        send,
        killPhone: () => faults.kill(),
        sent: (bytes) => void (sent += bytes),
      });
      made.status = response.status;
      return response;
    } catch (error) {
      made.status = 0;
      throw error;
    } finally {
      underWay.delete(made);
    }
  }

  /** A request of reading: others get their turn meanwhile. */
  async function read(path: string): Promise<void> {
    requests.push({ method: "GET", path, at: clock.now(), by: undefined, weather: "slow" });
    await turns();
  }

  const world: World = {
    clock,
    newsroom,
    send,
    get intake() {
      return newsroom.intake;
    },
    requests,
    sentBytes: () => sent,
    mostAtOnce: () => mostAtOnce,
    underWay,
    busy: () => transactions > 0 || atNewsroom > 0,
    changes: () => changes,
    forecast: () => "fair",
    wallOff: 0,
    network: "unknown",
    disk,
    keyring,
    random,
    open: ({ killAt, bend } = {}) =>
      openWindow(
        {
          store: open(),
          keyring,
          locks: (died) => locks.forWindow(died),
          clock,
          wall: () => clock.now() + world.wallOff,
          random,
          newId,
          carry,
          read,
          network: { kind: () => world.network },
        },
        killAt,
        bend,
      ),
    async close() {
      disk.close();
      if (shared === undefined) await newsroom.close();
    },
  };
  return world;
}

/** The key list of a newsroom's first epoch. */
export async function keyListOf(intake: Pick<TestIntake, "signer">): Promise<KeyList> {
  const [desk, recovery] = await Promise.all((await identities).map(identityToRecipient));
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
