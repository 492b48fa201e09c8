import { signal } from "@preact/signals";
import type { Facts, Place } from "../../device/facts.ts";
import { type ListName, listPrefix } from "../../device/entries.ts";
import type { Counts, Found, Library, ListedEntry } from "../../device/library.ts";
import type { Slug } from "../../protocol/article.ts";
import { createModel } from "../ui/create-model.ts";

/**
 * How one catching up ended, as far as a reader needs to know. `unfinished`: the news are here, some pictures could not be
 * had now. `busy`: nothing to say, another tab is at it.
 */
export type NewsOutcome =
  | "current"
  | "unfinished"
  | "offline"
  | "forged"
  | "olderApp"
  | "noRoom"
  | "busy";

/** How far a catching up is: what is on disk, and what it will be. */
export interface NewsProgress {
  readonly done: number;
  readonly all: number;
  /** What this catching up has brought, before compression. */
  readonly bytes: number;
}

/** Where news come from. */
export interface News {
  catchUp(): Promise<NewsOutcome>;
  onProgress(listener: (progress: NewsProgress) => void): void;
}

/** What the line under the masthead says; it never says more than is known. */
export type Line =
  | { readonly kind: "quiet" }
  | { readonly kind: "updating"; readonly progress: NewsProgress | undefined }
  | { readonly kind: "updated"; readonly at: number }
  /** Everything came just now, and the app itself is on the phone too: the network may go. */
  | { readonly kind: "ready" }
  | { readonly kind: "offline" }
  | { readonly kind: "trouble"; readonly why: "forged" | "olderApp" | "noRoom" };

/** The article that is open. */
export type Opened =
  | { readonly kind: "looking"; readonly slug: Slug }
  | { readonly kind: "here"; readonly slug: Slug; readonly found: Found }
  | {
      readonly kind: "absent";
      readonly slug: Slug;
      readonly why: "not-here" | "withdrawn" | "newer";
      /** Its headline, where that is here. */
      readonly entry: ListedEntry | undefined;
    };

/** The beginning of a list. */
export interface ListPage {
  readonly entries: readonly ListedEntry[];
  /** How many the whole list has; until they are counted, as many as are here. */
  readonly total: number;
}

export interface ReadingDeps {
  readonly library: Library;
  readonly news: News;
  readonly facts: Facts;
  /** Resolves once the app itself opens without a network; never, where it cannot. */
  readonly installed: Promise<unknown>;
  /** Milliseconds by this phone's clock; for showing, never for deciding what is newer. */
  readonly now: () => number;
}

/** Rows of a list that are read and drawn at a time: more at once would make an old phone stutter. */
const rowsAtOnce = 30;

/** A shelf is filled by hand, and says how much room it takes: it is read whole. */
const shelfAtOnce = 500;

const nothing: Counts = { listed: 0, texts: 0 };

/** What a reader sees of the library. Storage is the truth; these signals are read from it again after each change. */
export const ReadingModel = createModel(({ library, news, facts, installed, now }: ReadingDeps) => {
  const counts = signal<Counts | undefined>(undefined);
  const lists = signal<ReadonlyMap<string, ListPage>>(new Map());
  const changes = signal(0);
  const checkedAt = signal<number | undefined>(undefined);
  const line = signal<Line>({ kind: "quiet" });
  const opened = signal<Opened | undefined>(undefined);
  const wanted = signal<Slug | undefined>(undefined);
  const removed = signal<ListedEntry | undefined>(undefined);
  const asked = signal(0);
  let isUnfinished = false;
  let brought = 0;
  /** The last text came, and it was not said yet. */
  let isCompleted = false;
  let browsed: ListName | undefined;
  let underWay: Promise<void> | undefined;

  const readList = async (): Promise<void> => {
    const name = browsed;
    if (name === undefined) return;
    const of = listPrefix(name);
    const most = name === "shelf" ? shelfAtOnce : rowsAtOnce;
    const entries = await library.page(name, 0, most);
    const { length } = entries;
    const show = (total: number): void => {
      lists.value = new Map(lists.peek()).set(of, { entries, total });
    };
    if (length < most) return show(length);
    const before = lists.peek().get(of)?.total;
    show(before ?? length);
    void library.lengthOf(name).then((total) => {
      if (total !== before && lists.peek().get(of)?.entries === entries) show(total);
    });
  };

  const count = async (): Promise<Counts> => (counts.value = await library.counts());

  const refresh = async (): Promise<void> => {
    [checkedAt.value] = await Promise.all([facts.get("checkedAt"), readList(), count()]);
    changes.value += 1;
    const open = opened.peek();
    if (open !== undefined && open.kind !== "looking") await look(open.slug);
  };

  const look = async (slug: Slug): Promise<void> => {
    const [found, withdrawn] = await Promise.all([library.find(slug), library.isWithdrawn(slug)]);
    // The reader may have gone on meanwhile.
    if (opened.peek()?.slug !== slug) return;
    const next = openedOf(slug, found, withdrawn);
    opened.value = next;
    if (next.kind === "here" && wanted.peek() === slug) wanted.value = undefined;
  };

  const open = async (slug: Slug): Promise<void> => {
    if (opened.value?.slug !== slug) opened.value = { kind: "looking", slug };
    await look(slug);
  };

  const hasAllTexts = (): boolean => {
    const { listed, texts } = counts.peek() ?? nothing;
    return texts > 0 && texts === listed;
  };

  const catchUpOnce = async (): Promise<void> => {
    const hadAllTexts = hasAllTexts();
    brought = 0;
    line.value = { kind: "updating", progress: undefined };
    let outcome: NewsOutcome = "busy";
    try {
      outcome = await news.catchUp();
      await refresh();
    } finally {
      // Also where storage broke: nothing is under way any more.
      line.value = lineOf(outcome, now());
      if (outcome !== "offline" || (brought === 0 && counts.peek()?.listed)) asked.value += 1;
      isUnfinished = outcome === "offline" || outcome === "unfinished";
    }
    const ended = line.peek();
    isCompleted = hasAllTexts() && (isCompleted || !hadAllTexts);
    if (ended.kind !== "updated" || !isCompleted) return;
    void installed.then(() => {
      if (line.value !== ended || !hasAllTexts()) return;
      line.value = { kind: "ready" };
      isCompleted = false;
    });
  };

  news.onProgress((progress) => {
    brought = progress.bytes;
    if (line.value.kind === "updating") line.value = { kind: "updating", progress };
  });

  const setKept = async (entry: ListedEntry, kept: boolean): Promise<void> => {
    await (kept ? library.keep(entry.id) : library.discard(entry.id));
    removed.value = kept ? undefined : entry;
    await refresh();
  };

  return {
    counts,
    /** The beginnings of the lists that were on the screen, by `listPrefix`; the one that is there now is up to date. */
    lists,
    /** Grows whenever what is held changed: whoever shows more than the signals here reads again. */
    changes,
    checkedAt,
    line,
    opened,
    wanted,
    /** Taken off the shelf a moment ago: it can still be put back. */
    removed,
    /**
     * How many times the newsroom was asked, but for lines that broke while a library came, and for no network at all on an
     * empty phone: what else there is waits for one.
     */
    asked,
    hasAllTexts,
    /** True where the line broke in the last run, or there was none: `when-to-catch-up.ts` asks again after its own. */
    isUnfinished: (): boolean => isUnfinished,
    /** True where the last run brought anything, were it a few headlines or one picture. */
    hasBrought: (): boolean => brought > 0,
    /** For a start: what a screen needs to stand there. Counting thousands of entries can wait until it does. */
    begin: async (): Promise<void> => void (checkedAt.value = await facts.get("checkedAt")),
    count,
    refresh,
    open,
    /** Brings a list to the screen. */
    async browse(name: ListName): Promise<void> {
      if (browsed !== undefined && listPrefix(browsed) === listPrefix(name)) return;
      browsed = name;
      await readList();
    },
    library,
    /** True while a list shows only what is on this phone. */
    onPhone: signal(false),
    /** True where the newsroom was just asked and lists no such article: it will not come. */
    isUnknown: (slug: Slug): boolean =>
      (line.value.kind === "updated" || line.value.kind === "ready") &&
      opened.value?.slug === slug &&
      opened.value.kind === "absent" &&
      opened.value.entry === undefined,
    /** Asks the network; one at a time, a second call joins the first. Rejects only where storage broke. */
    catchUp: (): Promise<void> =>
      (underWay ??= catchUpOnce().finally(() => (underWay = undefined))),
    keep: (entry: ListedEntry): Promise<void> => setKept(entry, true),
    discard: (entry: ListedEntry): Promise<void> => setKept(entry, false),
    forgetRemoved: (): void => void (removed.value = undefined),
    async want(slug: Slug): Promise<void> {
      wanted.value = slug;
      await library.want(slug);
    },
    /** Addresses whose place the app's start leads to: an icon means 'go on', a link does not. */
    resumed: new Set<string>(),
    /** The phone remembers one place alone: what else was read is nobody's business. */
    rememberPlace: (place: Place): Promise<void> => facts.set("place", place),
    lastPlace: (): Promise<Place | undefined> => facts.get("place"),
  };
});

export type Reading = InstanceType<typeof ReadingModel>;

function openedOf(slug: Slug, found: Found | undefined, withdrawn: boolean): Opened {
  if (found?.article !== undefined) return { kind: "here", slug, found };
  const why = withdrawn ? "withdrawn" : found?.newer ? "newer" : "not-here";
  return { kind: "absent", slug, why, entry: found?.entry };
}

function lineOf(outcome: NewsOutcome, at: number): Line {
  if (outcome === "current" || outcome === "unfinished") return { kind: "updated", at };
  if (outcome === "busy") return { kind: "quiet" };
  return outcome === "offline" ? { kind: outcome } : { kind: "trouble", why: outcome };
}
