import type { RandomId } from "../../../src/protocol/bytes.ts";
import { createDrafts } from "../../../src/device/drafts.ts";
import type { DraftContent } from "../../../src/device/draft-content.ts";
import type { World } from "../simulator.ts";

export type Words = ReadonlySet<string>;

const sign = /ж\d+/g;

/** The marked words of a page; each is written once in a history. */
export const wordsOf = ({ title, pieces }: DraftContent): Words =>
  new Set(
    [title, ...pieces.map((piece) => (piece.kind === "text" ? piece.text : piece.caption))].flatMap(
      (text) => text.match(sign) ?? [],
    ),
  );

/** What storage promised about the words of drafts: what it said is kept, is found in a draft until its author took it out. */
export interface Ledger {
  /** A word that was never written before. */
  newWord(): string;
  /** Storage said so. */
  keep(words: Words): void;
  /** The marked words of a draft as it is on the disk now. */
  wordsIn(id: RandomId): Promise<Words>;
  /** Their author took them out, or may have: a process can die in between. */
  takeOut(words: Iterable<string>): void;
  /** The draft was discarded, or may have been: what stands in it alone may go with it. */
  discard(id: RandomId): Promise<void>;
  /** True from `discard` until `restore`. */
  isDiscarded(id: RandomId): boolean;
  /** Storage said that the draft is back. */
  restore(id: RandomId): void;
  /** What was promised and is nowhere, and drafts that are said to be sealed and never were. */
  findWrong(sealed: ReadonlySet<string>): Promise<readonly string[]>;
}

export function createLedger(world: World): Ledger {
  let written = 0;
  const promised = new Set<string>();
  const discarded = new Map<RandomId, Words>();
  return {
    newWord: () => `ж${(written += 1)}`,
    keep(words) {
      for (const word of words) promised.add(word);
    },
    wordsIn: async (id) =>
      (await readPages(world)).find((page) => page.id === id)?.words ?? new Set(),
    takeOut(words) {
      for (const word of words) promised.delete(word);
    },
    async discard(id) {
      const pages = await readPages(world);
      // In another draft that was discarded too, a word is not kept: both may go.
      const others = pages.filter((page) => page.id !== id && !page.discarded);
      const elsewhere = new Set(others.flatMap(({ words }) => [...words]));
      const own = pages.find((page) => page.id === id)?.words ?? [];
      const alone = [...own].filter((word) => !elsewhere.has(word));
      const before = discarded.get(id) ?? [];
      discarded.set(id, new Set([...before, ...alone.filter((word) => promised.has(word))]));
      for (const word of alone) promised.delete(word);
    },
    isDiscarded: (id) => discarded.has(id),
    restore(id) {
      for (const word of discarded.get(id) ?? []) promised.add(word);
      discarded.delete(id);
    },
    async findWrong(sealed) {
      const pages = await readPages(world);
      const found = new Set(pages.flatMap(({ words }) => [...words]));
      return [
        ...[...promised]
          .filter((word) => !found.has(word))
          .map((word) => `I1: the word ${word} was kept, and is in no draft`),
        ...pages
          .filter(({ story }) => story !== undefined && !sealed.has(story))
          .map(
            ({ story }) => `I3: a draft is said to be sealed as ${story}, which there never was`,
          ),
      ];
    },
  };
}

interface Page {
  readonly id: RandomId;
  readonly words: Words;
  readonly discarded: boolean;
  /** The story that it was last sealed as. */
  readonly story: string | undefined;
}

/** Every draft on the disk, as a new process finds them. */
async function readPages(world: World): Promise<readonly Page[]> {
  const drafts = createDrafts({
    store: world.disk,
    keyring: world.keyring,
    newId: () => {
      throw new Error("Nothing is made here");
    },
    now: world.clock.now,
    announce: () => undefined,
  });
  const pages: Page[] = [];
  for (const { id, discarded } of await drafts.list()) {
    const draft = await drafts.open(id);
    if (draft !== undefined)
      pages.push({ id, words: wordsOf(draft.content), discarded, story: draft.sealed?.story });
  }
  return pages;
}
