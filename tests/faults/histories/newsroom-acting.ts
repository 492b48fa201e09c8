import type { RandomId } from "../../../src/protocol/bytes.ts";
import type { StoryId } from "../../../src/protocol/intake.ts";
import { createFacts } from "../../../src/device/facts.ts";
import { aSigner } from "../newsroom.ts";
import type { World } from "../simulator.ts";
import type { NewsroomDoes } from "./actions.ts";
import type { Phone } from "./phone.ts";

/** The newsroom of a history: what it does, and what of it the phone has not heard. */
export interface Desk {
  /** Bytes that its disk still takes. */
  freeBytes(): number;
  /** Stories that were whole when they were opened: the desk has them from then on. */
  readonly opened: Set<string>;
  /** Put back to an older copy, and not asked since. */
  readonly forgot: boolean;
  perform(phone: Phone, what: NewsroomDoes, which: number): Promise<void>;
  /** All is well again: room, valid keys, and the phone has heard of them. */
  mend(): Promise<void>;
  /** The phone has asked since. */
  remember(): void;
}

const room = 2 ** 40;
const roomForText = 100_000_000;

export function createDesk(): Desk {
  let free = room;
  let forgot = false;
  let signers = 1;
  let unheard: (() => Promise<void>) | undefined;
  const copies: (() => Promise<void>)[] = [];
  const opened = new Set<string>();

  /** A new list with a new key for receipts; the old ones stay on it. */
  async function rotate(world: World): Promise<() => Promise<void>> {
    await world.newsroom.sign(aSigner((signers += 1)));
    return async () => {
      const facts = createFacts(world.disk);
      const held = (await facts.get("keys"))!;
      const desk = held.desk.toReversed();
      const receipt = [...world.newsroom.keys];
      await facts.set("keys", { ...held, epoch: signers, desk, receipt, notAfter: "2040-01-01" });
    };
  }

  async function openStory(
    world: World,
    which: number,
    state: "opened" | "declined",
  ): Promise<void> {
    const rows = await world.intake.storage.list();
    const row = rows[which % rows.length];
    if (row === undefined) return;
    await world.intake.inbox.setState(row.id as StoryId & RandomId, state);
    if (row.parts.every(({ held }) => held)) opened.add(row.id);
  }

  return {
    freeBytes: () => free,
    opened,
    get forgot() {
      return forgot;
    },
    remember: () => void (forgot = false),
    async perform({ world, quiet }, what, which) {
      await quiet();
      switch (what) {
        case "restart":
          return world.newsroom.restart();
        case "copy":
          return void copies.push(world.newsroom.copy());
        case "restore":
          if (copies.length === 0) return;
          forgot = true;
          return copies[which % copies.length]!();
        case "full":
          return void (free = 0);
        case "full for photos":
          return void (free = roomForText);
        case "room":
          return void (free = room);
        case "rotate keys":
          return (await rotate(world))();
        case "rotate keys, phone hears later":
          return void (unheard = await rotate(world));
        case "keys expire":
          return expire(world);
        case "open story":
          return openStory(world, which, "opened");
        case "decline story":
          return openStory(world, which, "declined");
      }
    },
    async mend() {
      free = room;
      await unheard?.();
    },
  };
}

/** The newest edition that the phone holds is younger than its list of keys allows. */
const expire = (world: World): Promise<void> =>
  createFacts(world.disk).set("edition", {
    number: 1,
    hash: "A".repeat(43) as never,
    publishedAt: "2031-01-01T00:00:00Z",
    segments: [],
    restored: 0,
  });
