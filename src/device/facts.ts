import type { ArticleId, Slug } from "../protocol/article.ts";
import type { Hash } from "../protocol/bytes.ts";
import type { Segment } from "../protocol/edition.ts";
import type { Limits } from "../protocol/intake.ts";
import type { KeyList } from "../protocol/keys.ts";
import type { InterfaceLanguage } from "../protocol/language.ts";
import type { Cipher, Store } from "./database.ts";
import type { RoomBounds } from "./making-room.ts";
import type { MediaChoices } from "./sending-choices.ts";

/** What is taken from the network: everything; text and small pictures; text alone. */
export type DownloadChoice = "everything" | "small" | "text";

/** What a person set. An absent field is not set: the phone's own way. */
export interface Settings {
  readonly language?: InterfaceLanguage;
  readonly look: "phone" | "light" | "dark";
  /** Steps of text size; 0 is the middle. */
  readonly size: number;
  /** How wide the text runs; absent is the usual measure. */
  readonly width?: "narrow" | "wide" | undefined;
  /** Set by the app once the font lies on the phone: from then on each start is in it. */
  readonly font?: "literata";
  readonly download?: DownloadChoice;
  /** Bytes that texts and pictures may take. */
  readonly cap?: number;
  /** Days for which an article is held, counted back from the newest edition. */
  readonly days?: number | undefined;
}

/** What the newsroom signed, with the file as it came: only with that can it be passed on. Older phones kept none. */
export interface Signed {
  readonly file?: Uint8Array<ArrayBuffer> | undefined;
}

/** The edition that the library shows. */
export interface HeldEdition extends Signed {
  readonly number: number;
  /** SHA-256 of the head's body: a second head with the same number and another hash is a lie. */
  readonly hash: Hash;
  /** UTC, as the head says it. */
  readonly publishedAt: string;
  readonly segments: readonly Segment[];
  readonly restored: number;
}

/** A pack under way: what was committed of it, so that the next minute of network goes on there. */
export interface Staged {
  readonly from: number;
  readonly to: number;
  /** Hash of the head's body that the pack began with. */
  readonly head: Hash;
  /** Lines after the head that need not be asked for again. */
  readonly committed: number;
  /** True once the edition was switched: only texts are still missing. */
  readonly switched: boolean;
}

/** What was taken back, and the addresses of those that this phone had held. */
export interface WithdrawnList extends Signed {
  readonly hash: Hash;
  readonly ids: readonly ArticleId[];
  readonly slugs: readonly Slug[];
}

/** Where the reader was: an article and the paragraph, or a list. */
export interface Place {
  readonly path: string;
  readonly block?: number;
}

/** Up to where the library reaches on this phone, and what it may take where the phone had less room than was allowed. */
export interface RoomHeld extends RoomBounds {
  /** Bytes of texts and pictures, where pictures found no more room or made room for texts. */
  readonly short?: number;
  /** Bytes of texts, where even those found no more room. */
  readonly shortOfTexts?: number;
}

/** Who holds something, over all windows: see `lease.ts`. */
export interface Lease {
  readonly fence: number;
  readonly beat: number;
}

/** Every single value that the device remembers, by name. */
export interface FactValues {
  settings: Settings;
  place: Place;
  /** Which text has a page kept beside it: see `start-page.ts`. */
  startPage: Hash;
  /** There since the first visit: where it is gone, the browser erased everything. */
  canary: true;
  edition: HeldEdition;
  staged: Staged;
  room: RoomHeld;
  /** On which occasions the browser was asked to keep what is here. */
  persistAsked: readonly ("shelf" | "story" | "install")[];
  withdrawn: WithdrawnList;
  keys: KeyList & Signed;
  /** The edition with which the key list was last asked for. */
  keysAt: number;
  limits: Limits;
  /** Who drains the outbox: a number that grows with each holder, and one that grows while the holder is alive. */
  lease: Lease;
  /** Who catches up, in the same way. */
  reading: Lease;
  /** How many stories were ever sealed here: the order of the next. */
  sealed: number;
  /** The terms of the last story, encrypted: see `earlier-terms.ts`. */
  terms: { readonly slot: string; readonly cipher: Cipher };
  /** Room kept for words, where it cannot be a file: see `reserve.ts`. */
  reserve: ArrayBuffer;
  /** Over which network photos and sound may go. */
  mediaChoices: MediaChoices;
  /** When the phone last showed what the newsroom had, by this phone's clock, milliseconds; for showing, never for deciding. */
  checkedAt: number;
}

export type FactName = keyof FactValues;

/** Typed single values. A value that was never set is undefined. */
export interface Facts {
  get<Name extends FactName>(name: Name): Promise<FactValues[Name] | undefined>;
  set<Name extends FactName>(
    name: Name,
    value: FactValues[Name],
    durability?: "relaxed" | "strict",
  ): Promise<void>;
  remove(name: FactName): Promise<void>;
  /** The settings, with what holds where nothing was set. */
  settings(): Promise<Settings>;
}

/** Bytes of texts and pictures that a phone holds until its reader says otherwise. */
export const usualCap = 200_000_000;

const untouched: Settings = { look: "phone", size: 0 };

/** The facts of one store. */
export function createFacts(store: Store): Facts {
  const facts: Facts = {
    get: <Name extends FactName>(name: Name) =>
      store.transact(["facts"], "readonly", async (transaction) => {
        const record = await transaction.objectStore("facts").get(name);
        // Written by `set` under the same name, hence of that name's type.
        return record?.value as FactValues[Name] | undefined;
      }),
    set: (name, value, durability) =>
      store.transact(
        ["facts"],
        "readwrite",
        async (transaction) => {
          const put = transaction.objectStore("facts").put({ name, value });
          // Said at once, for the page may go in the same moment: WebKit freezes a page that is left with its
          // transactions open, and all who want the store then wait for it.
          transaction.commit();
          await put;
        },
        durability,
      ),
    remove: (name) =>
      store.transact(["facts"], "readwrite", (transaction) =>
        transaction.objectStore("facts").delete(name),
      ),
    settings: async () => ({ ...untouched, ...(await facts.get("settings")) }),
  };
  return facts;
}

/** What the phone says of its line and its room. Undefined is unknown. */
export interface Circumstances {
  readonly saveData: boolean;
  readonly cellular: boolean;
  readonly freeBytes: number | undefined;
}

const littleRoom = 500_000_000;

/** Why a phone starts sparingly: data is counted, or room is short. Undefined where nothing speaks for it. */
export const reasonToSpare = ({
  saveData,
  cellular,
  freeBytes = Infinity,
}: Circumstances): "saveData" | "cellular" | "littleRoom" | undefined =>
  saveData ? "saveData" : cellular ? "cellular" : freeBytes < littleRoom ? "littleRoom" : undefined;

/** The data choice until the reader makes one. */
export const startingDownload = (circumstances: Circumstances): DownloadChoice =>
  reasonToSpare(circumstances) === undefined ? "everything" : "small";
