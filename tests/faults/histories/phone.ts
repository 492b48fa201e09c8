import type { RandomId } from "../../../src/protocol/bytes.ts";
import type { StoryId } from "../../../src/protocol/intake.ts";
import type { Draft } from "../../../src/device/draft.ts";
import { DeviceError } from "../../../src/device/errors.ts";
import { readStories } from "../../../src/device/outbox.ts";
import type { World } from "../simulator.ts";
import type { Bend, Window } from "../window.ts";
import { createLedger, type Ledger, type Words, wordsOf } from "./ledger.ts";
import { underWay } from "./one-thread.ts";

/** A window with what its author has open in it. */
export interface Tab {
  readonly name: string;
  readonly window: Window;
  page?: Draft | undefined;
}

/** The phone of a history, and what is known about it without asking it. */
export interface Phone {
  readonly world: World;
  readonly ledger: Ledger;
  readonly trace: string[];
  /** What was wrong on the way. */
  readonly wrong: string[];
  /** Every story that was ever sealed, in order. */
  readonly sealed: Set<StoryId>;
  /** The words of a story that was sealed while nothing else happened. */
  readonly sealedWords: Map<StoryId, Words>;
  /** Destroyed by their author, or may have been. */
  readonly destroyed: Set<string>;
  /** Discarded by their author: the next start may destroy them. */
  readonly discarded: Set<string>;
  /** The windows that live. */
  tabs(): readonly Tab[];
  /** Opens the app: what was discarded goes, what waits is sent. */
  open(): Promise<Tab>;
  /** Does something in a window: ends also where the window dies, and where storage says that it cannot. */
  within<T>(tab: Tab, what: string, work: () => Promise<T>): Promise<T | undefined>;
  /** Until nothing moves but the clock. */
  quiet(): Promise<void>;
  /** Lets time go by for every window. */
  pass(milliseconds: number): Promise<void>;
}

const mostTabs = 3;
/** Turns of the loop after which something goes round in circles. */
const mostTurns = 200_000;

const without = (words: Words, others: Words): Words =>
  new Set([...words].filter((word) => !others.has(word)));

export function createPhone(world: World, bend: Bend): Phone {
  const tabs: Tab[] = [];
  let opened = 0;
  const phone: Phone = {
    world,
    ledger: createLedger(world),
    trace: [],
    wrong: [],
    sealed: new Set(),
    sealedWords: new Map(),
    destroyed: new Set(),
    discarded: new Set(),
    tabs: () => tabs.filter(({ window }) => !window.faults.dead),
    async open() {
      const living = phone.tabs();
      if (living.length >= mostTabs) return living[0]!;
      const tab: Tab = { name: `w${(opened += 1)}`, window: world.open({ bend }) };
      tabs.push(tab);
      await tidy(phone, tab);
      wake(phone, tab, "start");
      return tab;
    },
    async within(tab, what, work) {
      const { faults } = tab.window;
      try {
        const ended = await Promise.race([work(), faults.died]);
        phone.trace.push(`  ${tab.name} ${what}${faults.dead ? ": dies" : ""}`);
        return ended as Awaited<ReturnType<typeof work>> | undefined;
      } catch (error) {
        phone.trace.push(`  ${tab.name} ${what}: ${String(error)}`);
        if (!(error instanceof DeviceError))
          phone.wrong.push(`I3: ${what} ended with ${tellError(error)}`);
        return undefined;
      }
    },
    async quiet() {
      for (let still = 0, left = mostTurns; still < 3; left -= 1) {
        if (left === 0) throw new Error("It never comes to rest");
        await new Promise((resolve) => setImmediate(resolve));
        still = world.busy() || underWay() > 0 ? 0 : still + 1;
      }
    },
    async pass(milliseconds) {
      const end = world.clock.now() + milliseconds;
      await phone.quiet();
      while (world.clock.fireNext(end)) await phone.quiet();
      world.clock.turnTo(end);
    },
  };
  return phone;
}

/** An error with the place where it arose. */
export const tellError = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** The drainer is called, and nobody waits for it. */
export function wake(phone: Phone, tab: Tab, by: Parameters<Window["draining"]["wake"]>[0]): void {
  const woken = tab.window.draining.wake(by);
  void phone.within(tab, `wakes by ${by}`, () => woken);
}

/** What was discarded is destroyed, as the app does when it starts and when the line with 'Undo' closes. */
export async function tidy(phone: Phone, tab: Tab): Promise<void> {
  for (const id of phone.discarded) phone.destroyed.add(id);
  await phone.within(tab, "tidies", async () => {
    await tab.window.drafts.destroyDiscarded();
    await tab.window.outbox.destroyDiscarded();
  });
  // What was discarded in the same moment may have gone with it.
  for (const id of phone.discarded) phone.destroyed.add(id);
}

/** The page of a window: the draft that was last written in, or a blank one. */
export async function pageOf(phone: Phone, tab: Tab): Promise<Draft | undefined> {
  if (tab.page !== undefined) return tab.page;
  const { drafts } = tab.window;
  tab.page = await phone.within(tab, "goes on writing", async () => {
    const newest = (await drafts.list()).find(({ discarded }) => !discarded);
    return newest === undefined ? undefined : drafts.open(newest.id);
  });
  return tab.page ?? blankPage(phone, tab);
}

export async function blankPage(phone: Phone, tab: Tab): Promise<Draft | undefined> {
  if (tab.window.faults.dead) return undefined;
  tab.page = await phone.within(tab, "takes a blank page", () => tab.window.drafts.create());
  return tab.page;
}

/** Changes a page, and notes what storage promises about it. */
export async function changing(
  phone: Phone,
  tab: Tab,
  what: string,
  change: (page: Draft) => Promise<unknown>,
  alone = true,
): Promise<void> {
  const page = await pageOf(phone, tab);
  if (page === undefined) return;
  // What another window wrote may come onto the page in the same moment, and be taken back as well.
  const brought = alone ? [] : await phone.ledger.wordsIn(page.id);
  const before = new Set([...wordsOf(page.content), ...brought]);
  await phone.within(tab, what, async () => {
    const changed = change(page);
    const now = wordsOf(page.content);
    phone.ledger.takeOut(without(before, now));
    if ((await changed) === undefined) return;
    // What has been typed meanwhile is a promise of its own.
    phone.ledger.keep(without(now, without(now, wordsOf(page.content))));
  });
  phone.ledger.takeOut(without(before, wordsOf(page.content)));
}

/** Seals a page, and checks that what is said of it is what is on disk. */
export async function sealing(phone: Phone, tab: Tab, alone: boolean): Promise<void> {
  const { page } = tab;
  if (page === undefined) return;
  const words = wordsOf(page.content);
  const before = new Set((await readStories(phone.world.disk)).map(({ id }) => id));
  const ended = await phone.within(tab, "seals", () => tab.window.seal(page));
  if (ended !== undefined) phone.trace.push(`  ${ended.kind}`);
  if (ended?.kind === "sealed") {
    phone.sealed.add(ended.story);
    if (alone) {
      // A page whose draft was discarded is sealed all the same: what is promised of its words then is the story.
      if (!phone.ledger.isDiscarded(page.id)) phone.ledger.keep(words);
      phone.sealedWords.set(ended.story, words);
    }
  }
  if (!alone || tab.window.faults.dead) return;
  const made = (await readStories(phone.world.disk)).filter(({ id }) => !before.has(id));
  const told = ended?.kind === "sealed" ? [ended.story as string] : [];
  if (made.map(({ id }) => id).join() !== told.join())
    phone.wrong.push(
      `I3: told that ${told.join() || "nothing"} is sealed, and on disk is ${made.length}`,
    );
  if (ended?.kind === "sealed") wake(phone, tab, "put");
}

/** A draft or a story that is there, by a number modulo their count. */
export async function chooseDraft(
  phone: Phone,
  tab: Tab,
  which: number,
  discarded: boolean,
): Promise<RandomId | undefined> {
  const all = await phone.within(tab, "lists drafts", () => tab.window.drafts.list());
  const fitting = (all ?? []).filter((one) => one.discarded === discarded);
  return fitting[which % fitting.length]?.id;
}

export async function chooseStory(
  phone: Phone,
  which: number,
  discarded: boolean,
): Promise<StoryId | undefined> {
  const all = await readStories(phone.world.disk);
  const fitting = all.filter((one) => (one.discarded === true) === discarded);
  return fitting[which % fitting.length]?.id as StoryId | undefined;
}
