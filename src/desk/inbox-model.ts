import { computed, createModel, signal } from "@preact/signals";
import type { StoryId } from "../protocol/intake.ts";
import type { Desk } from "./desk-model.ts";
import { type InboxLine, type Tab, tabOf, tabs } from "./inbox-line.ts";
import { type AuthorsWord, openNotes } from "./notes.ts";
import { type Obeyed, obey } from "./obeying.ts";
import { type OpenedStory, openStory } from "./opening.ts";
import { isReceipt } from "./receipt-search.ts";
import type { Requests } from "./requests.ts";

/** A story in the list: what the server knows, and what the key has opened of it. */
export interface ListedStory {
  readonly line: InboxLine;
  /** Absent while it is on its way; `gone` where the newsroom took it off the server, `unreachable` where it did not come. */
  readonly opened?: OpenedStory | { readonly kind: "gone" | "unreachable" };
  /** What its author has said about it since. Absent where they said nothing, or it has not been read yet. */
  readonly word?: AuthorsWord;
}

/** How many sealed texts are fetched and opened side by side. */
const atOnce = 4;

/** The list of what came in. Opened texts live in this page's memory alone, and go when the key is closed. */
export const InboxModel = createModel((requests: Requests, desk: Desk, today: () => string) => {
  const lines = signal<readonly InboxLine[]>([]);
  const opened = signal<ReadonlyMap<StoryId, NonNullable<ListedStory["opened"]>>>(new Map());
  const said = signal<ReadonlyMap<StoryId, AuthorsWord>>(new Map());
  const state = signal<"loading" | "ready" | "unreachable">("loading");
  const tab = signal<Tab>("new");
  const query = signal("");
  const selected = signal<StoryId | undefined>(undefined);
  // What was looked at stays in the tab where it was found until another tab is chosen: J and K must not lose their place.
  const stays = signal<ReadonlySet<StoryId>>(new Set());

  const stories = computed<readonly ListedStory[]>(() => {
    const [texts, saidByNow] = [opened.value, said.value];
    return lines.value.map((line) => {
      const [text, word] = [texts.get(line.id), saidByNow.get(line.id)];
      return {
        line,
        ...(text === undefined ? {} : { opened: text }),
        ...(word === undefined ? {} : { word }),
      };
    });
  });
  const visible = computed(() => {
    const [all, wanted, here, staying] = [
      stories.value,
      query.value.trim(),
      tab.value,
      stays.value,
    ];
    if (wanted !== "") return all.filter((story) => isFound(story, wanted));
    return all.filter(({ line }) => tabOf(line.state) === here || staying.has(line.id));
  });
  const counts = computed(() => {
    const all = lines.value;
    return new Map(
      tabs.map((name) => [name, all.filter(({ state: one }) => tabOf(one) === name).length]),
    );
  });

  const openOne = async (line: InboxLine): Promise<void> => {
    const key = desk.deskKey();
    if (key === undefined) return;
    const answer = await requests.text(line.id);
    if (answer.kind === "signed-out") return desk.sessionEnded();
    const text =
      answer.kind === "done"
        ? await openStory(key, line.id, answer.value)
        : ({ kind: answer.kind === "refused" ? "gone" : "unreachable" } as const);
    // The key may have been closed meanwhile: then nothing of it may come back.
    if (desk.deskKey() !== undefined) opened.value = new Map(opened.peek()).set(line.id, text);
  };

  /** Reads what the author said since, and does what they ask for. */
  const readNotes = async (line: InboxLine): Promise<void> => {
    const key = desk.deskKey();
    const text = opened.peek().get(line.id);
    if (key === undefined || text?.kind !== "opened") return;
    const answer = await requests.notes(line.id);
    if (answer.kind === "signed-out") return desk.sessionEnded();
    if (answer.kind !== "done") return;
    const word = await openNotes(key, text.story, answer.value);
    if (desk.deskKey() === undefined) return;
    said.value = new Map(said.peek()).set(line.id, word);
    const obeyed = await obey(requests, line, word, today());
    if (obeyed.kind === "signed-out") return desk.sessionEnded();
    if (obeyed.kind !== "done") return;
    setLine(line.id, obeyed.value);
    // It would leave the list that is being looked at, and nobody would learn of it.
    if (obeyed.value.state === "withdrawn") stays.value = new Set(stays.peek()).add(line.id);
    // Taken back is taken back here too: its words leave this page's memory.
    if (obeyed.value.pickedUp === true)
      opened.value = new Map(opened.peek()).set(line.id, { kind: "gone" });
  };

  const openAll = async (): Promise<void> => {
    const texts = opened.peek();
    const waiting = lines
      .peek()
      .filter(({ id }) => ["unreachable", undefined].includes(texts.get(id)?.kind));
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        await openOne(next);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    for (const line of lines.peek()) if (line.notes > 0 && !line.pickedUp) await readNotes(line);
  };

  /** Says at once what the server has just been told. */
  const setLine = (id: StoryId, change: Obeyed): void => {
    lines.value = lines.peek().map((line) => (line.id === id ? { ...line, ...change } : line));
  };

  const select = (id: StoryId | undefined): void => {
    selected.value = id;
    if (id !== undefined) stays.value = new Set(stays.peek()).add(id);
  };

  return {
    stories,
    visible,
    counts,
    state,
    tab,
    query,
    selected,
    select,
    choose: (name: Tab): void => {
      tab.value = name;
      stays.value = new Set();
      selected.value = undefined;
      query.value = "";
    },
    /** The next or the previous story of the list, by keyboard. */
    move: (by: 1 | -1): void => {
      const list = visible.peek();
      const at = list.findIndex(({ line }) => line.id === selected.peek());
      const next = list[at < 0 ? 0 : Math.min(list.length - 1, Math.max(0, at + by))];
      if (next !== undefined) select(next.line.id);
    },
    /** Asks again what came in, and opens what is new. */
    load: async (): Promise<void> => {
      const answer = await requests.stories();
      if (answer.kind === "signed-out") return desk.sessionEnded();
      if (answer.kind !== "done") {
        state.value = "unreachable";
        return;
      }
      lines.value = answer.value;
      state.value = "ready";
      await openAll();
    },
    setLine,
    /** Declines a story that does not open: nobody can read it, and it must not stand among the new ones for ever. */
    decline: async (id: StoryId): Promise<void> => {
      const answer = await requests.setState(id, "declined");
      if (answer.kind === "signed-out") return desk.sessionEnded();
      if (answer.kind === "done") setLine(id, { state: "declined" });
    },
    forget: (): void => {
      opened.value = new Map();
      said.value = new Map();
      selected.value = undefined;
      query.value = "";
    },
  };
});
export type InboxView = InstanceType<typeof InboxModel>;

function isFound({ line, opened }: ListedStory, query: string): boolean {
  if (isReceipt(line.code, query)) return true;
  if (opened?.kind !== "opened") return false;
  const wanted = query.toLocaleLowerCase();
  return [opened.story.title, opened.words].some((text) =>
    text.toLocaleLowerCase().includes(wanted),
  );
}
