import { createAttachments } from "../../src/device/attachments.ts";
import type { Draft } from "../../src/device/draft.ts";
import type { OutboxEntry, OutboxState } from "../../src/device/outbox.ts";
import type { Photo } from "../../src/device/photo-records.ts";
import type { RandomId } from "../../src/protocol/bytes.ts";
import type { StoryId } from "../../src/protocol/intake.ts";
import { type Page, PageModel } from "../../src/app/writing/page-model.ts";
import { anId } from "./device.ts";

/** A photo as the encoder gives it. */
export const aPhoto: Photo = {
  type: "image/jpeg",
  width: 4,
  height: 3,
  bytes: new Uint8Array(3_000).fill(9),
};

/** Timers that a test sets off itself. */
export function someTimers(): {
  after: (milliseconds: number, call: () => void) => () => void;
  run(): void;
} {
  const waiting = new Set<() => void>();
  return {
    after(_milliseconds, call) {
      waiting.add(call);
      return () => void waiting.delete(call);
    },
    run() {
      const due = [...waiting];
      waiting.clear();
      for (const call of due) call();
    },
  };
}

/** A page over a draft that is, or will be, open. */
export const aPage = (
  draft: Promise<Draft | undefined>,
  isNew = true,
  after: (milliseconds: number, call: () => void) => () => void = () => () => undefined,
): Page =>
  new PageModel({
    draft,
    isNew,
    attachments: createAttachments({ encode: async () => aPhoto }),
    now: () => 1_000,
    after,
    makeRoom: async () => undefined,
  });

/** A story of the outbox in some state. */
export const anEntry = (state: OutboxState, change: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id: anId(77) as StoryId,
  order: 1,
  state,
  hash: new Uint8Array(32).fill(3),
  parts: [],
  heldBytes: 0,
  own: {
    title: "Хліб на всіх",
    draft: anId(78) as RandomId,
    revision: 1,
    sealedAt: 5_000,
    noteSeed: "",
    answersKey: "",
  },
  ...change,
});

/** The text of a page: all its words in their order. */
export const wordsOf = (content: Draft["content"]): readonly string[] => [
  content.title,
  ...content.pieces.map((piece) => (piece.kind === "text" ? piece.text : piece.caption)),
];
