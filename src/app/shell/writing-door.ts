import type { ReadonlySignal } from "@preact/signals";
import type { Store } from "../../device/database.ts";
import type { Facts } from "../../device/facts.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import type { Newsroom } from "../../protocol/newsroom.ts";

/** What reading hands to the writing part, which is a chunk of its own and the only thing behind this door. */
export interface WritingPartProps {
  readonly language: InterfaceLanguage;
  readonly newsroom: Newsroom;
  readonly store: Store;
  readonly facts: Facts;
  /**
   * How many history entries deep writing is: 1 is 'My stories', 2 a story's page, and so on. All of them bear the front
   * page's address. The part remembers which screen a depth means; where it does not (a reload), it shows depth 1.
   */
  readonly depth: ReadonlySignal<number>;
  /** True in a tab of an iPhone's Safari or in a window inside another app: what is written there may be lost. */
  readonly mayForget: boolean;
  /** The name of the browser to open instead, in a window inside another app. */
  readonly openInstead: string | undefined;
  /** Asks the browser to erase nothing here by itself; never waited for. */
  askToPersist(occasion: "story"): void;
  /** One history entry deeper. */
  onDeeper(): void;
  /** One back. */
  onBack(): void;
  /** 'Сховати': the reading list is on the screen at once, offline too. */
  onHide(): void;
  /** Opens the honest limits and private-window advice. */
  onChecked(): void;
  /** Makes an address for `new Worker` under Trusted Types. */
  readonly scriptAddress: (address: string) => string;
}

/** The chunk of the writing part. */
export type WritingModule = typeof import("./WritingRoom.tsx");

/** Loads the writing part; undefined where it cannot be loaded (no network and not on the phone yet). */
export async function loadWriting(language: InterfaceLanguage): Promise<WritingModule | undefined> {
  try {
    const part = await import("./WritingRoom.tsx");
    await part.dress(language);
    return part;
  } catch {
    // A failed chunk: the caller says so, and the next tap tries again.
    return undefined;
  }
}

/** The part that brings sealed stories to the newsroom; it needs nothing of writing's screens. */
export interface SendingModule {
  openSending(deps: Pick<WritingPartProps, "store" | "facts" | "scriptAddress">): Promise<unknown>;
}

/**
 * At the start: where stories are on this phone, they move without anybody opening 'My stories'. Others load nothing.
 * Resolves when they have their place in the order of a minute of network.
 */
export async function startSending(
  deps: Parameters<SendingModule["openSending"]>[0],
): Promise<void> {
  const stories = await deps.store.transact(["stories"], "readonly", (transaction) =>
    transaction.objectStore("stories").count(),
  );
  if (stories === 0) return;
  try {
    await import("../sending/sending-part.ts").then((part) => part.openSending(deps));
  } catch {
    // Not on the phone yet, or storage is away: the next start, or 'My stories', tries again.
  }
}
