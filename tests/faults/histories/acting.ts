import { readStories, stateOf } from "../../../src/device/outbox.ts";
import { tell, type Action } from "./actions.ts";
import type { Desk } from "./newsroom-acting.ts";
import {
  blankPage,
  changing,
  chooseDraft,
  chooseStory,
  type Phone,
  sealing,
  type Tab,
  tidy,
  wake,
} from "./phone.ts";

/** The line between phone and newsroom: what comes to the next requests, and which story is never taken. */
export interface Line {
  next: readonly string[];
  /** Begins again where it ends, until another weather comes. */
  again: boolean;
  readonly poisoned: Set<string>;
}

interface Cast {
  readonly phone: Phone;
  readonly desk: Desk;
  readonly line: Line;
}

/** Lets one thing happen. `alone`: nothing else happens meanwhile. */
export async function act(cast: Cast, action: Action, alone = true): Promise<void> {
  const { phone, desk, line } = cast;
  if (alone) phone.trace.push(tell(action));
  switch (action.do) {
    case "together":
      await Promise.all(action.actions.map((one) => act(cast, one, false)));
      return;
    case "open":
      await phone.open();
      return;
    case "pass":
      return phone.pass(action.milliseconds);
    case "turn clock":
      phone.world.wallOff += action.by;
      return;
    case "weather":
      line.next = action.next;
      line.again = action.again;
      return;
    case "poison":
      return poison(phone, line);
    case "newsroom":
      return desk.perform(phone, action.what, action.which);
    case "close":
    case "kill":
    case "thaw":
    case "freeze":
      return actOnWindow(phone, action.do, action.window);
    default:
      return actIn(phone, await tabOf(phone, action.window), action, alone);
  }
}

/** The newest story that is not there yet is refused for ever. */
async function poison({ world }: Phone, { poisoned }: Line): Promise<void> {
  const story = (await readStories(world.disk)).findLast(
    (record) => stateOf(record).kind === "waiting",
  );
  if (story !== undefined) poisoned.add(story.id);
}

/** The window of that number; the app is opened where it is closed. */
async function tabOf(phone: Phone, number: number): Promise<Tab> {
  const tabs = phone.tabs();
  return tabs[number % tabs.length] ?? phone.open();
}

async function actOnWindow(
  phone: Phone,
  what: "close" | "kill" | "thaw" | "freeze",
  number: number,
): Promise<void> {
  const tabs = phone.tabs();
  const tab = tabs[number % tabs.length];
  if (tab === undefined) return;
  const { window, page } = tab;
  if (what === "freeze") return window.freeze();
  if (what === "thaw") {
    window.thaw();
    return wake(phone, tab, "visible");
  }
  if (what === "close" && page !== undefined)
    await phone.within(tab, "closes its page", () => page.close());
  window.draining.stop();
  window.faults.kill();
}

type InWindow = Exclude<
  Action,
  {
    readonly do:
      | "together"
      | "open"
      | "pass"
      | "turn clock"
      | "weather"
      | "poison"
      | "newsroom"
      | "close"
      | "kill"
      | "thaw"
      | "freeze";
  }
>;

async function actIn(phone: Phone, tab: Tab, action: InWindow, alone: boolean): Promise<void> {
  const { window } = tab;
  switch (action.do) {
    case "doom":
      return window.faults.killIn(action.points);
    case "trouble":
      return window.faults.trouble(action.trouble);
    case "wake":
      return wake(phone, tab, action.by);
    case "tidy":
      return tidyAll(phone, tab);
    case "seal":
      return sealing(phone, tab, alone);
    case "story":
      await blankPage(phone, tab);
      await write(phone, tab, "title");
      for (const bytes of action.photos) await addPhoto(phone, tab, bytes);
      return sealing(phone, tab, alone);
    case "page":
      return openPage(phone, tab, action.which);
    case "write":
      return write(phone, tab, action.way);
    case "undo":
      return changing(phone, tab, "takes back", (page) => page.undo(), alone);
    case "photo":
      return addPhoto(phone, tab, action.bytes);
    case "refresh":
      await phone.within(tab, "looks again", async () => tab.page?.refresh());
      return;
    case "leave": {
      const { page } = tab;
      tab.page = undefined;
      if (page !== undefined) await phone.within(tab, "leaves its page", () => page.close());
      return;
    }
    case "discard draft":
    case "restore draft":
      return markDraft(phone, tab, action.which, action.do === "discard draft");
    case "discard story":
    case "restore story":
    case "destroy story":
      return markStory(phone, tab, action.which, action.do);
  }
}

async function tidyAll(phone: Phone, tab: Tab): Promise<void> {
  await tidy(phone, tab);
}

async function openPage(phone: Phone, tab: Tab, which: number): Promise<void> {
  const all = (await phone.within(tab, "lists drafts", () => tab.window.drafts.list())) ?? [];
  const chosen = all.filter(({ discarded }) => !discarded)[which % (all.length + 1)];
  tab.page = undefined;
  if (chosen === undefined) await blankPage(phone, tab);
  else tab.page = await phone.within(tab, "opens a page", () => tab.window.drafts.open(chosen.id));
}

function write(phone: Phone, tab: Tab, way: "title" | "end" | "cut"): Promise<void> {
  const word = phone.ledger.newWord();
  return changing(phone, tab, `writes ${word}`, (page) => {
    const { title, pieces } = page.content;
    if (way === "title")
      return page.change({ kind: "title", at: title.length, cut: 0, put: ` ${word}` });
    const at = pieces.findLastIndex(({ kind }) => kind === "text");
    const piece = pieces[at];
    const text = piece?.kind === "text" ? piece.text : "";
    // The last word goes, and a new one comes where it stood.
    const cut = way === "cut" ? text.length - Math.max(0, text.lastIndexOf(" ")) : 0;
    return page.change({ kind: "text", piece: at, at: text.length - cut, cut, put: ` ${word}` });
  });
}

function addPhoto(phone: Phone, tab: Tab, size: number): Promise<void> {
  return changing(phone, tab, `adds a photo of ${size}`, async (page) => {
    const bytes = crypto.getRandomValues(new Uint8Array(Math.min(size, 65_536)));
    const whole = new Uint8Array(size);
    for (let at = 0; at < size; at += bytes.length) whole.set(bytes.subarray(0, size - at), at);
    const photo = await page.addPhoto({ type: "image/jpeg", width: 1, height: 1, bytes: whole });
    const put = [{ kind: "photo", photo, caption: "" } as const];
    return page.change({ kind: "pieces", at: page.content.pieces.length, cut: 0, put });
  });
}

async function markDraft(phone: Phone, tab: Tab, which: number, discard: boolean): Promise<void> {
  const id = await chooseDraft(phone, tab, which, !discard);
  if (id === undefined) return;
  if (discard) {
    await phone.ledger.discard(id);
    await phone.within(tab, "discards a draft", () => tab.window.drafts.discard(id));
    // What another window wrote in the same moment went with it.
    return phone.ledger.discard(id);
  }
  const back = await phone.within(tab, "restores a draft", () => tab.window.drafts.restore(id));
  if (back === true) phone.ledger.restore(id);
}

async function markStory(
  phone: Phone,
  tab: Tab,
  which: number,
  what: "discard story" | "restore story" | "destroy story",
): Promise<void> {
  const { outbox } = tab.window;
  // Only what was discarded is destroyed.
  const id = await chooseStory(phone, which, what !== "discard story");
  if (id === undefined) return;
  if (what === "destroy story") {
    phone.destroyed.add(id);
    await phone.within(tab, "destroys a story", () => outbox.destroy(id));
  } else if (what === "discard story") {
    phone.discarded.add(id);
    await phone.within(tab, "discards a story", () => outbox.discard(id));
  } else {
    await phone.within(tab, "restores a story", () => outbox.restore(id));
    if (!tab.window.faults.dead) phone.discarded.delete(id);
    wake(phone, tab, "put");
  }
}
