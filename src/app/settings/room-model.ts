import { computed, signal } from "@preact/signals";
import { type DownloadChoice, usualCap } from "../../device/facts.ts";
import type { ArticleId } from "../../protocol/article.ts";
import { createModel } from "../ui/create-model.ts";
import type { SettingsState } from "./settings-model.ts";

/** What takes room. Drafts, stories and receipts are one line that is never offered. */
export type RoomKind = "texts" | "pictures" | "app" | "search" | "stories";

/** An article that may be let go. */
export interface LargeArticle {
  readonly id: ArticleId;
  readonly title: string;
  readonly language: string;
  /** Of its text and the pictures that no other article shows. */
  readonly bytes: number;
}

/** Bytes on this phone; `free` is the browser's own estimate, undefined where it gives none. */
export interface Room {
  readonly kinds: Readonly<Record<RoomKind, number>>;
  readonly free: number | undefined;
  /** The largest first; none that is on the shelf. */
  readonly large: readonly LargeArticle[];
  /** Minutes of reading whose texts are here. */
  readonly minutes: number;
  readonly persisted: "kept" | "may-go" | "unknown";
}

export interface RoomDeps {
  readonly settings: SettingsState;
  /** What holds until the reader chooses. */
  readonly startingDownload: () => Promise<DownloadChoice>;
  readonly measure: () => Promise<Room>;
  /** Lets go what is worth least; answers with the bytes freed. */
  readonly makeRoom: () => Promise<number>;
  /** Lets go of one article's text and pictures. */
  readonly letGo: (id: ArticleId) => Promise<void>;
  /** Puts new limits into effect: what is beyond them goes, and what was beyond the old ones may come. */
  readonly onLimits: () => Promise<void>;
  readonly onDownloadChosen: () => void;
}

/** What reading takes on this phone, and how much of it is wanted. */
export const RoomModel = createModel((deps: RoomDeps) => {
  const { settings } = deps.settings;
  const download = signal<DownloadChoice | undefined>(settings.value.download);
  const room = signal<Room | undefined>(undefined);
  const freed = signal<number | undefined>(undefined);
  const going = signal<LargeArticle | undefined>(undefined);
  const measure = async (): Promise<void> => {
    room.value = await deps.measure();
    if (download.peek() === undefined) download.value = await deps.startingDownload();
  };
  // Taken off the list at once and off the phone a little later: until then it can be put back without a network.
  const settle = async (): Promise<void> => {
    const gone = going.peek();
    going.value = undefined;
    if (gone === undefined) return;
    await deps.letGo(gone.id);
    await measure();
  };
  return {
    download,
    room,
    /** Bytes that making room freed just now. */
    freed,
    /** What is about to go. */
    going,
    cap: computed(() => settings.value.cap ?? usualCap),
    days: computed(() => settings.value.days),
    async chooseDownload(choice: DownloadChoice): Promise<void> {
      download.value = choice;
      await deps.settings.change({ download: choice });
      deps.onDownloadChosen();
    },
    async chooseLimits(limits: {
      readonly cap?: number;
      readonly days?: number | undefined;
    }): Promise<void> {
      await deps.settings.change(limits);
      await deps.onLimits();
      await measure();
    },
    measure,
    async makeRoom(): Promise<void> {
      freed.value = await deps.makeRoom();
      await measure();
    },
    async letGo(article: LargeArticle): Promise<void> {
      await settle();
      going.value = article;
    },
    putBack: (): void => void (going.value = undefined),
    settle,
  };
});

export type RoomState = InstanceType<typeof RoomModel>;
